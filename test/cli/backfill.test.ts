import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CallEvent } from '../../families/call-event/call-event.ts';
import { SDK_CALL_EVENT } from '../../families/call-event/facts.ts';
import { toItem } from '../../families/call-event/item.ts';
import { createFileQuarantine } from '../../lambda/quarantine/file-quarantine.ts';
import { createItemWriter, MAX_BATCH_ITEMS } from '../../lambda/store/item-writer.ts';
import { listen } from '../../local/embedded-server.ts';
import { TABLE_NAME } from '../../local/names.ts';
import { removeReady, writeReady } from '../../local/ready-file.ts';
import { CONFIG, callEvent, cloudEvent, eventId } from '../../samples/builders.ts';
import { systemClock } from '../../shared/clock.ts';
import { ENV } from '../../shared/environment.ts';
import { quarantinedRecord } from '../lambda/quarantine/quarantine-contract.ts';
import type { Row } from '../local/running-pipeline.ts';
import { itAtNight } from '../nightly.ts';
import { base64 } from '../operations/set-aside/kept.ts';
import {
  AUTH_TOKEN,
  type FakeCall,
  type FakeInsights,
  SUBACCOUNT_SID,
  startFakeInsights,
  toRestEvent,
} from '../twilio/fake-insights.ts';
import { type AnnouncedPipeline, announcePipeline } from './announced-pipeline.ts';
import { runCli, startCli } from './run-cli.ts';

// Processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const HOUR_MS = 3_600_000;
const START_MS = Math.floor(Date.now() / 1000) * 1000 - 48 * HOUR_MS;
const REDACTED_PATH = 'sdk_edge.metadata.ip_address';

let pipeline: AnnouncedPipeline;
let twilio: FakeInsights;

beforeAll(async () => {
  pipeline = await announcePipeline({ config: { ...CONFIG, retentionDays: 7, redactFields: [REDACTED_PATH] } });
  twilio = await startFakeInsights();
});
afterAll(async () => {
  await twilio.stop();
  await pipeline.stop();
});

/** Without a question; `--check` is the former name of `--dry-run`. */
const commandOf = (words: string[]) => [
  'backfill',
  `--local=${pipeline.ready.port}`,
  ...(words.includes('--check') ? [] : ['--yes']),
  ...words,
];
const start = (words: string[]) => startCli(commandOf(words), twilio.environment);
const run = (words: string[], env: Record<string, string> = {}) =>
  runCli(commandOf(words), { ...twilio.environment, ...env });
const rowsOf = async (sid: string) => (await pipeline.rows()).filter(({ call_sid }) => call_sid?.S === sid);
const ids = (rows: readonly Row[]) => rows.map(({ event_id }) => event_id?.S).sort();

let callsMade = 0;
/** A call of an hour that ended long ago; none of its events is in the table. */
function newCall(events: CallEvent[], members: Partial<FakeCall> = {}): FakeCall {
  callsMade += 1;
  const sid = `CA${callsMade.toString(16).padStart(32, '0')}`;
  const call: FakeCall = {
    sid,
    startMs: START_MS,
    endMs: START_MS + HOUR_MS,
    defaultEdge: 'sdk_edge',
    events: events.map((event) => toRestEvent({ ...event, call_sid: sid })),
    ...members,
  };
  twilio.add(call);
  return call;
}

let rowsMade = 0;
/** As ingest makes them, past the stream, which takes its time for thousands. */
async function storeAsStreamed(sid: string, events: readonly CallEvent[]) {
  const items = events.map((event) => {
    rowsMade += 1;
    const id = eventId(rowsMade);
    const item = toItem(
      { id, type: SDK_CALL_EVENT, data: { ...event, call_sid: sid } },
      { arrivalMs: START_MS, config: CONFIG },
    );
    if (!item.ok) throw new Error(item.detail);
    return item.value;
  });
  const writer = createItemWriter({
    client: pipeline.table,
    tables: { 'call-events': TABLE_NAME, 'call-insights': 'call-insights' },
    clock: systemClock,
  });
  const never = new AbortController().signal;
  for (let from = 0; from < items.length; from += MAX_BATCH_ITEMS) {
    await writer.put(items.slice(from, from + MAX_BATCH_ITEMS), never);
  }
}

