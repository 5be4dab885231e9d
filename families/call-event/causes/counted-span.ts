import type { SpanParts } from './span-parts.ts';

/** How much of a span is counted. Times are UTC with milliseconds. */
export interface CountedSpan {
  start_time: string;
  end_time: string;
  /** Everything from here on is counted; `start_time` where the answer is whole. */
  counted_since: string;
  is_whole: boolean;
  read_at: string;
}

/** How much is counted, as every answer says it. */
export function countedSpan({
  span,
  nowMs,
  countedSinceMs,
}: {
  span: SpanParts;
  nowMs: number;
  countedSinceMs: number;
}): CountedSpan {
  return {
    start_time: timeText(span.fromMs),
    end_time: timeText(span.toMs),
    counted_since: timeText(countedSinceMs),
    is_whole: countedSinceMs <= span.fromMs,
    read_at: timeText(nowMs),
  };
}

/** UTC with milliseconds. */
export function timeText(ms: number): string {
  return new Date(ms).toISOString();
}
