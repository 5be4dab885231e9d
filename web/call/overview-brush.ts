import { between, panned, type TimeView } from './time-view.ts';

/** How near to an edge of the window somebody means the edge, as a part of the overview's width. */
const EDGE = 0.012;

/** What a hand on the overview does: it moves the window, one of its edges, or draws another one. */
export type Brush = (toMs: number) => TimeView;

/** Begins at a time; what it gives back takes the times that follow. */
export function brushAt(view: TimeView, whole: TimeView, atMs: number): Brush {
  const near = (whole.endMs - whole.startMs) * EDGE;
  if (Math.abs(atMs - view.startMs) <= near && view.startMs > whole.startMs) {
    return (toMs) => between(whole, toMs, view.endMs);
  }
  if (Math.abs(atMs - view.endMs) <= near && view.endMs < whole.endMs) {
    return (toMs) => between(whole, view.startMs, toMs);
  }
  const isInside = atMs > view.startMs && atMs < view.endMs;
  const isAll = view.startMs <= whole.startMs && view.endMs >= whole.endMs;
  if (isInside && !isAll) return (toMs) => panned(view, whole, toMs - atMs);
  return (toMs) => between(whole, atMs, toMs);
}
