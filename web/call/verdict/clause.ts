import type { TimeView } from '../time-view.ts';

/** A part of the verdict: a sentence, and the event it is about, a position, or the time. */
export interface Clause {
  text: string;
  event?: number;
  window?: TimeView;
}
