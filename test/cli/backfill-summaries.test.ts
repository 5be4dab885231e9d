import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { COMPLETE, PREDICTED_COMPLETE } from '../../families/call-summary/facts.ts';
import { INSIGHTS_TABLE_NAME } from '../../local/names.ts';
import { CONFIG } from '../../samples/builders.ts';
import type { JsonObject } from '../../shared/json.ts';
import { itAtNight } from '../nightly.ts';
import { between, callSid, summaryEvent } from '../operations/summaries.ts';
import { type FakeCall, type FakeInsights, startFakeInsights } from '../twilio/fake-insights.ts';
import { type AnnouncedPipeline, announcePipeline } from './announced-pipeline.ts';
import { runCli } from './run-cli.ts';

// Processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const HOUR_MS = 3_600_000;
const START_MS = Math.floor(Date.now() / 1000) * 1000 - 48 * HOUR_MS;
const NUMBER = '+15550100';

let pipeline: AnnouncedPipeline;
let twilio: FakeInsights;
let callsMade = 0;
beforeAll(async () => {
  pipeline = await announcePipeline({ config: { ...CONFIG, retentionDays: 7, redactFields: ['from.city'] } });
  twilio = await startFakeInsights();
});
afterAll(async () => {
  await twilio.stop();
  await pipeline.stop();
});
beforeEach(() => {
  twilio.requests.length = 0;
});

/** A call of an hour that ended two days ago, and its summary at Twilio. */
function newCall(summary: JsonObject = {}, members: Partial<FakeCall> = {}): string {
  callsMade += 1;
  const sid = callSid(callsMade);
  twilio.add({
    sid,
    startMs: START_MS,
    endMs: START_MS + HOUR_MS,
    defaultEdge: 'sdk_edge',
    events: [],
    summary,
    ...members,
  });
  return sid;
}

const run = (...words: string[]) =>
  runCli(
    [
      'backfill',
      '--summaries',
      `--local=${pipeline.ready.port}`,
      ...(words.includes('--dry-run') ? [] : ['--yes']),
      ...words,
    ],
    twilio.environment,
  );
const json = async (...words: string[]) => JSON.parse((await run(...words, '--json')).out);
const rows = async () => (await pipeline.rows(INSIGHTS_TABLE_NAME)).map((row) => JSON.stringify(row)).sort();
const rowsOf = async (sid: string) =>
  (await pipeline.rows(INSIGHTS_TABLE_NAME)).filter(({ id, part }) => id?.S === sid || part?.S?.endsWith(`#${sid}`));
const summaryOf = async (sid: string) => (await rowsOf(sid)).find(({ part }) => part?.S === 'summary');

