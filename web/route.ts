import { type Filters, filtersOf, searchOf } from './now/filters.ts';
import type { TwilioEvent } from './twilio-event.ts';

/** What an address of the page shows. */
export type Route =
  | { view: 'now'; filters: Filters }
  /** `callSid` as it stands in the address; whether it is one is for the view to say. */
  | { view: 'call'; callSid: string; pointed: Pointed };

/** The event of a call that an address points at. */
export interface Pointed {
  at: string | undefined;
  name: string | undefined;
}

export function routeOf({ pathname, search }: { pathname: string; search: string }): Route {
  const parameters = new URLSearchParams(search);
  const [, callSid] = /^\/calls\/([^/]+)$/.exec(pathname) ?? [];
  if (callSid === undefined) return { view: 'now', filters: filtersOf(parameters) };
  const pointed = { at: parameters.get('at') ?? undefined, name: parameters.get('name') ?? undefined };
  return { view: 'call', callSid: decoded(callSid), pointed };
}

export function addressOfNow(filters: Filters): string {
  return `/${searchOf(filters)}`;
}

export function addressOfCall(callSid: string): string {
  return `/calls/${encodeURIComponent(callSid)}`;
}

/** The call of an event, pointing at it. */
export function addressOfEvent({ call_sid, timestamp, name }: TwilioEvent): string {
  const pointed = Object.entries({ at: timestamp, name }).filter((entry): entry is [string, string] => !!entry[1]);
  return `${addressOfCall(call_sid)}${pointed.length === 0 ? '' : `?${new URLSearchParams(pointed)}`}`;
}

/** Where the event stands that an address points at; undefined where it points at none that is there. */
export function pointedIndex(events: readonly TwilioEvent[], { at, name }: Pointed): number | undefined {
  if (at === undefined) return undefined;
  const index = events.findIndex((event) => event.timestamp === at && (name === undefined || event.name === name));
  return index === -1 ? undefined : index;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
