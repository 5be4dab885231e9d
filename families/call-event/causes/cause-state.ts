/** `new`: not in the span before. `spike`: far more than before. `gone`: it was there, and ended. */
export type CauseState = 'new' | 'spike' | 'steady' | 'gone';

/** How often a cause occurred. */
export interface Occurrences {
  /** In the span. */
  events: number;
  /** In the last twelfth of what has passed of the span. */
  recent: number;
  /** In its last third. */
  late: number;
  /** In the span of the same length just before; undefined where that is not known as a whole. */
  before?: number;
  /** Of what has passed of the span, how much is known: up to its end, 0 to 1. */
  knownShare: number;
  /** Whether nothing was there before its first, of a time that is known and long enough. */
  isFirst: boolean;
}

/** The parts of a span that a state is told by. */
export const RECENT_SHARE = 1 / 12;
export const LATE_SHARE = 1 / 3;
/** Of a shorter part of a span nobody knows what is usual in it. */
const LEAST_KNOWN_SHARE = 1 / 3;

/** Fewer are chance. */
export const SPIKE_EVENTS = 10;
/** What is usual, so many times. */
export const SPIKE_FACTOR = 3;

/**
 * What became of a cause. A spike is more than three times as many as the span before had, or as the rest of both spans
 * would have in so short a time, and at least ten.
 */
export function causeState({ events, recent, late, before, knownShare, isFirst }: Occurrences): CauseState {
  if (isFirst) return 'new';
  if ((before ?? 0) >= SPIKE_EVENTS && late === 0) return 'gone';
  if (before !== undefined && events >= SPIKE_EVENTS && events > SPIKE_FACTOR * before) return 'spike';
  if (before === undefined && knownShare < LEAST_KNOWN_SHARE) return 'steady';
  // In twelfths of a span, of which the rest has eleven where it is whole, and the span before twelve.
  const rest = events - recent + (before ?? 0);
  const twelfths = before === undefined ? knownShare / RECENT_SHARE - 1 : 2 / RECENT_SHARE - 1;
  return recent >= SPIKE_EVENTS && recent > (SPIKE_FACTOR * rest) / twelfths ? 'spike' : 'steady';
}