/** Of all four kinds of sides and none, several to a second; the last ten are twins of the ten before them. */
function manyEvents(count: number): CallEvent[] {
  const event = (index: number) =>
    callEvent({
      timestamp: new Date(START_MS + index * 337).toISOString(),
      ...[
        { edge: 'sdk_edge', group: 'ice-candidate', name: 'ice-candidate', level: 'DEBUG' },
        { edge: 'carrier_edge', name: 'answered', carrier_edge: { metadata: { region: 'us1' } } },
        { edge: null, group: 'conversation_relay', name: 'prompt_sent', level: null },
        {
          edge: 'ashburn',
          group: 'network-quality-warning-raised',
          name: 'high-rtt',
          level: 'WARNING',
          sdk_edge: { metric: { threshold: 400, values: [index] } },
        },
        { edge: 'sip_edge', name: 'ringing', level: 'UNKNOWN', sip_edge: { metadata: { edge_location: 'dublin' } } },
        { name: 'error', level: 'ERROR', sdk_edge: { error: { code: 31_000 + (index % 9), message: 'Gone' } } },
      ][index % 6],
    });
  return Array.from({ length: count }, (_event, index) => event(index < count - 10 ? index : index - 10));
}

describe('backfill', () => {
  it('adds exactly what did not come by the stream, and nothing when it is run again', async () => {
    const events = manyEvents(3_000);
    const call = newCall(events);
    // Every third is lost, and with it some of the twins, some of both.
    await storeAsStreamed(
      call.sid,
      events.filter((_event, index) => index % 3 !== 1),
    );
    expect(await rowsOf(call.sid)).toHaveLength(2_000);
    const check = await run([call.sid, '--check', '--json']);
    expect(check).toMatchObject({ code: 0, notes: [] });
    expect(JSON.parse(check.out)).toMatchObject({ added: 0, missing: 1_000, matched: 2_000, ambiguous: 0 });
    expect(await rowsOf(call.sid)).toHaveLength(2_000);

    expect(await run([call.sid])).toEqual({
      code: 0,
      out: `${call.sid}: 3000 events at Twilio, 2000 of them here, 1000 added\n`,
      notes: [],
    });
    const rows = await rowsOf(call.sid);
    expect(rows).toHaveLength(3_000);
    // Each event once: by what tells it from others on both sides.
    const kinds = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).sort();
    expect(
      kinds(rows.map(({ timestamp, name, error_code }) => [timestamp?.S?.slice(0, 19), name?.S, error_code?.N])),
    ).toEqual(
      kinds(
        events.map(({ timestamp, name, sdk_edge }) => [
          timestamp?.slice(0, 19),
          name,
          sdk_edge?.error?.code?.toString(),
        ]),
      ),
    );
    const again = await run([call.sid, '--json']);
    expect(JSON.parse(again.out)).toMatchObject({ added: 0, missing: 0, matched: 3_000, ambiguous: 0 });
    expect(ids(await rowsOf(call.sid))).toEqual(ids(rows));
  });

  itAtNight('that was killed half-way ends the same when it is run again', async () => {
    const events = manyEvents(2_000);
    const streamed = events.filter((_event, index) => index % 10 === 0);
    const [whole, halved] = [newCall(events), newCall(events)];
    await Promise.all([whole, halved].map(({ sid }) => storeAsStreamed(sid, streamed)));
    const uninterrupted = run([whole.sid]);
    const killed = start([halved.sid]);
    await vi.waitFor(async () => expect((await rowsOf(halved.sid)).length).toBeGreaterThan(streamed.length), {
      timeout: 30_000,
      interval: 5,
    });
    killed.kill();
    expect((await killed.answer).code).toBeNull();
    const half = (await rowsOf(halved.sid)).length;
    expect(half).toBeLessThan(2_000);
    await uninterrupted;
    const rest = await run([halved.sid, '--json']);
    expect(JSON.parse(rest.out)).toMatchObject({ added: 2_000 - half, ambiguous: 0 });
    const keys = async (sid: string) =>
      (await rowsOf(sid))
        .filter(({ event_id }) => event_id?.S?.startsWith('backfill-'))
        .map(({ timestamp }) => timestamp?.S?.slice(0, 24));
    expect(await keys(halved.sid)).toEqual(await keys(whole.sid));
    expect(await rowsOf(halved.sid)).toHaveLength(2_000);
    expect(JSON.parse((await run([halved.sid, '--json'])).out)).toMatchObject({ added: 0, missing: 0 });
  });

  it('makes rows as the running ingest does: kept as long, indexed, and hiding the same', async () => {
    const metadata = { ip_address: '192.0.2.1', city: 'Bern' };
    const call = newCall([callEvent({ level: 'ERROR', sdk_edge: { error: { code: 31005 }, metadata } })]);
    expect((await run([call.sid])).code).toBe(0);
    const [row, ...others] = await rowsOf(call.sid);
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      level: { S: 'ERROR' },
      error_code: { N: '31005' },
      event_type: { S: SDK_CALL_EVENT },
      level_timestamp: { S: row?.timestamp?.S },
      sdk_edge: { M: { metadata: { M: { ip_address: { S: '[redacted]' }, city: { S: 'Bern' } } } } },
    });
    const today = Math.floor(Date.now() / 86_400_000);
    expect([(today + 8) * 86_400, (today + 7) * 86_400]).toContain(Number(row?.expires_at?.N));
  });

  it('finds the events of every side of a call, whatever its default is, page by page', async () => {
    const sides = ['sdk_edge', 'carrier_edge', 'sip_edge', 'client_edge', null];
    const call = newCall(
      Array.from({ length: 5_500 }, (_event, index) =>
        callEvent({ timestamp: new Date(START_MS + index * 1_000).toISOString(), edge: sides[index % 5] }),
      ),
      { defaultEdge: 'carrier_edge' },
    );
    const { out } = await run([call.sid, '--check', '--json']);
    expect(JSON.parse(out)).toMatchObject({ missing: 5_500 });
  });

  it('refuses a call that Twilio may still deliver events of, unless it is forced', async () => {
    const fresh = newCall([callEvent()], { endMs: Date.now() - 5 * HOUR_MS });
    const running = newCall([callEvent()], { endMs: undefined });
    const [refused, ongoing, checked] = await Promise.all([
      run([fresh.sid]),
      run([running.sid, '--json']),
      run([fresh.sid, '--check', '--json']),
    ]);
    expect(refused).toEqual({
      code: 1,
      out: '',
      notes: [expect.stringMatching(`^${fresh.sid}: ended .*Z: Twilio may still deliver .* use --force$`)],
    });
    expect(ongoing.code).toBe(1);
    expect(JSON.parse(ongoing.out).calls[0].problem).toMatch(/^has not ended: /);
    expect(JSON.parse(checked.out)).toMatchObject({ missing: 1 });
    expect(await rowsOf(fresh.sid)).toEqual([]);
    expect((await run([fresh.sid, '--force'])).out).toContain('1 added');
  });

  it('takes a call that never completed as ended when it was last changed, which has no end of its own', async () => {
    const busy = newCall([callEvent()], { status: 'busy', endMs: START_MS + 1_000 });
    const failedNow = newCall([callEvent()], { status: 'failed', startMs: Date.now() - HOUR_MS, endMs: undefined });
    const [added, refused] = await Promise.all([run([busy.sid]), run([failedNow.sid])]);
    expect(added).toMatchObject({ code: 0, out: expect.stringContaining('1 added') });
    expect(refused).toMatchObject({ code: 1, notes: [expect.stringMatching(`^${failedNow.sid}: ended .*Z: `)] });
  });

  it('reads the calls of a subaccount with the token of its own', async () => {
    const call = newCall([callEvent()], { accountSid: SUBACCOUNT_SID });
    const [asMain, asOwn] = [await run([call.sid]), await run([call.sid, '--account', SUBACCOUNT_SID])];
    expect(asMain).toMatchObject({ code: 1, notes: [expect.stringContaining('of a subaccount: --account AC…')] });
    expect(asOwn).toEqual({
      code: 0,
      out: `${call.sid}: 1 events at Twilio, 0 of them here, 1 added\n`,
      notes: [],
    });
  });

  itAtNight(
    'refuses a call of which records are set aside, until they are redriven: there is one row of each',
    async () => {
      const [kept, kept2, streamed] = [1, 2, 3].map((second) =>
        callEvent({ timestamp: new Date(START_MS + second * 1_000).toISOString() }),
      );
      const call = newCall([kept, kept2, streamed].flatMap((event) => event ?? []));
      const quarantine = createFileQuarantine({ directory: pipeline.directory });
      const arrivedAt = new Date(START_MS).toISOString();
      for (const [position, event] of [kept, kept2].entries()) {
        const data = base64(cloudEvent({ id: eventId(900 + position) }, { ...event, call_sid: call.sid }));
        await quarantine.putRecord(
          quarantinedRecord(900 + position, { data, arrivedAt }),
          new AbortController().signal,
        );
      }
      await writeFile(path.join(pipeline.directory, 'quarantine', 'odd.json'), '{"odd":true}');
      expect(await run([call.sid])).toEqual({
        code: 1,
        out: '',
        notes: [
          `${call.sid}: 2 records that name it are set aside, second rows once redriven: redrive first, or use --force`,
          'quarantine/odd.json: reason: expected a text. It could not be checked for calls: inspect it by hand',
        ],
      });
      expect(await rowsOf(call.sid)).toEqual([]);
      await rm(path.join(pipeline.directory, 'quarantine', 'odd.json'));
      const redrive = await runCli(['redrive', '--execute', `--local=${pipeline.ready.port}`]);
      expect(redrive).toMatchObject({ code: 0 });
      expect((await run([call.sid])).out).toContain('3 events at Twilio, 2 of them here, 1 added');
      expect(await rowsOf(call.sid)).toHaveLength(3);
    },
  );

  it('reports what is ambiguous and does not write it', async () => {
    const warning = (value: number) => callEvent({ sdk_edge: { metric: { threshold: 400, values: [value] } } });
    const call = newCall([warning(1), warning(2)]);
    await storeAsStreamed(call.sid, [warning(3)]);
    const answer = await run([call.sid]);
    expect(answer).toMatchObject({ code: 1, out: expect.stringContaining('1 of them here, 0 added') });
    expect(answer.notes).toEqual([expect.stringMatching(/ambiguous, not written/)]);
    expect(await rowsOf(call.sid)).toHaveLength(1);
  });

  it('goes through a file in its order, past what Twilio refuses, and on after a call', async () => {
    const calls = [
      newCall([callEvent()]),
      newCall([], { refusal: { status: 404, code: 17002, message: 'Call ended more than 30 days ago' } }),
      newCall([callEvent()]),
    ];
    const unknown = `CA${'f'.repeat(32)}`;
    const file = path.join(pipeline.temporary, 'sids');
    await writeFile(file, `${calls.map(({ sid }) => sid).join('\r\n')}\n\n${unknown}\n`);
    const [first, second, third] = calls.map(({ sid }) => sid);
    const after = await run(['--file', file, '--after', second ?? '', '--check', '--json']);
    expect(JSON.parse(after.out).calls).toMatchObject([
      { call_sid: third, missing: 1 },
      { call_sid: unknown, problem: expect.stringContaining('Twilio has no such call in AC') },
    ]);
    const all = await run(['--file', file]);
    expect(all.code).toBe(1);
    expect(all.out.split('\n')).toEqual([
      `${first}: 1 events at Twilio, 0 of them here, 1 added`,
      `${third}: 1 events at Twilio, 0 of them here, 1 added`,
      '4 calls: 2 events missing, 2 added',
      '',
    ]);
    expect(all.notes).toEqual([
      `${second}: this call ended over 30 days ago (17002): Twilio keeps its events no longer`,
      expect.stringMatching(`^${unknown}: Twilio has no such call in AC`),
    ]);
  });

  it('says what Twilio says without what a terminal would obey, and names a file that is none', async () => {
    const call = newCall([callEvent()]);
    twilio.failNext({ status: 400, code: 20001, message: '\u001b[2J\nno' });
    const refused = await run([call.sid]);
    expect(refused).toEqual({
      code: 1,
      out: '',
      notes: [
        'stopped at the first call: Twilio answered 400 (20001): \\u001b[2J\\u000ano: https://www.twilio.com/docs/api/errors/20001. To run it again makes no second rows',
      ],
    });
    expect((await run(['--file', pipeline.temporary])).notes).toEqual([
      `${pipeline.temporary}: it is a folder, name a file of it`,
    ]);
  });

  it('finds the calls of a span of time', async () => {
    const startMs = START_MS - 240 * HOUR_MS;
    const calls = Array.from({ length: 60 }, (_call, index) =>
      newCall([callEvent()], { startMs: startMs + index * 60_000, endMs: startMs + index * 60_000 + 30_000 }),
    );
    const at = (minute: number) => new Date(startMs + minute * 60_000).toISOString();
    const { out, code } = await run(['--from', at(10), '--to', at(19), '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out).calls.map(({ call_sid }: { call_sid: string }) => call_sid)).toEqual(
      calls.slice(10, 20).map(({ sid }) => sid),
    );
    expect(JSON.parse(out)).toMatchObject({ added: 10 });
    // A summary says when its call ended: nobody is asked again.
    expect(twilio.requests.filter((request) => request.includes(`Calls/${calls[10]?.sid}`))).toEqual([]);
  });

  it('waits where Twilio answers too many requests or has trouble of its own', async () => {
    const call = newCall([callEvent()]);
    const busy = { status: 429, code: 20429, message: 'Too Many Requests' };
    twilio.failNext(...Array(3).fill(busy), { status: 503, code: 20503, message: 'Service unavailable' });
    expect((await run([call.sid])).out).toContain('1 added');
  });

  it.each([
    [
      'wrong credentials',
      () => ({ TWILIO_AUTH_TOKEN: 'another' }),
      /^stopped at the first call: Twilio does not take these credentials: check TWILIO_ACCOUNT_SID/,
    ],
    ['no credentials', () => ({ TWILIO_ACCOUNT_SID: '' }), /^no Twilio account: set TWILIO_ACCOUNT_SID/],
    [
      'no network',
      () => ({ TWILIO_INSIGHTS_URL: 'http://127.0.0.1:1', TWILIO_API_URL: 'http://127.0.0.1:1' }),
      /^stopped at the first call: nothing answers at 127\.0\.0\.1:1\b/,
    ],
  ])('says so in one line where there are %s', async (_what, env, line) => {
    const call = newCall([callEvent()]);
    const answer = await run([call.sid], env());
    expect(answer).toEqual({ code: 1, out: '', notes: [expect.stringMatching(line)] });
    expect(answer.notes.join()).not.toContain(AUTH_TOKEN);
  });

  it('stops where the pipeline does not say how it makes rows', async () => {
    const { redactFields, ...ready } = pipeline.ready;
    const port = 3999;
    writeReady({ ...ready, port } as unknown as typeof pipeline.ready);
    const call = newCall([callEvent()]);
    const answer = await runCli(['backfill', '--yes', call.sid, `--local=${port}`], twilio.environment);
    removeReady(port);
    expect(answer).toEqual({ code: 1, out: '', notes: [expect.stringMatching(/does not say its settings/)] });
    expect(await rowsOf(call.sid)).toEqual([]);
  });

  it('stops where the deployed function does not say how it makes rows, or makes others, which a dry run only notes', async () => {
    const outputs = { TableName: 'table', IngestFunctionName: 'ingest' };
    const members = Object.entries(outputs).map(
      ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    );
    const stack = `<member><StackName>s</StackName><CreationTime>2026-11-20T12:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus><Outputs>${members.join('')}</Outputs></member>`;
    // Lambda, to whoever may not decrypt the environment.
    let environment: object = { Error: { ErrorCode: 'AccessDeniedException' } };
    const aws = await listen(
      createServer((request, response) => {
        if (request.url?.includes('/functions/'))
          response.end(JSON.stringify({ FunctionName: 'ingest', Environment: environment }));
        else {
          response.setHeader('content-type', 'text/xml');
          response.end(
            `<DescribeStacksResponse><DescribeStacksResult><Stacks>${stack}</Stacks></DescribeStacksResult></DescribeStacksResponse>`,
          );
        }
      }),
      0,
      'PORT',
    );
    const call = newCall([callEvent()]);
    const env = {
      ...twilio.environment,
      AWS_ENDPOINT_URL: aws.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'any',
      AWS_SECRET_ACCESS_KEY: 'any',
    };
    const answer = await runCli(['backfill', '--yes', call.sid], env);
    environment = { Variables: {} };
    const older = await runCli(['backfill', '--yes', call.sid], env);
    environment = { Variables: { [ENV.retentionDays]: '1', [ENV.indexedLevels]: 'ERROR', [ENV.rowLayout]: '7' } };
    const write = await runCli(['backfill', '--yes', call.sid], env);
    const dryRun = await runCli(['backfill', '--dry-run', call.sid], env);
    await aws.close();
    expect(answer).toEqual({
      code: 1,
      out: '',
      notes: [expect.stringMatching(/^the settings of function ingest cannot be read: /)],
    });
    expect(write.notes).toEqual([expect.stringMatching(/^stack \S+ \(.*\) stores rows in layout 7, /)]);
    expect(dryRun.notes[0]).toMatch(/ stores rows in layout 7, .*: before a write, /);
    expect(older.notes).toEqual([expect.stringMatching(/^function ingest has no RETENTION_DAYS/)]);
  });

  it('that Twilio stops in the middle says after which call, in one document too', async () => {
    const calls = [
      newCall([callEvent()]),
      newCall([], { refusal: { status: 401, code: 20003, message: 'Authenticate' } }),
    ];
    const [first = '', second = ''] = calls.map(({ sid }) => sid);
    const answer = await run([first, second, '--json']);
    expect(answer.code).toBe(1);
    expect(JSON.parse(answer.out)).toMatchObject({ added: 1, calls: [{ call_sid: first }], error: expect.any(String) });
    expect(answer.notes).toEqual([expect.stringMatching(`^stopped after ${first}: Twilio does not take`)]);
  });

  it('asked in a wrong way is answered with one line and exit code 2', async () => {
    const wrong: [string[], RegExp][] = [
      [[], /^say which calls: /],
      [[`CA${'1'.repeat(32)}`, '--from', '1d'], /^say which calls: /],
      [['--to', '1d', `CA${'1'.repeat(32)}`], /--until is the end of a time/],
      [[''], /Expected a call SID/],
      [['--since', '1d', '--until', '2d'], /--since \S+ is after --until/],
      [['--from', '1h'], /--since \S+ is less than 6 hours ago: (?!.*--until)/],
    ];
    const answers = await Promise.all(wrong.map(([words]) => run(words)));
    for (const [index, answer] of answers.entries()) {
      expect(answer).toEqual({ code: 2, out: '', notes: [expect.stringMatching(wrong[index]?.[1] ?? /^$/)] });
    }
  });
});
