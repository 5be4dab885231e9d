import type { CallsAnswer } from '../../families/call-event/causes/calls-answer.ts';
import type { CausesAnswer } from '../../families/call-event/causes/causes-answer.ts';
import type { JsonObject } from '../../shared/json.ts';
import type { ChartPart } from '../chart/chart-part.ts';
import type { SeenValues } from '../events/survey.ts';

/** The answer, where it is one. */
export function causesAnswerOf(answer: JsonObject | undefined): CausesAnswer | undefined {
  return Array.isArray(answer?.causes) && Array.isArray(answer.volume)
    ? (answer as unknown as CausesAnswer)
    : undefined;
}

export function callsAnswerOf(answer: JsonObject | undefined): CallsAnswer | undefined {
  return Array.isArray(answer?.calls) ? (answer as unknown as CallsAnswer) : undefined;
}

/** What there is to filter by, of what was counted. */
export function seenIn(answer: CausesAnswer | undefined): SeenValues {
  const values = (facet: 'group' | 'name' | 'code') => (answer?.facets[facet] ?? []).map(({ value }) => value);
  return { groups: values('group'), names: values('name'), codes: values('code') };
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
      before: before === null ? undefined : (earlier?.ERROR ?? 0) + (earlier?.WARNING ?? 0),
    };
  });
}
