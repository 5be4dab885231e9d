import { FACETS, type RowQuery } from '../../families/call-event/causes/row-filter.ts';
import { isMediaEdge } from '../../families/call-event/media-edge.ts';
import { LEVELS } from '../../shared/level.ts';

const SOME_HOST = 'https://page.invalid';
/** What an address says of time; an alert is of now. */
const OF_TIME = ['since', 'from', 'to'];

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

/** The same address with fixed times; of one cause, where it is told. */
export function fixedAddress(address: string, fromMs: number, toMs: number, cause?: string): string {
  const { pathname, searchParams: said } = new URL(address, SOME_HOST);
  for (const name of OF_TIME) said.delete(name);
  if (cause !== undefined) said.set('cause', cause);
  said.set('from', new Date(fromMs).toISOString());
  said.set('to', new Date(toMs).toISOString());
  return `${cause === undefined ? pathname : '/cause'}?${said}`;
}
