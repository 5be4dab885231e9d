import * as z from 'zod/mini';
import { FACETS, type FacetValue } from '../../families/call-event/causes/row-filter.ts';
import { FILTERS } from './event-parameters.ts';
import { TIME } from './paging.ts';
import { described, type Parameter } from './parameter.ts';
import { count, text } from './parameter-readers.ts';

const MAX_CODE = 999_999_999;
const TEXT = { type: 'string', minLength: 1 };

const facets = z.pipe(
  z.array(z.string()),
  z.transform((values, context): FacetValue[] => {
    const read = values.map((asked) => {
      const [, name, value = ''] = /^([^:]*):(.*)$/s.exec(asked) ?? [];
      const facet = FACETS.find((known) => known === name);
      return facet === undefined || value === '' ? undefined : { facet, value };
    });
    const known = read.filter((one) => one !== undefined);
    if (known.length === read.length) return known;
    context.issues.push({ code: 'custom', message: `expected name:value, of ${FACETS.join(', ')}`, input: values });
    return z.NEVER;
  }),
);

/** What narrows events across calls, beside level, edge, group, name and time. */
export const TOLD_FILTERS = {
  Code: {
    member: 'code',
    read: count(1, MAX_CODE, 'expected a whole number from 1 on'),
    schema: { type: 'integer', minimum: 1 },
    description: 'Events of this error code.',
  },
  Cause: { member: 'cause', read: text, schema: TEXT, description: 'Events of this cause: its key in an answer.' },
  Text: {
    member: 'text',
    read: text,
    schema: TEXT,
    description: 'Part of a group, name, message, code, call SID or facet, in any case.',
  },
  Facet: {
    member: 'facets',
    read: facets,
    spell: ({ facet, value }: FacetValue) => `${facet}:${value}`,
    schema: { type: 'array', items: { type: 'string', examples: ['region:au1'] } },
    description: `Repeatable, name:value: events with one of the values of each name. Names are ${FACETS.join(', ')}.`,
  },
} as const satisfies Record<string, Parameter>;

/** What selects events that are counted. */
export const COUNT_FILTERS = {
  ...FILTERS,
  Level: described(FILTERS.Level, 'Repeatable: events of any of these levels. Without it, errors and warnings.'),
  StartTime: { ...FILTERS.StartTime, schema: { ...TIME, default: '24h' } },
  EndTime: { ...FILTERS.EndTime, schema: { ...TIME, default: '0m' } },
  ...TOLD_FILTERS,
} as const satisfies Record<string, Parameter>;
