const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Of an hour, a day or a week people know the parts; in ms. */
const STEPS_MS = [
  1_000,
  10_000,
  30_000,
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 8, 12, 24].map((hours) => hours * HOUR_MS),
];
/** A span that is made wider to whole parts has up to two more. */
const MAX_PARTS = 118;

/** A span of time, epoch ms, in equal parts. */
export interface SpanParts {
  fromMs: number;
  /** The last moment that belongs to it. */
  toMs: number;
  stepMs: number;
  parts: number;
}

/** An end of a span: a moment, or so long before now. */
export type SpanEnd = { atMs: number } | { agoMs: number };

/**
 * The parts of a span, 120 at most. An end that says how long ago is moved outward to a whole part: what is counted
 * then stays the same until something comes or a part is over.
 */
export function spanParts(from: SpanEnd, to: SpanEnd, nowMs: number): SpanParts {
  const [start, end] = [momentOf(from, nowMs), momentOf(to, nowMs)];
  const lengthMs = Math.max(1, end - start);
  const stepMs =
    STEPS_MS.find((step) => lengthMs / step <= MAX_PARTS) ??
    Math.ceil(lengthMs / MAX_PARTS / (24 * HOUR_MS)) * 24 * HOUR_MS;
  const fromMs = 'agoMs' in from ? Math.floor(start / stepMs) * stepMs : start;
  const origin = 'agoMs' in from ? 0 : start;
  const toMs = 'agoMs' in to ? origin + Math.ceil((end - origin) / stepMs) * stepMs : end;
  return { fromMs, toMs, stepMs, parts: Math.max(1, Math.ceil((toMs - fromMs) / stepMs)) };
}

/** The span of the same length just before, up to its beginning. */
export function spanBefore({ fromMs, toMs, stepMs, parts }: SpanParts): SpanParts {
  return { fromMs: fromMs - (toMs - fromMs), toMs: fromMs - 1, stepMs, parts };
}

/** Which part a moment of the span is in. */
export function partOf({ fromMs, stepMs, parts }: SpanParts, atMs: number): number {
  return Math.min(parts - 1, Math.max(0, Math.floor((atMs - fromMs) / stepMs)));
}

/** When each part starts, epoch ms. */
export function partStarts({ fromMs, stepMs, parts }: SpanParts): number[] {
  return Array.from({ length: parts }, (_part, index) => fromMs + index * stepMs);
}

function momentOf(end: SpanEnd, nowMs: number): number {
  return 'atMs' in end ? end.atMs : Math.max(0, nowMs - end.agoMs);
}
