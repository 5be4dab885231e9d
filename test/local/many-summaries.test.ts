import { afterAll, beforeAll, expect, it } from 'vitest';
import { COMPLETE, PARTIAL, PREDICTED_COMPLETE } from '../../families/call-summary/facts.ts';
import { rankOf } from '../../families/call-summary/rank.ts';
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

/** Five versions of a call's summary, of which the one with the type `.complete` is not always the last. */
function versionsOf(call: number): SampleSummary[] {
  const callSid = random.sid('CA');
  return [1, 2, 3, 4, 5].map((version) =>
    summaryEvent(
      { id: random.sid('EZ'), type: version === 4 ? PREDICTED_COMPLETE : version === 5 ? COMPLETE : PARTIAL },
      {
        call_sid: callSid,
        processing_version: call % 3 === 0 ? 1 : version,
        processing_state: version === 5 || (version === 3 && call % 2 === 0) ? 'complete' : 'partial',
        from: { caller: `+1555${String(call).padStart(7, '0')}` },
        duration: version,
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
  const expected = calls.map((versions) => versions.reduce((best, one) => (rankOf(one) > rankOf(best) ? one : best)));
  await ingestAll(shuffled([...calls.flat(), ...calls.flat()]));

  const rows = await pipeline.rows(TABLES['call-insights']);
  const summaries = rows.filter(({ part }) => part?.S === 'summary');
  expect(summaries).toHaveLength(CALLS);
  const idsByCall = new Map(summaries.map((row: Row) => [row.id?.S, row.event_id?.S]));
  for (const { id, data } of expected) expect(idsByCall.get(data.call_sid)).toBe(id);
  // Each call is found by its caller, and all of them by whom they called.
  expect(rows.filter(({ part }) => part?.S !== 'summary')).toHaveLength(2 * CALLS);
  expect(pipeline.reports.reduce((sum, { finished }) => sum + finished.length, 0)).toBe(CALLS);

  const before = await everything();
  await ingestAll(shuffled(calls.flat()));
  expect(await everything()).toBe(before);
  expect(pipeline.troubles).toEqual([]);
}, 1_200_000);
