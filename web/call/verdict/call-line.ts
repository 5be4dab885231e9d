import { partyOf } from '../../../families/call-summary/in-words/party.ts';
import { objectAt } from '../../../families/call-summary/said.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { printable } from '../../../shared/printable.ts';
import { durationText } from '../../time.ts';
import { callFacts } from '../call-facts.ts';
import type { PlacedEvents } from '../placed-events.ts';

/** A fact of a call, as short as it can be read. */
export interface ShortFact {
  name: string;
  text: string;
}

/** Who called whom with what, from where, over what and for how long: what somebody asks first. None is made up. */
export function callLine({ events, lengthMs }: PlacedEvents, summary: JsonObject | undefined): ShortFact[] {
  const facts = callFacts(events);
  const [from, to] = summary === undefined ? [] : [partyOf(summary, 'from').address, partyOf(summary, 'to').address];
  const parties = from === undefined && to === undefined ? '' : printable([from ?? '?', to ?? '?'].join(' → '));
  const isNamed = facts.client !== '' && parties.includes(`client:${facts.client}`);
  const said: [name: string, text: string | undefined][] = [
    ['Client', isNamed ? '' : facts.client],
    ['Parties', parties],
    ['Browser', withoutBuild(facts.browser)],
    ['System', facts.os],
    ['SDK', facts.sdk.replace(/^twilio-/, '')],
    ['Region', facts.region],
    ['Codec', facts.codec || codecOf(summary)],
    ['Media', facts.candidates],
    ['Place', [...new Set(facts.place.split(', '))].join(', ')],
    ['IP address', facts.ipAddress],
    ['Length', events.length === 0 ? '' : durationText(lengthMs)],
  ];
  return said.flatMap(([name, text]) => (text === undefined || text === '' ? [] : { name, text }));
}

/** `Chrome 142` of `Chrome 142.0.7444.60`. */
function withoutBuild(browser: string): string {
  return browser.replace(/ (\d+)\.[\d.]+$/, ' $1');
}

function codecOf(summary: JsonObject | undefined): string | undefined {
  for (const edge of ['sdk_edge', 'client_edge', 'carrier_edge', 'sip_edge']) {
    const { codec_name: name } = objectAt(summary, edge, 'metrics', 'inbound');
    if (typeof name === 'string' && name !== '') return printable(name);
  }
  return undefined;
}
