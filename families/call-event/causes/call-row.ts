import type { CallEntry } from '../../call-summary/call-entry.ts';
import { countedText } from './counted-text.ts';
import type { EventFacets } from './facets-of.ts';

/** A call, as far as it is counted: by its summary, of any version. */
export interface CallRow {
  /** When it started, epoch ms. */
  atMs: number;
  /** SID. */
  call: string;
  account?: string;
  /** Whether Twilio's state of it is `fail`, as far as its summary tells. */
  isFailed: boolean;
  /** The average of what the SDK received. */
  mos?: number;
  /** By the names that those of events have; country and carrier are the caller's. */
  facets: EventFacets;
}

const CLIENT = 'client:';

/** The row of a call. */
export function callRow({ callSid, started, accountSid, state, facets }: CallEntry): CallRow {
  const client = [facets.from, facets.to].find((party) => party?.startsWith(CLIENT));
  return {
    atMs: Date.parse(started),
    call: callSid,
    account: accountSid,
    isFailed: state === 'fail',
    mos: facets.mos,
    facets: {
      sdk: countedText(facets.sdk),
      sdk_version: countedText(facets.sdk_version),
      browser: countedText(facets.browser),
      os: countedText(facets.os),
      region: countedText(facets.regions?.[0]),
      edge_location: countedText(facets.edge_location),
      country: countedText(facets.from_country),
      client: countedText(client?.slice(CLIENT.length)),
      carrier: countedText(facets.from_carrier),
    },
  };
}
