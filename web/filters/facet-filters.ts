import { isMediaEdge } from '../../families/call-event/media-edge.ts';
import { isLevel } from '../../shared/level.ts';
import { codeSaid } from '../../shared/page-address.ts';
import { DEFAULT_FILTERS, type Facet, type Filters, isDefaultLevels } from './filters.ts';

/** The same filters, and of a facet this value only. Facets that have a filter of their own become that. */
export function withFacet(filters: Filters, { name, value }: Facet): Filters {
  if (name === 'level' && isLevel(value)) return { ...filters, levels: [value] };
  if (name === 'edge' && isMediaEdge(value)) return { ...filters, edge: value };
  if (name === 'group' || name === 'name') return { ...filters, [name]: value };
  const code = name === 'code' ? codeSaid(value) : undefined;
  if (code !== undefined) return { ...filters, code };
  const others = (filters.facets ?? []).filter((facet) => facet.name !== name);
  return { ...filters, facets: [...others, { name, value }] };
}

/** The same filters, without what they say of this facet. */
export function withoutFacet(filters: Filters, name: string): Filters {
  if (name === 'level') return { ...filters, levels: DEFAULT_FILTERS.levels };
  if (name === 'edge' || name === 'group' || name === 'name' || name === 'code') {
    const { [name]: _gone, ...others } = filters;
    return others;
  }
  const { facets = [], ...others } = filters;
  const left = facets.filter((facet) => facet.name !== name);
  return left.length === 0 ? others : { ...others, facets: left };
}

/** Whether filters ask for this value of a facet. */
export function hasFacet(filters: Filters, { name, value }: Facet): boolean {
  return facetsAsked(filters).some((facet) => facet.name === name && facet.value === value);
}

/** Everything that filters ask of facets, whichever way they say it. */
export function facetsAsked({ levels, edge, group, name, code, facets = [] }: Filters): Facet[] {
  const own: [string, string | undefined][] = [
    ...(isDefaultLevels(levels) ? [] : levels.map((level): [string, string] => ['level', level])),
    ['edge', edge],
    ['group', group],
    ['name', name],
    ['code', code?.toString()],
  ];
  return [...own.flatMap(([name, value]) => (value === undefined ? [] : { name, value })), ...facets];
}
