import type { EventResource } from '../families/call-event/event-resource.ts';
import { timeSaid } from '../shared/time-said.ts';
import { type Filters, filtersOf, leftOutOf, searchOf, timeOnly } from './filters/filters.ts';
import { TREND_DAYS, type TrendDays } from './trends/trend-days.ts';

/** What an address of the page shows. */
export type Route =
  | { [View in Exclude<FilteredView, 'fleet'>]: Filtered<View> }[Exclude<FilteredView, 'fleet'>]
  /** `by`: the facet whose values are compared. */
  | (Filtered<'fleet'> & { by: string })
  /** `callSid` as the address has it; whether it is one is for the view to say. */
  | { view: 'call'; callSid: string; pointed: Pointed; window?: TimeWindow; isAligned: boolean }
  /** The calls of a number, client or SIP address. */
  | { view: 'party'; party: string }
  /** Two calls beside each other; '' where one is not chosen yet. */
  | { view: 'compare'; callSids: readonly [string, string] }
  /** Conferences, newest first. */
  | { view: 'conferences'; since: ConferencesSince }
  /** `marked`: the call that led there. */
  | { view: 'conference'; conferenceSid: string; marked: string | undefined }
  | { view: 'views' }
  /** Over so many days. */
  | { view: 'trends'; days: TrendDays };

/** How far back conferences are listed. */
export type ConferencesSince = '1d' | '7d' | '30d';

interface Filtered<View> {
  view: View;
  filters: Filters;
  /** What the address says beside them. */
  leftOut: readonly string[];
}

/** Views of what fits filters. `cause` is about one cause, which is one of the filters. */
export type FilteredView = 'causes' | 'cause' | 'events' | 'fleet';

/** A part of a call's time, in epoch milliseconds. */
export interface TimeWindow {
  startMs: number;
  endMs: number;
}

/** The event of a call that an address points at. */
export interface Pointed {
  at: string | undefined;
  name: string | undefined;
}

/** Where each view stands that is no call. */
const PATHS: Readonly<Record<FilteredView | 'compare' | 'conferences' | 'views' | 'trends', string>> = {
  causes: '/',
  cause: '/cause',
  events: '/events',
  fleet: '/fleet',
  compare: '/compare',
  conferences: '/conferences',
  views: '/saved',
  trends: '/trends',
};
/** Whatever stands between may have taken escaped slashes for slashes, or added one. */
const CALL_PATH = /^\/calls\/(.*[^/])\/*$/;
const CONFERENCE_PATH = /^\/conferences\/([^/]+)\/*$/;
/** The parameter that has the SID of a call where the path cannot. */
const CALL = 'call';
const PARTY = 'party';
const MARKED = 'marked';
const SINCE = 'since';
const BY = 'by';
const DAYS = 'days';
const DEFAULT_DAYS = 30;
const DEFAULT_BY = 'sdk_version';
/** The clocks of a call's edges are set by one of them. */
const ALIGNED = 'aligned';
/**
 * What stands in a path as it is. Anything else may be a slash or two dots, which browsers and proxies take for a way to
 * another path, escaped or not.
 */
const PLAIN = /^[\w~-]{1,200}$/;
/** An address is 8,000 characters at most; the time alone points at hardly any other event. */
const LONGEST_NAME = 200;

export function routeOf({ pathname, search }: { pathname: string; search: string }): Route {
  const parameters = new URLSearchParams(search);
  const [, inPath] = CALL_PATH.exec(pathname) ?? [];
  const callSid = inPath === undefined ? (parameters.get(CALL) ?? '') : decoded(inPath);
  if (callSid !== '') {
    const pointed = { at: parameters.get('at') ?? undefined, name: parameters.get('name') ?? undefined };
    const window = windowSaid(parameters.get('t') ?? '');
    const isAligned = parameters.has(ALIGNED);
    return { view: 'call', callSid, pointed, isAligned, ...(window && { window }) };
  }
  const party = parameters.get(PARTY) ?? '';
  if (party !== '') return { view: 'party', party };
  const [, conference] = CONFERENCE_PATH.exec(pathname) ?? [];
  if (conference !== undefined) {
    return { view: 'conference', conferenceSid: decoded(conference), marked: parameters.get(MARKED) ?? undefined };
  }
  const view = viewAt(pathname);
  if (view === 'conferences') {
    const since = parameters.get(SINCE);
    return { view, since: since === '7d' || since === '30d' ? since : '1d' };
  }
  if (view === 'views') return { view };
  if (view === 'trends') {
    return { view, days: TREND_DAYS.find((days) => String(days) === parameters.get(DAYS)) ?? DEFAULT_DAYS };
  }
  if (view === 'compare') return { view, callSids: [parameters.get('a') ?? '', parameters.get('b') ?? ''] };
  const filters = filtersOf(parameters);
  if (view === 'fleet') {
    const by = parameters.get(BY) || DEFAULT_BY;
    parameters.delete(BY);
    return { view, by, filters: timeOnly(filters), leftOut: leftOutOf(parameters, { isTimeOnly: true }) };
  }
  // Of no cause there is nothing to show but all of them.
  const isOfNone = view === 'cause' && filters.cause === undefined;
  return { view: isOfNone ? 'causes' : view, filters, leftOut: leftOutOf(parameters) };
}

