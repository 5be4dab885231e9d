import type { JsonObject } from '../../../shared/json.ts';
import { objectAt } from '../said.ts';
import { known } from './in-text.ts';

/** Who called, or who was called: what a summary says of one, and nothing of what it does not. */
export interface Party {
  /** An E.164 number, `client:name` or a SIP URI; a longer text is cut. */
  address?: string;
  /** `mobile`, `VoIP`, `Voice SDK` … */
  connection?: string;
  carrier?: string;
  city?: string;
  subdivision?: string;
  /** ISO 3166 alpha-2. */
  country?: string;
  /** `twilio-voice-js 2.18.3` */
  sdk?: string;
  /** `Chrome 143` */
  browser?: string;
  /** `Windows 11` */
  os?: string;
  /** `Google Pixel 9` */
  device?: string;
  /** Where the SDK reached Twilio: `ashburn`. */
  edgeLocation?: string;
}

const CONNECTIONS: Readonly<Record<string, string>> = {
  voip: 'VoIP',
  pstn: 'PSTN',
  twilio_sdk: 'Voice SDK',
  sip_interface: 'SIP interface',
  sip_trunk: 'SIP trunk',
};

/** @param side `from` is who called, `to` who was called */
export function partyOf(summary: JsonObject, side: 'from' | 'to'): Party {
  const party = objectAt(summary, side);
  const sdk = objectAt(party, 'sdk');
  const connection = known(party.connection);
  const members: Record<keyof Party, string | undefined> = {
    address: known(side === 'from' ? party.caller : party.callee),
    connection: connection && (CONNECTIONS[connection.toLowerCase()] ?? connection.replaceAll('_', ' ')),
    carrier: known(party.carrier),
    city: known(party.city),
    subdivision: known(party.country_subdivision),
    country: known(party.country_code),
    sdk: joined(sdk.type, sdk.version),
    browser: joined(objectAt(sdk, 'browser').name, objectAt(sdk, 'browser').major),
    os: joined(objectAt(sdk, 'os').name, objectAt(sdk, 'os').version),
    device: joined(objectAt(sdk, 'device').vendor, objectAt(sdk, 'device').model),
    edgeLocation: known(sdk.edge_location),
  };
  return Object.fromEntries(Object.entries(members).filter(([, text]) => text !== undefined));
}

/** `+15550100 (mobile, Example Mobile, Huntsville AL US)`; undefined where nothing is known. */
export function partyInWords({ address, ...party }: Party): string | undefined {
  const place = joined(party.city, party.subdivision, party.country);
  const runsOn = party.browser ?? party.device;
  const details = [party.connection, party.carrier, place, party.sdk, runsOn, party.os].filter(
    (text) => text !== undefined,
  );
  if (details.length === 0) return address;
  return address === undefined ? details.join(', ') : `${address} (${details.join(', ')})`;
}

function joined(...texts: readonly unknown[]): string | undefined {
  const words = texts.flatMap((text) => known(text) ?? []);
  return words.length === 0 ? undefined : words.join(' ');
}
