import { LEVELS } from '../../../shared/level.ts';
import { isMediaEdge } from '../media-edge.ts';
import { FACETS, type RowQuery } from './row-filter.ts';

const SOME_HOST = 'https://page.invalid';

/** Which events an address of the page asks for, whenever they happen. What is wrong in it counts as not said. */
export function queryOf(address: string): RowQuery {
  const { searchParams: said } = new URL(address, SOME_HOST);
  const text = (name: string) => said.get(name) || undefined;
  const edge = text('edge');
  const code = /^\d{1,9}$/.test(said.get('code') ?? '') ? Number(said.get('code')) : undefined;
  const levels = LEVELS.filter((level) => said.getAll('level').some((one) => one.toUpperCase() === level));
  const facets = said.getAll('facet').flatMap((one) => {
    const [, name, value = ''] = /^([a-z_]+):(.+)$/s.exec(one) ?? [];
    const facet = FACETS.find((known) => known === name);
    return facet === undefined ? [] : [{ facet, value }];
  });
  return {
    group: text('group'),
    name: text('name'),
    cause: text('cause'),
    text: text('text'),
    code,
    ...(isMediaEdge(edge) && { edge }),
    ...(levels.length > 0 && { levels }),
    ...(facets.length > 0 && { facets }),
  };
}
