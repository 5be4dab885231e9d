import type { TimeWindow } from '../route.ts';

/** The part of a call that a time axis shows, in epoch milliseconds. */
export type TimeView = TimeWindow;

const NARROWEST_MS = 20;
/** Of the call's length, on either side, so that the first and the last mark are whole. */
const MARGIN = 0.02;

/** The whole call with a margin, wide enough to be an axis when all of it happened at once. */
export function wholeCall({ startMs, endMs }: TimeView): TimeView {
  const margin = Math.max((endMs - startMs) * MARGIN, 500);
  return { startMs: startMs - margin, endMs: endMs + margin };
}

/** `factor` times as much time as before, with `atMs` where it was; never more than the whole call. */
export function zoomed(view: TimeView, whole: TimeView, factor: number, atMs: number): TimeView {
  const span = view.endMs - view.startMs;
  const newSpan = Math.min(Math.max(span * factor, NARROWEST_MS), whole.endMs - whole.startMs);
  const startMs = atMs - ((atMs - view.startMs) / span) * newSpan;
  return inside({ startMs, endMs: startMs + newSpan }, whole);
}

/** The view moved by so many milliseconds, as far as the call goes. */
export function panned(view: TimeView, whole: TimeView, byMs: number): TimeView {
  return inside({ startMs: view.startMs + byMs, endMs: view.endMs + byMs }, whole);
}

/** The view itself where it shows `atMs`, else moved so that it is in the middle. */
export function revealing(view: TimeView, whole: TimeView, atMs: number): TimeView {
  if (atMs >= view.startMs && atMs <= view.endMs) return view;
  return panned(view, whole, atMs - (view.startMs + view.endMs) / 2);
}

/** A part of the call between two times, in any order, as far as the call goes and no narrower than can be read. */
export function between(whole: TimeView, oneMs: number, otherMs: number): TimeView {
  const [startMs, endMs] = [Math.min(oneMs, otherMs), Math.max(oneMs, otherMs)];
  const clamped = { startMs: Math.max(startMs, whole.startMs), endMs: Math.min(endMs, whole.endMs) };
  if (clamped.endMs - clamped.startMs >= NARROWEST_MS) return clamped;
  const middle = (startMs + endMs - NARROWEST_MS) / 2;
  return inside({ startMs: middle, endMs: middle + NARROWEST_MS }, whole);
}

/** Whether a view shows all there is. */
export function isWhole(view: TimeView, whole: TimeView): boolean {
  return view.endMs - view.startMs >= whole.endMs - whole.startMs;
}

function inside(view: TimeView, whole: TimeView): TimeView {
  const span = Math.min(view.endMs - view.startMs, whole.endMs - whole.startMs);
  const startMs = Math.min(Math.max(view.startMs, whole.startMs), whole.endMs - span);
  return { startMs, endMs: startMs + span };
}

const S = 1_000;
const MIN = 60 * S;
const H = 60 * MIN;
const DAY = 24 * H;
const STEPS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((s) => s * S),
  ...[1, 2, 5, 10, 15, 30].map((min) => min * MIN),
  ...[1, 2, 6, 12, 24].map((h) => h * H),
];

/** Round times since `originMs` inside a view, at most so many, and the step between them. */
export function timeTicks(view: TimeView, originMs: number, most: number): { stepMs: number; ticks: number[] } {
  const least = (view.endMs - view.startMs) / Math.max(most, 1);
  const stepMs = STEPS.find((step) => step >= least) ?? Math.ceil(least / DAY) * DAY;
  const ticks: number[] = [];
  for (
    let step = Math.ceil((view.startMs - originMs) / stepMs);
    originMs + step * stepMs <= view.endMs && ticks.length <= most;
    step += 1
  ) {
    ticks.push(originMs + step * stepMs);
  }
  return { stepMs, ticks };
}

/** How many digits of a second the labels of such a step need. */
export function digitsOf(stepMs: number): number {
  if (stepMs >= S) return 0;
  return stepMs >= 100 ? 1 : stepMs >= 10 ? 2 : 3;
}
