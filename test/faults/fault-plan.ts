import { createRandom, type Random } from '../../samples/random.ts';

/** `reset-before`, `reset-after`: of the connection, before the table has done what was asked, or after it. */
export const FAULT_KINDS = [
  'throttle',
  'error-500',
  'error-503',
  'reset-before',
  'reset-after',
  'latency',
  'unprocessed',
  'hang',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** What happens to a call. `heldBack`: places in a batch write that are not done; some are, or it would be a throttle. */
export type Fault =
  | { kind: Exclude<FaultKind, 'latency' | 'unprocessed'> }
  | { kind: 'latency'; delayMs: number }
  | { kind: 'unprocessed'; heldBack: ReadonlySet<number> };

/** What of a call decides which faults it can have. `requests`: of a batch write, 0 for any other call. */
export interface Call {
  operation: string;
  requests: number;
}

/** Undefined: nothing happens to it. */
export type FaultPlan = (call: Call) => Fault | undefined;

const MAX_LATENCY_MS = 1_000;
/** Of each kind in a deck but for `hang`, which costs as long as the client waits. */
const OF_EACH_KIND = 3;
const DECK: readonly FaultKind[] = FAULT_KINDS.flatMap((kind) => Array(kind === 'hang' ? 1 : OF_EACH_KIND).fill(kind));

/**
 * Makes about so many of all calls fail: the same seed and calls, the same faults. The kinds are dealt from a shuffled
 * deck, so that 22 faults have all of them.
 * @param share 0 to 1
 */
export function createFaultPlan({ seed, share }: { seed: number; share: number }): FaultPlan {
  const random = createRandom(seed);
  const deck: FaultKind[] = [];

  function deal(call: Call): FaultKind {
    const fits = (kind: FaultKind) => kind !== 'unprocessed' || call.requests > 1;
    if (!deck.some(fits)) deck.push(...shuffled(DECK, random));
    const [kind] = deck.splice(deck.findIndex(fits), 1);
    if (kind === undefined) throw new Error('a deck has a kind for every call');
    return kind;
  }

  return (call) => {
    if (!random.chance(share)) return undefined;
    const kind = deal(call);
    if (kind === 'latency') return { kind, delayMs: random.integer(1, MAX_LATENCY_MS) };
    if (kind !== 'unprocessed') return { kind };
    const places = shuffled([...Array(call.requests).keys()], random);
    return { kind, heldBack: new Set(places.slice(0, random.integer(1, call.requests - 1))) };
  };
}

/** Fisher and Yates. */
function shuffled<Value>(values: readonly Value[], random: Random): Value[] {
  const left = [...values];
  return values.flatMap(() => left.splice(random.integer(0, left.length - 1), 1));
}
