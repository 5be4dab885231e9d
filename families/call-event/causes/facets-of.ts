import type { JsonObject } from '../../../shared/json.ts';
import { objectAt, said } from '../../call-summary/said.ts';
import { countedText } from './counted-text.ts';

/** What an event tells of who called, with what and where, in the order in which people are shown it. */
export const EVENT_FACETS = [
  'sdk',
  'sdk_version',
  'browser',
  'os',
  'region',
  'edge_location',
  'country',
  'client',
  'carrier',
] as const;
export type EventFacet = (typeof EVENT_FACETS)[number];

/** What nobody said is undefined. Browser and operating system have their versions: `Firefox 144`, `Mac OS 15.6.1`. */
export type EventFacets = { [Facet in EventFacet]?: string };

const GATEWAY_EDGES = ['client_edge', 'sip_edge', 'carrier_edge'] as const;

/**
 * The facets of an event; a call has those of all its events. Events know no carrier: that is in a call's summary. The
 * client identity is personal: whoever may read the event may read it.
 * @param event as the read API answers it, or `data` of a stored one; any member may have any type
 */
export function facetsOf(event: JsonObject): EventFacets {
  const metadata = objectAt(event, 'sdk_edge', 'metadata');
  const sdk = objectAt(metadata, 'sdk');
  const gateways = GATEWAY_EDGES.map((edge) => objectAt(event, edge, 'metadata'));
  const first = (name: 'region' | 'edge_location') =>
    [sdk, ...gateways].map((one) => toldText(one[name])).find((value) => value !== undefined);
  return {
    sdk: toldText(sdk.type),
    sdk_version: toldText(sdk.version),
    browser: browserOf(objectAt(sdk, 'browser')),
    os: words(objectAt(sdk, 'os').name, objectAt(sdk, 'os').version),
    region: first('region'),
    edge_location: first('edge_location'),
    country: toldText(metadata.country_code),
    client: toldText(metadata.client_name),
  };
}

/** Its major version: minor ones are too many to count by. */
function browserOf({ name, major, version }: JsonObject): string | undefined {
  return words(name, toldText(major) ?? toldText(version)?.split('.', 1)[0]);
}

/** A version alone says nothing. */
function words(name: unknown, version: unknown): string | undefined {
  const named = toldText(name);
  const numbered = toldText(version);
  return named === undefined || numbered === undefined ? named : `${named} ${numbered}`;
}

/** Twilio writes `unknown_…` where it knows none. */
function toldText(value: unknown): string | undefined {
  return countedText(typeof value === 'string' ? said(value) : value);
}
