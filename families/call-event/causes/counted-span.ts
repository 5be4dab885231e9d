import type { SpanParts } from './span-parts.ts';

/** How much of a span is counted. Times are UTC with milliseconds. */
export interface CountedSpan {
  start_time: string;
  end_time: string;
  /** Everything from here on is counted; `start_time` where the answer is whole. */
  counted_since: string;
  is_whole: boolean;
  /** False where there are more events than can be counted: the answer never becomes whole. */
  has_room: boolean;
  read_at: string;
}

/** How much is counted, as every answer says it. */
export function countedSpan({
  span,
  nowMs,
  countedSinceMs,
  hasRoom = true,
}: {
  span: SpanParts;
  nowMs: number;
  countedSinceMs: number;
  hasRoom?: boolean;
}): CountedSpan {
  return {
    start_time: timeText(span.fromMs),
    end_time: timeText(span.toMs),
    counted_since: timeText(countedSinceMs),
    is_whole: countedSinceMs <= span.fromMs,
    has_room: hasRoom,
    read_at: timeText(nowMs),
  };
}

/** UTC with milliseconds. */
export function timeText(ms: number): string {
  return new Date(ms).toISOString();
}
