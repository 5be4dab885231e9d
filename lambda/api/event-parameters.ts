import * as z from 'zod/mini';
import { isMediaEdge, MEDIA_EDGES, type MediaEdge } from '../../families/call-event/media-edge.ts';
import { isLevel, LEVELS, type Level, normaliseLevel } from '../../shared/level.ts';
import { utcTime } from '../../shared/utc-time.ts';
import type { EventQuery } from '../read/event-query.ts';
import type { Parameter } from './parameter.ts';

export const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 1_000;
const MAX_PAGE = 1_000_000_000;

const one = z.pipe(
  z.array(z.string()).check(z.length(1, 'expected once')),
  z.transform(([value = '']) => value),
);
const text = z.pipe(one, z.string().check(z.minLength(1, 'expected a text')));
const edge = z.pipe(
  one,
  z.custom<MediaEdge | 'all'>(
    (value) => value === 'all' || isMediaEdge(value),
    `expected one of ${MEDIA_EDGES.join(', ')}, all`,
  ),
);
const time = z.pipe(
  one,
  z.transform((value, context) => {
    // A plus sign that nobody escaped has become a blank.
    const utc = utcTime(value.replace(/ (\d{2}:?\d{2})$/, '+$1'));
    if (utc !== undefined) return utc;
    const message = 'expected an ISO 8601 time, such as 2021-05-24T14:15:22Z';
    context.issues.push({ code: 'custom', message, input: value });
    return z.NEVER;
  }),
);
const levels = z.pipe(
  z.array(z.string()),
  z.transform((values, context): Level[] => {
    const known = values.map((value) => [value, normaliseLevel(value)] as const);
    const unknown = known.find(([value, level]) => level === 'UNKNOWN' && !isLevel(value.toUpperCase()));
    if (unknown === undefined) return [...new Set(known.map(([, level]) => level))];
    context.issues.push({ code: 'custom', message: `expected any of ${LEVELS.join(', ')}`, input: values });
    return z.NEVER;
  }),
);
const count = (from: number, to: number, what: string) =>
  z.pipe(
    z.pipe(one, z.string().check(z.regex(/^\d+$/, what))),
    z.pipe(
      z.pipe(z.transform(Number), z.number().check(z.gte(from, what))),
      z.transform((value) => Math.min(value, to)),
    ),
  );

const SID = { type: 'string', minLength: 1 };
const TEXT = { type: 'string', minLength: 1 };
const TIME = { type: 'string', format: 'date-time' };

type Filter = { [Member in keyof EventQuery]-?: Parameter<Member, EventQuery[Member]> }[keyof EventQuery];

/**
 * What selects events; a page token is bound to them. `Edge` is Twilio's, the others are in its style.
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-events-resource
 */
export const FILTERS = {
  Edge: {
    member: 'edge',
    read: edge,
    schema: { enum: [...MEDIA_EDGES, 'all'] },
    description: 'Events of this edge of a call.',
  },
  Level: {
    member: 'levels',
    read: levels,
    schema: { type: 'array', items: { enum: LEVELS } },
    description: 'Repeatable: events of any of these levels.',
  },
  Group: { member: 'group', read: text, schema: TEXT, description: 'Events of this group.' },
  Name: { member: 'name', read: text, schema: TEXT, description: 'Events of this name.' },
  StartTime: {
    member: 'from',
    read: time,
    schema: TIME,
    description:
      'Events from this time on. Across calls, an event whose clock runs more than five minutes ahead counts by its arrival.',
  },
  EndTime: { member: 'to', read: time, schema: TIME, description: 'Events up to this time.' },
} as const satisfies Record<string, Filter>;

/** Twilio's, of every list. */
export const PAGING = {
  PageSize: {
    member: 'pageSize',
    // The official clients send their own `limit` as PageSize, however large it is.
    read: count(1, MAX_PAGE_SIZE, 'expected a whole number from 1 on; more than 1000 counts as 1000'),
    schema: { type: 'integer', minimum: 1, default: DEFAULT_PAGE_SIZE },
    description: 'Events of a page at most; over 1000 counts as 1000.',
  },
  Page: {
    member: 'page',
    read: count(0, MAX_PAGE, 'expected a whole number from 0 on'),
    schema: { type: 'integer', minimum: 0, default: 0 },
    description:
      'The number of the page that PageToken is of. Over 0 without a token it is refused (20001): follow the links.',
  },
  PageToken: {
    member: 'pageToken',
    read: text,
    schema: { type: 'string' },
    description: 'Of a link in meta. For the call, the filters and the accounts it was made for.',
  },
} as const satisfies Record<string, Parameter>;

/** A call whose SID stands in no path. */
export const CALL_SID = {
  member: 'callSid',
  read: text,
  schema: SID,
  description:
    'Events of this call instead, as /v1/Voice/{CallSid}/Events lists them: for a SID that no path can carry.',
} as const satisfies Parameter;
