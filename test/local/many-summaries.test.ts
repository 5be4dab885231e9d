import { afterAll, beforeAll, expect, it } from 'vitest';
import { COMPLETE, PARTIAL, PREDICTED_COMPLETE } from '../../families/call-summary/facts.ts';
import type { SampleSummary } from '../../families/call-summary/sample.ts';
import { testEventSample } from '../../families/test-event/sample.ts';
import { TABLES } from '../../local/names.ts';
import { ACCOUNT_SID } from '../../samples/builders.ts';
import { summaryEvent } from '../../samples/call-summary.ts';
import { createRandom } from '../../samples/random.ts';
import { systemClock } from '../../shared/clock.ts';
import { isNightly } from '../nightly.ts';
import { type Row, type RunningPipeline, runPipeline } from './running-pipeline.ts';

const CALLS = isNightly ? 10_000 : 60;
/** Records of one put. */
const AT_A_TIME = 2_000;
const random = createRandom(20_261_129);

let pipeline: RunningPipeline;
beforeAll(async () => {
  pipeline = await runPipeline({}, systemClock);
});
afterAll(() => pipeline.stop());

interface Version {
  type: string;
  state: 'partial' | 'complete';
  number: number;
}

const [PARTLY, FINAL] = ['partial', 'complete'] as const;

/** The versions of a call, of which the last is the best one: what came before it is worse for the reason said. */
const KINDS: readonly (readonly Version[])[] = [
  [
    { type: PARTIAL, state: PARTLY, number: 1 },
    { type: PARTIAL, state: PARTLY, number: 2 },
    { type: PARTIAL, state: PARTLY, number: 3 },
    { type: PREDICTED_COMPLETE, state: PARTLY, number: 4 },
    { type: COMPLETE, state: FINAL, number: 5 },
  ],
  // Final before not final, whatever the numbers and the types say.
  [
    { type: PARTIAL, state: PARTLY, number: 9 },
    { type: PREDICTED_COMPLETE, state: PARTLY, number: 10 },
    { type: COMPLETE, state: PARTLY, number: 1 },
    { type: COMPLETE, state: FINAL, number: 1 },
    { type: PARTIAL, state: FINAL, number: 2 },
  ],
  // Of the same number the type, and then the id: these have them in order.
  [
    { type: PARTIAL, state: PARTLY, number: 1 },
    { type: PREDICTED_COMPLETE, state: PARTLY, number: 1 },
    { type: PREDICTED_COMPLETE, state: PARTLY, number: 1 },
    { type: PARTIAL, state: PARTLY, number: 10 },
    { type: PREDICTED_COMPLETE, state: PARTLY, number: 10 },
  ],
];

/** Five versions of a call's summary, the best one last. */
function versionsOf(call: number): SampleSummary[] {
  const callSid = random.sid('CA');
  const kind = KINDS[call % KINDS.length] ?? [];
  return kind.map(({ type, state, number }, index) =>
    summaryEvent(
      { id: `EZ${call}-${index}`, type: type as SampleSummary['type'] },
      {
        call_sid: callSid,
        processing_version: number,
        processing_state: state,
        from: { caller: `+1555${String(call).padStart(7, '0')}` },
        duration: index,
      },
    ),
  );
}

function shuffled<Element>(elements: readonly Element[]): Element[] {
  return elements
    .map((element) => ({ element, place: random.next() }))
    .sort((one, other) => one.place - other.place)
    .map(({ element }) => element);
}

/** A record can be delivered twice, so they are not counted: the one behind them says when all are through. */
async function ingestAll(events: readonly SampleSummary[]): Promise<void> {
  for (let start = 0; start < events.length; start += AT_A_TIME) {
    const testId = random.sid('TE');
    const last = testEventSample({ accountSid: ACCOUNT_SID, testId, time: '2026-11-20T12:00:00.000Z' });
    await pipeline.put(...events.slice(start, start + AT_A_TIME), last);
    const isThrough = () => pipeline.reports.some(({ testEvents }) => testEvents.includes(testId));
    await expect.poll(isThrough, { timeout: 300_000, interval: 50 }).toBe(true);
  }
}

/** Both tables as one text, whose order is that of the rows' keys. */
async function everything(): Promise<string> {
  const tables = await Promise.all(Object.values(TABLES).map((table) => pipeline.rows(table)));
  return tables
    .map((rows) =>
      rows
        .map((row) => JSON.stringify(row))
        .sort()
        .join('\n'),
    )
    .join('\n\n');
}

it('of many calls, shuffled and doubled, the greatest is the row of each, and a replay changes nothing', async () => {
  const calls = Array.from({ length: CALLS }, (_call, index) => versionsOf(index));
  const expected = calls.flatMap((versions) => versions.at(-1) ?? []);
  await ingestAll(shuffled([...calls.flat(), ...calls.flat()]));

  const rows = await pipeline.rows(TABLES['call-insights']);
  const summaries = rows.filter(({ part }) => part?.S === 'summary');
  expect(summaries).toHaveLength(CALLS);
  const idsByCall = new Map(summaries.map((row: Row) => [row.id?.S, row.event_id?.S]));
  for (const { id, data } of expected) expect(idsByCall.get(data.call_sid)).toBe(id);
  const finals = calls.filter((_call, index) =>
    KINDS[index % KINDS.length]?.some(({ state }) => state === FINAL),
  ).length;
  // Each call is found by its caller, and all of them by whom they called.
  expect(rows.filter(({ part }) => part?.S !== 'summary')).toHaveLength(2 * CALLS);
  // Once at most: a batch that outlasts its invocation is delivered again, and says nothing of its calls.
  const finished = pipeline.reports.reduce((sum, report) => sum + report.finished.length, 0);
  expect(finished).toBeGreaterThan(0);
  expect(finished).toBeLessThanOrEqual(finals);

  const before = await everything();
  await ingestAll(shuffled(calls.flat()));
  expect(await everything()).toBe(before);
  expect(pipeline.troubles).toEqual([]);
}, 3_600_000);