function viewAt(pathname: string): keyof typeof PATHS {
  const plain = pathname.replace(/\/+$/, '') || '/';
  const found = Object.entries(PATHS).find(([, path]) => path === plain);
  return (found?.[0] as keyof typeof PATHS | undefined) ?? 'causes';
}

/** A view of what fits filters. The fleet is of whole calls: of filters it has the time only. */
export function addressOf(view: FilteredView, filters: Filters): string {
  return `${PATHS[view]}${searchOf(view === 'fleet' ? timeOnly(filters) : filters)}`;
}

/** What the calls of a cause have in common, and which they are. @param cause its key */
export function addressOfCause(cause: string, filters: Filters): string {
  return addressOf('cause', { ...filters, cause });
}

/** The same view of what fits other filters. */
export function addressWith(route: Extract<Route, { filters: Filters }>, filters: Filters): string {
  return route.view === 'fleet' ? addressOfFleet(route.by, filters) : addressOf(route.view, filters);
}

/** How calls do by the values of a facet. */
export function addressOfFleet(by: string, filters: Filters): string {
  const address = addressOf('fleet', filters);
  if (by === DEFAULT_BY) return address;
  return `${address}${address.includes('?') ? '&' : '?'}${new URLSearchParams({ [BY]: by })}`;
}

export function addressOfComparison(callSid: string, other = ''): string {
  return `${PATHS.compare}?${new URLSearchParams({ a: callSid, ...(other !== '' && { b: other }) })}`;
}

/** @param marked the call whose place in it is asked for */
export function addressOfConference(conferenceSid: string, marked?: string): string {
  const address = `${PATHS.conferences}/${encodeURIComponent(conferenceSid)}`;
  return marked === undefined ? address : `${address}?${new URLSearchParams({ [MARKED]: marked })}`;
}

export function addressOfConferences(since: ConferencesSince): string {
  return since === '1d' ? PATHS.conferences : `${PATHS.conferences}?${SINCE}=${since}`;
}

/** @param days how many are looked at */
export function addressOfTrends(days: TrendDays = DEFAULT_DAYS): string {
  return days === DEFAULT_DAYS ? PATHS.trends : `${PATHS.trends}?${DAYS}=${days}`;
}

/** The list of saved views. */
export const ADDRESS_OF_VIEWS = PATHS.views;

/** @param party a number, client or SIP address, as Twilio writes it */
export function addressOfParty(party: string): string {
  return `/?${new URLSearchParams([[PARTY, party]])}`;
}

/** The address of a call, pointing at an event of it and showing a part of its time, by one clock, where these are told. */
export function addressOfCall(
  callSid: string,
  {
    at,
    name,
    window,
    isAligned = false,
  }: Partial<Pointed> & { window?: TimeWindow | undefined; isAligned?: boolean } = {},
): string {
  const isPlain = PLAIN.test(callSid);
  const parameters: [string, string | undefined][] = [
    [CALL, isPlain ? undefined : callSid],
    ['at', at],
    ['name', name !== undefined && name.length > LONGEST_NAME ? undefined : name],
    ['t', window && [window.startMs, window.endMs].map((atMs) => new Date(atMs).toISOString()).join('~')],
    [ALIGNED, isAligned ? '1' : undefined],
  ];
  const said = parameters.filter((parameter): parameter is [string, string] => !!parameter[1]);
  return `${isPlain ? `/calls/${callSid}` : '/'}${said.length === 0 ? '' : `?${new URLSearchParams(said)}`}`;
}

/** Undefined for what is no part of time: a link shall show something. */
function windowSaid(text: string): TimeWindow | undefined {
  const [startMs = Number.NaN, endMs = Number.NaN, ...others] = text
    .split('~')
    .map((time) => Date.parse(timeSaid(time) ?? ''));
  return startMs < endMs && others.length === 0 ? { startMs, endMs } : undefined;
}

/** Whether an address is one of this page's views, and none of the API's. */
export function isPagePath(pathname: string): boolean {
  return Object.values(PATHS).includes(pathname) || CALL_PATH.test(pathname) || CONFERENCE_PATH.test(pathname);
}

/** The call of an event, pointing at it. */
export function addressOfEvent({ call_sid, timestamp, name }: EventResource): string {
  return addressOfCall(call_sid, { at: timestamp, name: name ?? undefined });
}

/** Where the event stands that an address points at; undefined where it points at none that is there. */
export function pointedIndex(events: readonly EventResource[], { at, name }: Pointed): number | undefined {
  if (at === undefined) return undefined;
  const indexes = events.flatMap((event, index) => (event.timestamp === at ? [index] : []));
  // Of a name that no address can hold there is still the time.
  return indexes.find((index) => events[index]?.name === name) ?? indexes[0];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
