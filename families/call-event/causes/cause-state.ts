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
  /** In the span of the same length just before; undefined where nothing is known of that. */
  before?: number;
  /** Whether nothing was there before its first, of a time of which something is known. */
  isFirst: boolean;
}

/** The parts of a span that a state is told by. */
export const RECENT_SHARE = 1 / 12;
export const LATE_SHARE = 1 / 3;

/** Fewer are chance. */
export const SPIKE_EVENTS = 10;
/** What is usual, so many times. */
export const SPIKE_FACTOR = 3;

/**
 * What became of a cause. A spike is more than three times as many as the span before had, or as the rest of both spans
 * would have in so short a time, and at least ten.
 */
export function causeState({ events, recent, late, before, isFirst }: Occurrences): CauseState {
  if (isFirst) return 'new';
  if ((before ?? 0) >= SPIKE_EVENTS && late === 0) return 'gone';
  if (before !== undefined && events >= SPIKE_EVENTS && events > SPIKE_FACTOR * before) return 'spike';
  // In twelfths of a span, of which the rest has eleven and the span before twelve.
  const rest = events - recent + (before ?? 0);
  const twelfths = 1 / RECENT_SHARE - 1 + (before === undefined ? 0 : 1 / RECENT_SHARE);
  return recent >= SPIKE_EVENTS && recent > (SPIKE_FACTOR * rest) / twelfths ? 'spike' : 'steady';
}
