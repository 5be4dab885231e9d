import * as z from 'zod/mini';
import { isMediaEdge, MEDIA_EDGES, type MediaEdge } from '../../families/call-event/media-edge.ts';
import { isLevel, LEVELS, type Level, normaliseLevel } from '../../shared/level.ts';
import type { EventQuery } from '../read/event-query.ts';
import { TIME } from './paging.ts';
import type { Parameter } from './parameter.ts';
import { one, text, time } from './parameter-readers.ts';

const edge = z.pipe(
  one,
  z.custom<MediaEdge | 'all'>(
    (value) => value === 'all' || isMediaEdge(value),
    `expected one of ${MEDIA_EDGES.join(', ')}, all`,
  ),
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
const SID = { type: 'string', minLength: 1 };
const TEXT = { type: 'string', minLength: 1 };
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

/** A call whose SID stands in no path. */
export const CALL_SID = {
  member: 'callSid',
  read: text,
  schema: SID,
  description:
    'Events of this call instead, as /v1/Voice/{CallSid}/Events lists them: for a SID that no path can carry.',
} as const satisfies Parameter;
