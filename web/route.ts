import type { EventResource } from '../families/call-event/event-resource.ts';
import { type Filters, filtersOf, leftOutOf, searchOf } from './now/filters.ts';

/** What an address of the page shows. */
export type Route =
  | { view: 'now'; filters: Filters; leftOut: readonly string[] }
  /** `callSid` as the address has it; whether it is one is for the view to say. */
  | { view: 'call'; callSid: string; pointed: Pointed }
  /** The calls of a number, client or SIP address. */
  | { view: 'party'; party: string };

/** The event of a call that an address points at. */
export interface Pointed {
  at: string | undefined;
  name: string | undefined;
}

/** Whatever stands between may have taken escaped slashes for slashes, or added one. */
const CALL_PATH = /^\/calls\/(.*[^/])\/*$/;
/** The parameter that has the SID of a call where the path cannot. */
const CALL = 'call';
const PARTY = 'party';
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
  const party = parameters.get(PARTY) ?? '';
  if (callSid === '' && party !== '') return { view: 'party', party };
  if (callSid === '') return { view: 'now', filters: filtersOf(parameters), leftOut: leftOutOf(parameters) };
  const pointed = { at: parameters.get('at') ?? undefined, name: parameters.get('name') ?? undefined };
  return { view: 'call', callSid, pointed };
}

export function addressOfNow(filters: Filters): string {
  return `/${searchOf(filters)}`;
}

/** @param party a number, client or SIP address, as Twilio writes it */
export function addressOfParty(party: string): string {
  return `/?${new URLSearchParams([[PARTY, party]])}`;
}

/** The address of a call, pointing at an event of it where that is told. */
export function addressOfCall(callSid: string, { at, name }: Partial<Pointed> = {}): string {
  const isPlain = PLAIN.test(callSid);
  const parameters: [string, string | undefined][] = [
    [CALL, isPlain ? undefined : callSid],
    ['at', at],
    ['name', name !== undefined && name.length > LONGEST_NAME ? undefined : name],
  ];
  const said = parameters.filter((parameter): parameter is [string, string] => !!parameter[1]);
  return `${isPlain ? `/calls/${callSid}` : '/'}${said.length === 0 ? '' : `?${new URLSearchParams(said)}`}`;
}

/** Whether an address is one of this page's views, and none of the API's. */
export function isPagePath(pathname: string): boolean {
  return pathname === '/' || CALL_PATH.test(pathname);
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
