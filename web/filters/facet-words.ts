import type { Facet as FacetName } from '../../families/call-event/causes/row-filter.ts';
import type { MediaEdge } from '../../families/call-event/media-edge.ts';
import { isLevel } from '../../shared/level.ts';
import { printableStart } from '../../shared/printable.ts';
import { LANE_WORD } from '../event-facts.ts';
import { LEVEL_WORD } from '../level-shape.ts';
import type { Facet } from './filters.ts';

export const EDGE_WORD: Readonly<Record<MediaEdge, string>> = { ...LANE_WORD, unknown_edge: 'Unknown' };

/** Facets in words, in the order in which one looks at them. */
const WORDS: Readonly<Record<FacetName, string>> = {
  sdk: 'SDK',
  sdk_version: 'SDK version',
  browser: 'Browser',
  os: 'System',
  region: 'Region',
  edge_location: 'Edge location',
  country: 'Country',
  client: 'Client',
  carrier: 'Carrier',
  level: 'Level',
  edge: 'Edge',
  group: 'Group',
  name: 'Name',
  code: 'Error code',
};
export const FACET_NAMES = Object.keys(WORDS) as FacetName[];
/** Of a value, which others wrote. */
const LONGEST_VALUE = 60;

/** The name of a facet in words; one that nobody knows is its own. */
export function facetWord(name: string): string {
  return Object.hasOwn(WORDS, name) ? WORDS[name as FacetName] : printableStart(name, LONGEST_VALUE);
}

/** The value of a facet, as people read it. */
export function facetValueText({ name, value }: Facet): string {
  if (name === 'level' && isLevel(value)) return LEVEL_WORD[value];
  if (name === 'edge' && Object.hasOwn(EDGE_WORD, value)) return EDGE_WORD[value as MediaEdge];
  return printableStart(value, LONGEST_VALUE);
}
