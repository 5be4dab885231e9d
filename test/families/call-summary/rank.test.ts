import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SummaryCloudEvent } from '../../../families/call-summary/call-summary.ts';
import { COMPLETE, PARTIAL, PREDICTED_COMPLETE } from '../../../families/call-summary/facts.ts';
import { isFinal, isFinalRank, rankOf } from '../../../families/call-summary/rank.ts';
import { eventId } from '../../../samples/builders.ts';
import { summaryCloudEvent } from '../../../samples/call-summary.ts';

const version = (processing_version: unknown, state: unknown = 'partial') => ({
  processing_version,
  processing_state: state,
});

/** Each is better than the one before it. */
const WORST_FIRST: readonly SummaryCloudEvent[] = [
  summaryCloudEvent({ type: PARTIAL, time: undefined }, version(undefined)),
  summaryCloudEvent({ type: PARTIAL, time: '2026-11-20T11:50:00Z' }, version(0)),
  summaryCloudEvent({ type: PARTIAL, time: '2026-11-20T11:51:00Z' }, version('9')),
  summaryCloudEvent({ type: PREDICTED_COMPLETE, time: '2026-11-20T11:40:00Z' }, version(-3)),
  summaryCloudEvent({ type: PARTIAL, time: '2026-11-20T11:59:00Z' }, version(1)),
  summaryCloudEvent({ type: PARTIAL }, version(2)),
  summaryCloudEvent({ type: PREDICTED_COMPLETE, time: '2026-11-20T11:40:00Z' }, version(2)),
  summaryCloudEvent({ type: PREDICTED_COMPLETE, time: '2026-11-20T12:40:00+02:00' }, version(10)),
  summaryCloudEvent({ type: PREDICTED_COMPLETE, time: '2026-11-20T11:41:00.000Z' }, version(10)),
  summaryCloudEvent({ type: PARTIAL }, version(1, 'complete')),
  summaryCloudEvent({ type: COMPLETE }, version(1, 'in_progress')),
  summaryCloudEvent({ type: COMPLETE }, version(3, 'COMPLETE')),
  summaryCloudEvent({ type: COMPLETE, id: eventId(2) }, version(3, 'complete')),
  summaryCloudEvent({ type: COMPLETE, id: eventId(1) }, version(10 ** 12, 'complete')),
];

describe('the rank of a version', () => {
  it('grows with what is final, then the version, the type, the time and the id', () => {
    const ranks = WORST_FIRST.map(rankOf);
    expect(ranks).toEqual(ranks.toSorted());
    expect(new Set(ranks).size).toBe(ranks.length);
  });

  it('lets the same version win in any order and any number of deliveries', () => {
    const kept = (deliveries: readonly SummaryCloudEvent[]) =>
      deliveries.reduce((held, next) => (rankOf(held) <= rankOf(next) ? next : held));
    const best = WORST_FIRST.at(-1);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...WORST_FIRST], { minLength: WORST_FIRST.length }),
        fc.array(fc.constantFrom(...WORST_FIRST), { maxLength: 20 }),
        (all, again) => {
          expect(kept([...all, ...again])).toBe(best);
          expect(kept([...again, ...all])).toBe(best);
        },
      ),
    );
  });

  it('is that of a delivery that comes again, and sorts as bytes as it does as text', () => {
    for (const event of WORST_FIRST) expect(rankOf(structuredClone(event))).toBe(rankOf(event));
    const ranks = WORST_FIRST.map(rankOf);
    expect(ranks.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))).toEqual(ranks);
  });

  it('says whether it is that of a summary that is final', () => {
    for (const event of WORST_FIRST) expect(isFinalRank(rankOf(event))).toBe(isFinal(event));
    expect(WORST_FIRST.map(isFinal)).toEqual([...Array(9).fill(false), ...Array(5).fill(true)]);
  });
});
