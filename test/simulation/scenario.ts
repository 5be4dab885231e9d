import * as fc from 'fast-check';
import { BATCH_SIZE } from '../../shared/stream-settings.ts';

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
  /** A version of the summary of a call. */
  'summary',
  /** A sample of its media. */
  'metric',
  /** A version of the summary of the one conference that there is. */
  'conference',
  /** A version of that of a participant in it: each call has one. */
  'participant',
  /** The function dies of it, whatever it is that it does then. */
  'pill',
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

export interface RecordPlan {
  kind: RecordKind;
  call: number;
  /** Of a summary of anything: the higher, the nearer to its end. */
  version: number;
  /** Of a duplicate: which record it is of, among those before it. */
  earlier: number;
  /** The event's time is hours ahead of its arrival, as of a phone with a wrong clock. */
  isAhead: boolean;
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
  /** Answered at once, and no retry cures it soon: a right that is missing. */
  'denied',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Of the calls to one target, those from `first` on, `calls` of them. */
export interface FaultPlan {
  target: FaultTarget;
  kind: FaultKind;
  first: number;
  calls: number;
}

/** What can go wrong with a call to each target. */
export const FAULTS_OF: Readonly<Record<FaultTarget, readonly FaultKind[]>> = {
  store: FAULT_KINDS,
  quarantine: FAULT_KINDS.filter((kind) => kind !== 'unprocessed'),
  checkpoint: ['error-500', 'reset-before-commit', 'reset-after-commit', 'slow'],
  destination: ['error-500', 'reset-before-commit', 'reset-after-commit', 'slow'],
  read: ['throttle', 'error-500', 'reset-before-commit', 'timeout', 'slow'],
  shards: ['throttle', 'error-500', 'reset-before-commit', 'timeout'],
};

export interface Scenario {
  /** Of delays and jitter. */
  seed: number;
  shards: number;
  /** Milliseconds from noon on. Arrivals across midnight are of two days. */
  startMs: number;
  /** At most. */
  recordsPerRead: number;
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
    { weight: 12, arbitrary: fc.constantFrom(...RECORD_KINDS.filter((kind) => !RARE_KINDS.includes(kind))) },
    { weight: 6, arbitrary: fc.constantFrom('summary' as const, 'summary' as const, 'participant' as const) },
    { weight: 1, arbitrary: fc.constantFrom(...RARE_KINDS) },
  ),
  call: fc.nat(2),
  version: fc.nat(4),
  earlier: fc.nat(200),
  isAhead: fc.nat(9).map((drawn) => drawn === 0),
  ms: fc.nat(1),
  partitionKey: fc.nat(5),
  gapMs: fc.oneof(fc.constant(0), fc.nat(50), fc.nat(3_000)),
}) satisfies fc.Arbitrary<RecordPlan>;

const faultOf = (target: FaultTarget) =>
  fc.record({
    target: fc.constant(target),
    kind: fc.constantFrom(...FAULTS_OF[target]),
    // Of these there are few calls.
    first: target === 'destination' || target === 'shards' ? fc.nat(2) : fc.nat(15),
    calls: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 40 })),
  });
const fault = fc.oneof(
  { weight: 4, arbitrary: faultOf('store') },
  ...FAULT_TARGETS.map((target) => ({ weight: 1, arbitrary: faultOf(target) })),
);

const CALM = { faults: [], kills: [], crashes: [] };
const troubles = fc.oneof(
  // Nothing fails but what the records themselves are to blame for.
  { weight: 3, arbitrary: fc.constant(CALM) },
  // The bucket alone fails: no row may wait for it, which shows where it fails until the deadline.
  {
    weight: 2,
    arbitrary: fc
      .record({
        kind: fc.constantFrom('hang' as const, 'hang' as const, 'timeout' as const, 'error-500' as const),
        first: fc.nat(2),
        calls: fc.integer({ min: 1, max: 40 }),
      })
      .map((drawn) => ({ ...CALM, faults: [{ target: 'quarantine' as const, ...drawn }] })),
  },
  {
    weight: 6,
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
  maximumRetryAttempts: fc.oneof(fc.nat(4), fc.constant(Number.POSITIVE_INFINITY)),
  maximumRecordAgeMs: fc.constantFrom(10_000, 60_000, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY),
});

const AT_MIDNIGHT_MS = 12 * 3_600_000 - 10_000;

const trickle = fc.record({
  seed: fc.nat(),
  shards: fc.integer({ min: 1, max: 3 }),
  startMs: fc.constantFrom(0, 0, AT_MIDNIGHT_MS),
  recordsPerRead: fc.integer({ min: 1, max: 12 }),
  records: fc.array(record, { minLength: 1, maxLength: 30 }),
  reshards: fc.array(
    fc.record({ before: fc.nat(15), kind: fc.constantFrom('split' as const, 'merge' as const), shard: fc.nat(3) }),
    { maxLength: 3 },
  ),
  mapping,
  troubles,
});

/** So many records at once that a batch takes several writes. */
const flood = fc.record({
  seed: fc.nat(),
  shards: fc.constant(1),
  startMs: fc.constant(0),
  recordsPerRead: fc.constant(BATCH_SIZE),
  records: fc.array(
    record.map((plan) => ({ ...plan, gapMs: 0 })),
    { minLength: 50, maxLength: 110, size: 'max' },
  ),
  reshards: fc.constant([]),
  mapping: mapping.map((drawn) => ({ ...drawn, batchSize: BATCH_SIZE, maximumPayloadBytes: 6 * 1024 * 1024 })),
  troubles,
});

/** What may happen, in every order. */
export const scenarios: fc.Arbitrary<Scenario> = fc
  .oneof({ weight: 14, arbitrary: trickle }, { weight: 1, arbitrary: flood })
  .map(({ troubles: drawn, ...rest }) => ({ ...rest, ...drawn }))
  .map(withAnEnd);

/** A pill is tried again for ever where nothing says when to stop, which is what Lambda does and nobody wants. */
function withAnEnd(scenario: Scenario): Scenario {
  const { records, mapping: drawn } = scenario;
  if (!records.some(({ kind }) => kind === 'pill') || drawn.maximumRetryAttempts <= 4) return scenario;
  return { ...scenario, mapping: { ...drawn, maximumRetryAttempts: 4 } };
}
