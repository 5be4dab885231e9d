import * as z from 'zod/mini';
import { isMediaEdge, MEDIA_EDGES, type MediaEdge } from '../../families/call-event/media-edge.ts';
import { isLevel, LEVELS, type Level, normaliseLevel } from '../../shared/level.ts';
import { utcTime } from '../../shared/utc-time.ts';
import { badParameter, pageTokenRequired } from './api-error.ts';
import { unknownParameters } from './parameter-name.ts';
import type { Reader } from './reader.ts';

/**
 * What is asked for. `Edge`, `PageSize`, `Page` and `PageToken` are Twilio's, the others are in its style.
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-events-resource
 */
export interface EventQuery extends Pick<Reader, 'accounts'> {
  /** The one call that is asked for, where its SID stands in no path. */
  callSid?: string;
  edge?: MediaEdge | 'all';
  /** None means any. */
  levels: readonly Level[];
  group?: string;
  name?: string;
  /** Fixed-width UTC times; both belong to the span. */
  from?: string;
  to?: string;
  pageSize: number;
  /** Which page a token is of, for who says it; undefined where nobody does. */
  page?: number;
  pageToken?: string;
}

const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 1_000;
const MAX_PAGE = 1_000_000_000;
const MAX_ECHO = 100;

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

const Parameters = z.object({
  CallSid: z.optional(text),
  Edge: z.optional(edge),
  Level: z._default(levels, []),
  Group: z.optional(text),
  Name: z.optional(text),
  StartTime: z.optional(time),
  EndTime: z.optional(time),
  // The official clients send their own `limit` as PageSize, however large it is.
  PageSize: z._default(
    count(1, MAX_PAGE_SIZE, 'expected a whole number from 1 on; more than 1000 counts as 1000'),
    DEFAULT_PAGE_SIZE,
  ),
  Page: z.optional(count(0, MAX_PAGE, 'expected a whole number from 0 on')),
  PageToken: z.optional(text),
});
/** Parameters of a question across calls. */
export const NAMES_ACROSS_CALLS = Object.keys(Parameters.shape);
/** Parameters of a question about the call of a path. */
export const NAMES_OF_A_CALL = NAMES_ACROSS_CALLS.filter((name) => name !== 'CallSid');

/**
 * @param names of the parameters that the route has
 * @throws ApiError 400 that names each parameter that is wrong or unknown, and what is allowed
 */
export function parseEventQuery(search: URLSearchParams, names: readonly string[]): EventQuery {
  const given = Object.fromEntries(names.filter((name) => search.has(name)).map((name) => [name, search.getAll(name)]));
  const parsed = Parameters.safeParse(given);
  const wrong = (parsed.error?.issues ?? []).map((issue) => problem(issue, given));
  const problems = [...unknownParameters(search, names), ...wrong];
  if (!parsed.success || problems.length > 0) throw badParameter(problems.join('; '));
  const { CallSid, Edge, Level, Group, Name, StartTime, EndTime, PageSize, Page, PageToken } = parsed.data;
  if (Page !== undefined && Page > 0 && PageToken === undefined) throw pageTokenRequired();
  return {
    ...(CallSid !== undefined && { callSid: CallSid }),
    ...(Edge !== undefined && { edge: Edge }),
    levels: Level,
    ...(Group !== undefined && { group: Group }),
    ...(Name !== undefined && { name: Name }),
    ...(StartTime !== undefined && { from: StartTime }),
    ...(EndTime !== undefined && { to: EndTime }),
    pageSize: PageSize,
    ...(Page !== undefined && { page: Page }),
    ...(PageToken !== undefined && { pageToken: PageToken }),
  };
}

function problem({ path, message }: z.core.$ZodIssue, given: Readonly<Record<string, string[]>>): string {
  const name = String(path[0]);
  const values = (given[name] ?? []).map((value) => JSON.stringify(value.slice(0, MAX_ECHO)));
  return `${name}=${values.join(',')}: ${message}`;
}

/** The parameters that select events, as they stand in a link; a page token is bound to them. */
export function filterParameters({ callSid, edge, levels, group, name, from, to }: EventQuery): [string, string][] {
  const parameters: [string, string | undefined][] = [
    ['CallSid', callSid],
    ['Edge', edge],
    ...levels.map((level): [string, string] => ['Level', level]),
    ['Group', group],
    ['Name', name],
    ['StartTime', from],
    ['EndTime', to],
  ];
  return parameters.filter((parameter): parameter is [string, string] => parameter[1] !== undefined);
}
