import { codeSaid, facetSaid, levelsSaid, pageUrl } from '../../../shared/page-address.ts';
import { isMediaEdge } from '../media-edge.ts';
import { FACETS, type RowQuery } from './row-filter.ts';

/** Which events an address of the page asks for, whenever they happen. What is wrong in it counts as not said. */
export function queryOf(address: string): RowQuery {
  const { searchParams: said } = pageUrl(address);
  const text = (name: string) => said.get(name) || undefined;
  const edge = text('edge');
  const levels = levelsSaid(said.getAll('level'));
  const facets = said.getAll('facet').flatMap((one) => {
    const { name, value = '' } = facetSaid(one) ?? {};
    const facet = FACETS.find((known) => known === name);
    return facet === undefined ? [] : [{ facet, value }];
  });
  return {
    group: text('group'),
    name: text('name'),
    cause: text('cause'),
    text: text('text'),
    code: codeSaid(said.get('code') ?? ''),
    ...(isMediaEdge(edge) && { edge }),
    ...(levels.length > 0 && { levels }),
    ...(facets.length > 0 && { facets }),
  };
}
