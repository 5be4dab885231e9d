import { isError } from '../../families/call-event/call-error.ts';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import { isJsonObject, isPresent } from '../../shared/json.ts';
import { printable } from '../../shared/printable.ts';
import { LANES, type Lane, laneOf, spanOf, timeOf } from '../event-facts.ts';

/** What the events of a call tell of all of it; '' for what none of them tells. */
export interface CallFacts {
  accountSid: string;
  /** Epoch milliseconds; absent where no event tells a time. */
  span?: { startMs: number; endMs: number };
  lanes: Lane[];
  sdk: string;
  os: string;
  browser: string;
  device: string;
  place: string;
  /** The name that the app gave its user. */
  client: string;
  ipAddress: string;
  /** `jp1 / tokyo`: the region of Twilio, and its edge location. */
  region: string;
  /** How media went, of the last pair that was chosen: `udp, relay to host`. */
  candidates: string;
  codec: string;
  errors: number;
}

export function callFacts(events: readonly EventResource[]): CallFacts {
  const times = events.map(timeOf).filter((atMs) => atMs !== undefined);
  const seen = new Set(events.map(laneOf));
  const metadata = events.map(({ sdk_edge }) => sdk_edge?.metadata).filter(isPresent);
  /** The first that any event tells: Twilio leaves out, or sends empty, what it does not know. */
  const told = (...path: string[]) => printable(metadata.map((one) => memberAt(one, path)).find(isText));
  const gateways = events.map((event) => event.carrier_edge ?? event.sip_edge ?? event.client_edge).filter(isPresent);
  const gatewayTold = (name: string) =>
    printable(gateways.map((edge) => memberAt(edge, ['metadata', name])).find(isText));
  return {
    accountSid: printable(events.find(({ account_sid }) => isText(account_sid))?.account_sid),
    ...(times.length > 0 && { span: spanOf(times) }),
    lanes: LANES.filter((lane) => seen.has(lane)),
    sdk: joined(' ', told('sdk', 'type'), told('sdk', 'version')),
    os: joined(' ', told('sdk', 'os', 'name'), told('sdk', 'os', 'version')),
    browser: joined(' ', told('sdk', 'browser', 'name'), told('sdk', 'browser', 'version')),
    device: joined(' ', told('sdk', 'device', 'vendor'), told('sdk', 'device', 'model')),
    place: joined(', ', told('city'), told('country_subdivision'), told('country_code')),
    client: told('client_name'),
    ipAddress: told('ip_address'),
    region: joined(
      ' / ',
      told('sdk', 'region') || gatewayTold('region'),
      told('sdk', 'edge_location') || gatewayTold('edge_location'),
    ),
    candidates: candidatesOf(events),
    codec: printable(events.map(({ sdk_edge }) => sdk_edge?.selected_codec ?? sdk_edge?.codec).find(isText)),
    errors: events.filter((event) => isError(event)).length,
  };
}

function candidatesOf(events: readonly EventResource[]): string {
  const pair = events.findLast(({ name }) => name === 'selected-ice-candidate-pair')?.sdk_edge?.ice_candidate_pair;
  const member = (...path: string[]) => {
    const value = memberAt(pair, path);
    return isText(value) ? printable(value) : '';
  };
  const types = joined(' to ', member('local', 'type'), member('remote', 'type'));
  return joined(', ', member('local', 'protocol'), types);
}

function memberAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((member, key) => (isJsonObject(member) ? member[key] : undefined), value);
}

function isText(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

function joined(separator: string, ...parts: string[]): string {
  return parts.filter((part) => part !== '').join(separator);
}
