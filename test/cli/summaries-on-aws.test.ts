import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CALL_SID, CONFIG, cloudEvent, eventId } from '../../samples/builders.ts';
import { itAtNight } from '../nightly.ts';
import { type AnnouncedPipeline, announcePipeline } from './announced-pipeline.ts';
import { HEALTHY, OUTPUTS, startFakeAws } from './fake-aws.ts';
import { runCli } from './run-cli.ts';
import { summaryEvent } from './summary-events.ts';

vi.setConfig({ testTimeout: 60_000 });

let pipeline: AnnouncedPipeline;
let aws: Awaited<ReturnType<typeof startFakeAws>>;

beforeAll(async () => {
  // No row of its table leads from a number to its calls.
  const config = { ...CONFIG, partyLookup: false };
  [pipeline, aws] = await Promise.all([announcePipeline({ config }), startFakeAws()]);
  await pipeline.ingest(
    summaryEvent(CALL_SID, Date.now() - 600_000),
    cloudEvent({ id: eventId(1) }, { level: 'ERROR', name: 'error' }),
  );
});
afterAll(async () => {
  await aws.close();
  await pipeline.stop();
});

/** Asks the stack with these outputs, whose tables are those of the pipeline. */
function ask(words: string[], outputs: Record<string, string>, variables: Record<string, string> = {}) {
  const { InsightsTableName: _, ...others } = OUTPUTS;
  Object.assign(aws.stack, {
    ...HEALTHY,
    outputs: { ...others, TableName: 'call-events', ...outputs },
    environment: { RETENTION_DAYS: '395', INDEXED_LEVELS: 'ERROR', ...variables },
  });
  return runCli(words, { ...aws.env, AWS_ENDPOINT_URL_DYNAMODB: pipeline.ready.dynamodb });
}

describe('a deployed stack', () => {
  itAtNight('is asked for summaries in the table that it names', async () => {
    const outputs = { InsightsTableName: 'call-insights' };
    const [why, calls, call] = [
      await ask(['why', CALL_SID, '--json'], outputs),
      await ask(['calls', '--json'], outputs),
      await ask(['call', CALL_SID, '--json'], outputs),
    ].map(({ code, out, notes }) => ({ code, notes, answer: JSON.parse(out) }));
    expect(why).toMatchObject({ code: 0, answer: { summary: { call_sid: CALL_SID }, errors: [{}] } });
    expect(calls).toMatchObject({ code: 0, answer: { calls: [{ call_sid: CALL_SID }], more: false } });
    expect(call).toMatchObject({ code: 0, answer: { summary: { call_sid: CALL_SID }, events: [{}] } });
  });

  itAtNight('has the calls of a number looked for among all where nothing leads to them', async () => {
    const words = ['calls', '--number', '+15550123', '--json'];
    const outputs = { InsightsTableName: 'call-insights' };
    const answers = [
      await ask(words, outputs, { PARTY_LOOKUP: 'off' }),
      await ask(words, outputs),
      await runCli([...words, `--local=${pipeline.ready.port}`]),
    ];
    expect(answers.map(({ code, out }) => [code, JSON.parse(out).calls.length])).toEqual([
      [0, 1],
      // What ingest is told decides: here it says that numbers lead to their calls.
      [0, 0],
      [0, 1],
    ]);
  });

  itAtNight('without such a table is to be deployed again, and its events are there as ever', async () => {
    const why = await ask(['why', CALL_SID], {});
    const calls = await ask(['calls'], {});
    for (const answer of [why, calls]) {
      expect(answer).toEqual({
        code: 1,
        out: '',
        notes: [
          'stack VoiceInsightsSink has no table of call summaries: deploy the stack again, with the settings it has: npx cdk deploy --revert-drift',
        ],
      });
    }
    const call = await ask(['call', CALL_SID, '--json'], {});
    expect(call).toMatchObject({ code: 0, notes: [] });
    expect(Object.keys(JSON.parse(call.out))).toEqual(['events']);
    expect(JSON.parse((await ask(['errors', CALL_SID, '--json'], {})).out).events).toHaveLength(1);
    const legs = await ask(['errors', CALL_SID, '--legs', '--json'], {});
    expect(legs).toMatchObject({ code: 1, notes: [expect.stringMatching(/^This shows one leg only\./)] });
  });

  it('whose table of summaries cannot be read still shows the events of a call', async () => {
    const { code, out, notes } = await ask(['call', CALL_SID], { InsightsTableName: 'gone' });
    expect({ code, notes }).toEqual({
      code: 1,
      notes: [
        expect.stringMatching(/^The summary of the call is not known: there is no table gone/),
        expect.stringMatching(/^The conferences of the call are not known: /),
        expect.stringMatching(/^This shows one leg only\./),
      ],
    });
    expect(out).toMatch(/^TIME \(UTC\)/);
  });
});
