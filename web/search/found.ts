import { errorCodeInWords, errorCodesLike } from '../../shared/error-codes.ts';
import { isJsonObject, type JsonObject, objectsIn } from '../../shared/json.ts';
import { printable, printableStart } from '../../shared/printable.ts';
import { DEFAULT_FILTERS, type Filters } from '../filters/filters.ts';
import { addressOf, addressOfCall, addressOfCause, addressOfConference, addressOfParty } from '../route.ts';
import { partyMeant } from '../summary/party-meant.ts';

/** What a text leads to. */
export interface Found {
  kind: FoundKind;
  title: string;
  detail: string;
  address: string;
}
export type FoundKind = 'Number or client' | 'Conference' | 'Error code' | 'Cause' | 'Client' | 'Call' | 'Events';

/** What the API found in events. */
export interface InEvents {
  found: readonly Found[];
  /** All of the time was looked through. */
  isWhole: boolean;
}

/** Nobody searches what is older without saying so. */
export const SEARCHED: Filters = { ...DEFAULT_FILTERS, span: '7d' };
const MOST_OF_A_KIND = 5;
const LONGEST = 120;

/** What is known of a text without asking: a number, a client, and codes of errors. */
export function foundAtOnce(text: string): Found[] {
  const plain = text.trim();
  const party = partySaid(plain);
  const codes = plain.length < 3 ? [] : errorCodesLike(plain).slice(0, MOST_OF_A_KIND);
  const conference = conferenceSaid(plain);
  return [
    ...(conference === undefined ? [] : [conferenceFound(conference)]),
    ...(party === undefined ? [] : [partyFound(party)]),
    ...codes.map((code): Found => {
      const { title = '' } = errorCodeInWords(code) ?? {};
      return { kind: 'Error code', title: String(code), detail: title, address: causeOfCode(code) };
    }),
  ];
}

const DATE = /^\d{4}-\d\d-\d\d/;
const CODES = /^\d{5}(?:[\s,;]+\d{5})+$/;

/** The number or client that a text is; a date or a list of error codes has the digits of a number, too. */
export function partySaid(text: string): string | undefined {
  const plain = text.trim();
  return DATE.test(plain) || CODES.test(plain) ? undefined : partyMeant(plain);
}

/** The SID of a conference that a text has in it, such as a link. */
export function conferenceSaid(text: string): string | undefined {
  return /\bCF[0-9a-f]{32}\b/i.exec(text)?.[0];
}

/** The cause that all errors of a code are. */
export function causeOfCode(code: number): string {
  return addressOfCause(`code:${code}`, SEARCHED);
}

/**
 * What the API found: causes, clients, and calls that have the text somewhere, and the list of their events.
 * @param causes the answer of `/v1/Voice/Events/Causes` @param calls that of `/v1/Voice/Events/Calls`
 */
export function foundInEvents(text: string, causes: JsonObject, calls: JsonObject): Found[] {
  const plain = text.trim();
  const events = numberOf(causes.events);
  if (events === 0) return [];
  const clients = objectsIn(isJsonObject(causes.facets) ? causes.facets.client : undefined).filter(({ value }) =>
    String(value).toLowerCase().includes(plain.toLowerCase()),
  );
  return [
    ...objectsIn(causes.causes)
      .slice(0, MOST_OF_A_KIND)
      .map((cause): Found => {
        const title = short([cause.error_code ?? cause.group, cause.error_code === null ? cause.name : cause.message]);
        return {
          kind: 'Cause',
          title,
          detail: counted(cause),
          address: addressOfCause(String(cause.cause), SEARCHED),
        };
      }),
    ...clients.slice(0, MOST_OF_A_KIND).map((client): Found => {
      const facets = [{ name: 'client', value: String(client.value) }];
      const address = addressOf('causes', { ...SEARCHED, facets });
      return { kind: 'Client', title: short([client.value]), detail: counted(client), address };
    }),
    ...objectsIn(calls.calls)
      .slice(0, MOST_OF_A_KIND)
      .map((call): Found => {
        const said = [call.error_code, call.message ?? call.name];
        const address = addressOfCall(String(call.call_sid));
        return { kind: 'Call', title: short([call.call_sid]), detail: short(said), address };
      }),
    {
      kind: 'Events',
      title: short([plain]),
      detail: counted(causes),
      address: addressOf('events', { ...SEARCHED, text: plain }),
    },
  ];
}

function conferenceFound(sid: string): Found {
  return { kind: 'Conference', title: sid, detail: 'open as a conference', address: addressOfConference(sid) };
}

function partyFound(party: string): Found {
  return { kind: 'Number or client', title: printable(party), detail: 'all its calls', address: addressOfParty(party) };
}

/** `12 events on 3 calls` */
function counted({ events, calls }: JsonObject): string {
  const count = (value: unknown, word: string) =>
    `${numberOf(value).toLocaleString()} ${word}${numberOf(value) === 1 ? '' : 's'}`;
  return `${count(events, 'event')} on ${count(calls, 'call')}`;
}

function short(parts: readonly unknown[]): string {
  const said = parts.filter((part) => part !== null && part !== undefined && part !== '');
  return printableStart(said.map(printable).join(' '), LONGEST);
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