describe('backfill --summaries', () => {
  it('stores what Twilio has as ingest would, with what leads to it, and once', async () => {
    const sid = newCall({
      ...between(NUMBER, 'client:alice'),
      call_state: 'busy',
      from: { caller: NUMBER, city: 'Graz' },
    });
    expect(await run(sid, '--dry-run')).toEqual({
      code: 0,
      out: `${sid}: complete summary, better than in the table\n`,
      notes: [],
    });
    expect(await rowsOf(sid)).toEqual([]);

    expect(await run(sid)).toEqual({ code: 0, out: `${sid}: complete summary, stored\n`, notes: [] });
    const stored = await rowsOf(sid);
    expect(stored.map(({ id }) => id?.S).sort()).toEqual([NUMBER, sid, 'client:alice'].sort());
    const row = await summaryOf(sid);
    expect(row).toMatchObject({
      event_id: { S: `backfill-${sid}` },
      event_type: { S: COMPLETE },
      call_state: { S: 'busy' },
      from: { M: { caller: { S: NUMBER }, city: { S: '[redacted]' } } },
      expires_at: { N: String((Math.floor(Date.now() / 86_400_000) + 8) * 86_400) },
    });
    expect(Object.keys(row ?? {})).not.toEqual(expect.arrayContaining(['url']));
    expect(row).not.toHaveProperty('sdk_edge');

    const before = await rows();
    expect((await run(sid)).out).toBe(`${sid}: complete summary, not better than in the table\n`);
    expect(await rows()).toEqual(before);
  });

  it('leaves what the stream said as well, and takes the place of what it said less well', async () => {
    const [final, predicted] = [newCall({ call_state: 'busy' }), newCall({ call_state: 'busy' })];
    const ofStream = { call_state: 'completed', processing_version: 9 };
    await pipeline.ingest(
      summaryEvent(final, ofStream, { type: COMPLETE }),
      summaryEvent(predicted, ofStream, { type: PREDICTED_COMPLETE }),
    );
    expect(await json(final, predicted)).toEqual({
      better: 1,
      stored: 1,
      not_better: 1,
      not_found: 0,
      refused: 0,
      not_complete: 0,
      calls: [
        { call_sid: final, result: 'not_better', stored: false, complete: true },
        { call_sid: predicted, result: 'better', stored: true, complete: true },
      ],
    });
    expect(await summaryOf(final)).toMatchObject({ event_id: { S: `EZ-${final}` } });
    expect(await summaryOf(predicted)).toMatchObject({ call_state: { S: 'busy' } });
    // One that comes after all, with a time and a version, is the better one again.
    await pipeline.ingest(summaryEvent(predicted, {}, { type: COMPLETE }));
    expect(await summaryOf(predicted)).toMatchObject({ event_id: { S: `EZ-${predicted}` } });
  });

  it('keeps the parent and the Q.850 cause, which only the stream says, where it stores a better summary', async () => {
    const sid = newCall({ call_state: 'busy', properties: { last_sip_response_num: 486 } });
    const parent = callSid(800);
    const ofStream = { parent_call_sid: parent, properties: { q850_cause: 17, last_sip_response_num: 0 } };
    await pipeline.ingest(summaryEvent(sid, ofStream, { type: PREDICTED_COMPLETE }));
    expect(await json(sid)).toMatchObject({ better: 1, stored: 1 });
    expect(await summaryOf(sid)).toMatchObject({
      call_state: { S: 'busy' },
      parent_call_sid: { S: parent },
      properties: { M: { q850_cause: { N: '17' }, last_sip_response_num: { N: '486' } } },
    });
    expect((await rowsOf(sid)).map(({ id }) => id?.S)).toContain(parent);
    expect(await json(sid)).toMatchObject({ not_better: 1, stored: 0 });
  });

  it('stores a summary that is not complete, says so, and stores the complete one later', async () => {
    const summary: JsonObject = { processing_state: 'partial', call_state: 'completed' };
    const sid = newCall(summary);
    expect(await run(sid)).toMatchObject({ code: 0, out: `${sid}: summary that is not yet complete, stored\n` });
    expect(await summaryOf(sid)).toMatchObject({ rank: { S: expect.stringMatching(/^0#/) } });
    Object.assign(summary, { processing_state: 'complete' });
    expect(await json(sid)).toMatchObject({ stored: 1, not_complete: 0 });
    expect(await summaryOf(sid)).toMatchObject({ rank: { S: expect.stringMatching(/^1#/) } });
    // As when somebody says on Twilio's page how the call was.
    Object.assign(summary, { annotation: { comment: 'choppy' } });
    expect(await json(sid)).toMatchObject({ stored: 1 });
    expect(await summaryOf(sid)).toMatchObject({ annotation: { M: { comment: { S: 'choppy' } } } });
  });

  it('goes past a call that Twilio does not have or does not show, and says which', async () => {
    const [known, hidden] = [
      newCall(),
      newCall({}, { refusal: { status: 401, code: 17_007, message: 'Not enabled' } }),
    ];
    const file = path.join(pipeline.temporary, 'sids.csv');
    await writeFile(file, ['call_sid', callSid(999), hidden, known].join('\n'));
    const { code, out, notes } = await run('--file', file);
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      `${known}: complete summary, stored`,
      '1 stored, 0 not better than in the table, 1 not found, 1 refused, 0 not yet complete',
      '',
    ]);
    expect(notes).toEqual([
      `${callSid(999)}: Twilio has no summary of it: no such call in this account, over 30 days ago, or without Advanced Features`,
      expect.stringMatching(`^${hidden}: Advanced Features were off when this call was made \\(17007\\)`),
    ]);
  });

  itAtNight(
    'finds the calls of a time and their summaries in a list, page by page, and asks for no call by itself',
    async () => {
      const startMs = START_MS - 240 * HOUR_MS;
      const calls = Array.from({ length: 1_001 }, (_call, index) =>
        newCall({ duration: index }, { startMs: startMs + index * 1_000 }),
      );
      const at = (second: number) => new Date(startMs + second * 1_000).toISOString();
      const some = await json('--since', at(10), '--until', at(19));
      expect(some.calls.map(({ call_sid }: { call_sid: string }) => call_sid)).toEqual(calls.slice(10, 20));
      expect(some).toMatchObject({ stored: 10, not_better: 0 });
      const all = await json('--since', at(0), '--until', at(2_000), '--dry-run');
      expect(all).toMatchObject({ better: 991, stored: 0, not_better: 10 });
      expect(await summaryOf(calls[19] ?? '')).toMatchObject({ duration: { N: '19' } });
      const lists = twilio.requests.filter((request) => request.startsWith('/v1/Voice/Summaries'));
      expect(lists).toHaveLength(3);
      expect(twilio.requests).toEqual(lists);
    },
  );

  it('finds calls of a time until now, of which summaries can change', async () => {
    const sid = newCall({}, { startMs: Date.now() - 60_000, endMs: undefined });
    expect(await json('--since', '10m')).toMatchObject({ stored: 1, not_complete: 1, calls: [{ call_sid: sid }] });
  });

  it('says after which call it stopped, in one document too', async () => {
    const calls = [newCall(), newCall({}, { refusal: { status: 401, code: 20_003, message: 'Authenticate' } })];
    const { code, out, notes } = await run(...calls, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ stored: 1, calls: [{ call_sid: calls[0] }], error: expect.any(String) });
    expect(notes).toEqual([expect.stringMatching(`^stopped after ${calls[0]}: Twilio does not take`)]);
  });

  it('is told which calls, once', async () => {
    for (const words of [[], [callSid(1), '--since', '1d']]) {
      expect(await run(...words)).toMatchObject({
        code: 2,
        out: '',
        notes: [expect.stringMatching(/^say which calls/)],
      });
    }
  });
});
