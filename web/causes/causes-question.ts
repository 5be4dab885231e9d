import type { Filters } from '../filters/filters.ts';
import { DEFAULT_FILTERS, SPANS } from '../filters/filters.ts';

type Resource = 'Causes' | 'Calls';

/**
 * The request for what fits filters, path and query. A span up to now is asked for as so long ago, so that the same
 * question has the same answer while nothing comes.
 */
export function causesQuestion(resource: Resource, filters: Filters): string {
  return `/v1/Voice/Events/${resource}?${new URLSearchParams(askedOf(filters))}`;
}

/** What filters say, as parameters of the API. */
export function askedOf({
  levels,
  edge,
  group,
  name,
  code,
  cause,
  text,
  facets = [],
  ...time
}: Filters): [string, string][] {
  // Errors and warnings are what the API counts unless it is told: so far as there are warnings across calls.
  const isDefault = String([...levels].sort()) === String([...DEFAULT_FILTERS.levels].sort());
  const asked: [string, string | undefined][] = [
    ...(isDefault ? [] : levels.map((level): [string, string] => ['Level', level])),
    ['Edge', edge],
    ['Group', group],
    ['Name', name],
    ['Code', code?.toString()],
    ['Cause', cause],
    ['Text', text],
    ...facets.map(({ name, value }): [string, string] => ['Facet', `${name}:${value}`]),
    ...spanAsked(time),
  ];
  return asked.filter((parameter): parameter is [string, string] => parameter[1] !== undefined);
}

/** The time that filters ask for, as parameters of the API. */
export function spanAsked({ span, from, to }: Pick<Filters, 'span' | 'from' | 'to'>): [string, string | undefined][] {
  if (from !== undefined)
    return [
      ['StartTime', from],
      ['EndTime', to],
    ];
  if (to === undefined) return [['StartTime', span]];
  return [
    ['StartTime', new Date(Date.parse(to) - SPANS[span]).toISOString()],
    ['EndTime', to],
  ];
}
