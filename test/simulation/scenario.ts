import * as fc from 'fast-check';

/** What a record of the stream holds. */
export const RECORD_KINDS = [
  'event',
  /** The bytes of an earlier record. */
  'duplicate',
  /** A good event, a bad one, one that is not understood. */
  'list',
  'not-json',
  'no-time',
  /** DynamoDB does not take its item, nor any batch that it is in. */
  'refused',
  'too-large',
  'unsupported',
  'test-event',
  'empty',
  /** The function dies of it, whatever it is that it does then. */
  'pill',
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

export interface RecordPlan {
  kind: RecordKind;
  call: number;
  /** Milliseconds within one second: equal ones are common. */
  ms: number;
  partitionKey: number;
  /** Milliseconds after the one before it. */
  gapMs: number;
}

export const FAULT_TARGETS = ['store', 'quarantine', 'checkpoint', 'destination', 'read', 'shards'] as const;
export type FaultTarget = (typeof FAULT_TARGETS)[number];

export const FAULT_KINDS = [
  'throttle',
  'error-500',
  'reset-before-commit',
  'reset-after-commit',
  /** Half of a batch is not written, and said so. */
  'unprocessed',
  /** No answer until the client gives up. */
  'timeout',
  /** No answer at all. */
  'hang',
  'slow',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Of the calls to one target, those from `first` on, `calls` of them. */
export interface FaultPlan {
  target: FaultTarget;
  kind: FaultKind;
  first: number;
  calls: number;
}

export interface Scenario {
  /** Of delays and jitter. */
  seed: number;
  shards: number;
  records: readonly RecordPlan[];
  /** Before the record of that number. */
  reshards: readonly { before: number; kind: 'split' | 'merge'; shard: number }[];
  mapping: {
    batchSize: number;
    maximumBatchingWindowMs: number;
    maximumPayloadBytes: number;
    parallelizationFactor: number;
    bisectBatchOnError: boolean;
    maximumRetryAttempts: number;
    maximumRecordAgeMs: number;
  };
  faults: readonly FaultPlan[];
  /** Steps at which the process is killed. A step is just before something is done, or just after, before it is known. */
  kills: readonly number[];
  /** Invocations that die, by their number, at one of their steps. */
  crashes: readonly { invocation: number; step: number }[];
}

/** They take long, or change what else may happen. */
const RARE_KINDS: readonly RecordKind[] = ['pill', 'too-large'];

const record = fc.record({
  kind: fc.oneof(
    { weight: 12, arbitrary: fc.constant('event' as const) },
    { weight: 10, arbitrary: fc.constantFrom(...RECORD_KINDS.filter((kind) => !RARE_KINDS.includes(kind))) },
    { weight: 1, arbitrary: fc.constantFrom(...RARE_KINDS) },
  ),
  call: fc.nat(2),
  ms: fc.nat(1),
  partitionKey: fc.nat(5),
  gapMs: fc.oneof(fc.constant(0), fc.nat(50), fc.nat(3_000)),
}) satisfies fc.Arbitrary<RecordPlan>;

const fault = fc.record({
  target: fc.oneof(
    { weight: 3, arbitrary: fc.constant('store' as const) },
    { weight: 2, arbitrary: fc.constantFrom(...FAULT_TARGETS) },
  ),
  kind: fc.constantFrom(...FAULT_KINDS),
  first: fc.nat(15),
  calls: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 40 })),
});

/** A third of the scenarios is calm: nothing fails but what the records themselves are to blame for. */
const troubles = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ faults: [], kills: [], crashes: [] }) },
  {
    weight: 2,
    arbitrary: fc.record({
      faults: fc.array(fault, { maxLength: 5 }),
      kills: fc.array(fc.nat(150), { maxLength: 3 }),
      crashes: fc.array(fc.record({ invocation: fc.nat(12), step: fc.nat(12) }), { maxLength: 3 }),
    }),
  },
);

const mapping = fc.record({
  batchSize: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constant(40)),
  maximumBatchingWindowMs: fc.constantFrom(0, 500, 2_000),
  maximumPayloadBytes: fc.constantFrom(6 * 1024 * 1024, 3_000),
  parallelizationFactor: fc.constantFrom(1, 1, 2, 3),
  bisectBatchOnError: fc.boolean(),
  maximumRetryAttempts: fc.oneof(fc.nat(4), fc.constant(10_000)),
  maximumRecordAgeMs: fc.constantFrom(60_000, 600_000, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY),
});

/** What may happen, in every order. */
export const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    seed: fc.nat(),
    shards: fc.integer({ min: 1, max: 3 }),
    records: fc.array(record, { minLength: 1, maxLength: 30 }),
    reshards: fc.array(
      fc.record({ before: fc.nat(15), kind: fc.constantFrom('split' as const, 'merge' as const), shard: fc.nat(3) }),
      { maxLength: 3 },
    ),
    mapping,
    troubles,
  })
  .map(({ troubles: drawn, ...rest }) => ({ ...rest, ...drawn }))
  .map(withAnEnd);

/** A pill is tried again for ever where nothing says when to stop, which is what Lambda does and nobody wants. */
function withAnEnd(scenario: Scenario): Scenario {
  const { records, mapping: drawn } = scenario;
  if (!records.some(({ kind }) => kind === 'pill') || drawn.maximumRetryAttempts <= 4) return scenario;
  return { ...scenario, mapping: { ...drawn, maximumRetryAttempts: 4 } };
}
