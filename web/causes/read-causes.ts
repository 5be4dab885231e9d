import type { CallsAnswer } from '../../families/call-event/causes/calls-answer.ts';
import type { CausesAnswer } from '../../families/call-event/causes/causes-answer.ts';
import type { VolumePart } from '../../families/call-event/causes/volume.ts';
import type { JsonObject } from '../../shared/json.ts';
import { LEVELS, type Level } from '../../shared/level.ts';
import type { ChartPart } from '../chart/chart-part.ts';
import { DEFAULT_FILTERS } from '../filters/filters.ts';

/** The answer, where it is one. */
export function causesAnswerOf(answer: JsonObject | undefined): CausesAnswer | undefined {
  return Array.isArray(answer?.causes) && Array.isArray(answer.volume)
    ? (answer as unknown as CausesAnswer)
    : undefined;
}

export function callsAnswerOf(answer: JsonObject | undefined): CallsAnswer | undefined {
  return Array.isArray(answer?.calls) ? (answer as unknown as CallsAnswer) : undefined;
}

/** The parts of the span as a chart has them. */
export function chartParts({ volume, before, step_ms, end_time }: CausesAnswer): ChartPart[] {
  const endMs = Date.parse(end_time);
  return volume.map((part, index) => {
    const startMs = Date.parse(part.start_time);
    const earlier = before?.volume[index];
    return {
      startMs,
      endMs: Math.min(startMs + step_ms, Math.max(endMs, startMs + 1)),
      errors: part.ERROR,
      warnings: part.WARNING,
      others: othersOf(part),
      before: before === null ? undefined : earlier === undefined ? 0 : totalOf(earlier),
    };
  });
}

const OTHER_LEVELS = LEVELS.filter((level) => !DEFAULT_FILTERS.levels.includes(level));

/** How many there are of levels that only somebody who asks for them sees. */
export function othersOf(counts: Partial<Record<Level, number>>): number {
  return OTHER_LEVELS.reduce((sum, level) => sum + (counts[level] ?? 0), 0);
}

function totalOf(part: VolumePart): number {
  return part.ERROR + part.WARNING + othersOf(part);
}
