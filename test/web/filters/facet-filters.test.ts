import { expect, it } from 'vitest';
import { facetsAsked, hasFacet, withFacet, withoutFacet } from '../../../web/filters/facet-filters.ts';
import { DEFAULT_FILTERS } from '../../../web/filters/filters.ts';

const FACETS = [
  { name: 'region', value: 'au1' },
  { name: 'browser', value: 'Firefox 144' },
  { name: 'level', value: 'ERROR' },
  { name: 'edge', value: 'sdk_edge' },
  { name: 'group', value: 'connection' },
  { name: 'name', value: 'error' },
  { name: 'code', value: '53405' },
];

it('each facet can be asked for, is known to be, and can be taken away', () => {
  for (const facet of FACETS) {
    const filters = withFacet(DEFAULT_FILTERS, facet);
    expect([facet, hasFacet(filters, facet), hasFacet(DEFAULT_FILTERS, facet)]).toEqual([facet, true, false]);
    expect(facetsAsked(filters)).toEqual([facet]);
    expect(withoutFacet(filters, facet.name)).toEqual(DEFAULT_FILTERS);
  }
});

it('of one facet the last value counts, of several all do', () => {
  const filters = FACETS.reduce(withFacet, DEFAULT_FILTERS);
  expect(facetsAsked(filters)).toHaveLength(FACETS.length);
  const other = withFacet(filters, { name: 'region', value: 'us1' });
  expect(other.facets).toEqual([
    { name: 'browser', value: 'Firefox 144' },
    { name: 'region', value: 'us1' },
  ]);
});
