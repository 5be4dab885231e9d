import { type Filters, isDefaultLevels, narrowing, type Parameters, SPANS, searchWith } from '../filters/filters.ts';

type Resource = 'Causes' | 'Calls';

/**
 * The request for what fits filters, path and query: counts of it, or its calls. A span up to now is asked for as so long
 * ago, so that the same question has the same answer while nothing comes.
 */
export function causesQuestion(resource: Resource, filters: Filters): string {
  const { levels } = filters;
  const parameters: Parameters = [
    // Errors and warnings are what the API counts unless it is told: so far as there are warnings across calls.
    ...(isDefaultLevels(levels) ? [] : levels.map((level): [string, string] => ['Level', level])),
    ...narrowing(filters),
    ...spanAsked(filters),
  ];
  return `/v1/Voice/Events/${resource}?${searchWith(parameters)}`;
}

/** The time that filters ask for, as parameters of the API. */
export function spanAsked({ span, from, to }: Pick<Filters, 'span' | 'from' | 'to'>): Parameters {
  // A range that is told its end only begins a span before it.
  const begin = to === undefined ? span : new Date(Date.parse(to) - SPANS[span]).toISOString();
  return [
    ['StartTime', from ?? begin],
    ['EndTime', to],
  ];
}
