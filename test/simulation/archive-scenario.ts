import * as fc from 'fast-check';
import type { RecordPlan } from './scenario.ts';

/** What happens to the archive: records, and everything that reads and writes beside each other. */
export interface ArchiveScenario {
  /** Of delays. */
  seed: number;
  shards: number;
  /** Milliseconds from noon on, of the day that all events are of. */
  startMs: number;
  records: readonly RecordPlan[];
  reshards: readonly { before: number; kind: 'split' | 'merge'; shard: number }[];
  batchSize: number;
  maximumBatchingWindowMs: number;
  /** Objects of a day that is not over, from which on they are merged. */
  minObjects: number;
  /** The most rows of a merged object. */
  maxRows: number;
  mergeEveryMs: number;
  /** Calls that are forgotten so long after their last record was archived. */
  forgets: readonly { call: number; afterMs: number }[];
  /** Steps at which the process that reads the stream is killed. */
  kills: readonly number[];
  /** Of all that merges write and remove, when one is killed: just before it is done, or just after. */
  mergeKills: readonly number[];
  /** The same of what forgets. */
  forgetKills: readonly number[];
  /** Calls to the store that fail, by their number. */
  faults: readonly { call: number; kind: 'before' | 'after' | 'slow' }[];
}

const record = fc.record({
  kind: fc.constantFrom('event' as const, 'event' as const, 'duplicate' as const, 'summary' as const),
  call: fc.nat(2),
  version: fc.nat(4),
  earlier: fc.nat(30),
  isAhead: fc.constant(false),
  ms: fc.nat(1),
  partitionKey: fc.nat(5),
  gapMs: fc.oneof(fc.constant(0), fc.nat(2_000), fc.nat(4_000), fc.nat(3 * 60_000)),
}) satisfies fc.Arbitrary<RecordPlan>;

const MIDNIGHT_MS = 12 * 3_600_000;

/** What may happen, in every order. */
export const archiveScenarios: fc.Arbitrary<ArchiveScenario> = fc.record({
  seed: fc.nat(),
  shards: fc.integer({ min: 1, max: 2 }),
  startMs: fc.constantFrom(0, MIDNIGHT_MS - 20 * 60_000, MIDNIGHT_MS),
  records: fc.array(record, { minLength: 2, maxLength: 12, size: 'max' }),
  reshards: fc.array(
    fc.record({ before: fc.nat(10), kind: fc.constantFrom('split' as const, 'merge' as const), shard: fc.nat(2) }),
    { maxLength: 2 },
  ),
  batchSize: fc.integer({ min: 1, max: 6 }),
  maximumBatchingWindowMs: fc.constantFrom(0, 2_000, 60_000),
  minObjects: fc.integer({ min: 1, max: 3 }),
  maxRows: fc.constantFrom(2, 5, 100),
  mergeEveryMs: fc.constantFrom(2_000, 10_000, 5 * 60_000),
  forgets: fc.array(fc.record({ call: fc.nat(2), afterMs: fc.nat(5_000) }), { maxLength: 2 }),
  kills: fc.array(fc.nat(60), { maxLength: 3 }),
  mergeKills: fc.array(fc.nat(20), { maxLength: 4 }),
  forgetKills: fc.array(fc.nat(8), { maxLength: 2 }),
  faults: fc.array(
    fc.record({ call: fc.nat(150), kind: fc.constantFrom('before' as const, 'after' as const, 'slow' as const) }),
    { maxLength: 4 },
  ),
});
