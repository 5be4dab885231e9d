import type { StoredEvent } from '../families/call-event/item.ts';
import type { Environment } from '../shared/environment.ts';
import type { JsonObject } from '../shared/json.ts';
import { accountSidOf } from '../shared/sid.ts';
import { Trouble } from '../shared/trouble.ts';
import { createTwilioReader, NoSuchCall, ofCall, type TwilioReader } from './twilio-read.ts';

/** A conference of hundreds is no timeline. */
export const MAX_LEGS = 50;

/** One call of a conversation, as it stands in the JSON of an answer. */
export interface Leg {
  /** What the timeline names it by: A is the call that has no parent, then in the order they were made. */
  leg: string;
  call_sid: string;
  parent_call_sid: string | null;
  direction: string | null;
}

/** Calls of a conversation by their SIDs, each with these members of Twilio's Calls resource as far as they are known. */
export type LegCalls = ReadonlyMap<string, LegCall>;

/** `date_created` is any time that JavaScript reads. */
export type LegCall = Readonly<Partial<Record<'parent_call_sid' | 'direction' | 'date_created', unknown>>>;

/** An event and the leg it is of. */
export interface LegEvent {
  leg: string;
  stored: StoredEvent;
}

/** Whether Twilio can be asked; the exact credentials are the client's affair. */
export function hasTwilioCredentials({ TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_API_KEY }: Environment): boolean {
  return Boolean(TWILIO_ACCOUNT_SID && (TWILIO_AUTH_TOKEN || TWILIO_API_KEY));
}

/**
 * The calls of a call's conversation, by the environment's credentials; undefined where it has none.
 * @param account whose call it is, where that is known: a main account's credentials reach its subaccounts' calls
 */
export async function legsOf(callSid: string, env: Environment, account?: string): Promise<LegCalls | undefined> {
  if (!hasTwilioCredentials(env)) return undefined;
  // Here, since to load the client takes a third of a second.
  const { openTwilio } = await import('./open-twilio.ts');
  const { client, accountSid } = openTwilio(env, accountSidOf(account ?? ''));
  return findLegs(callSid, createTwilioReader(client), accountSid);
}

/**
 * Parent and child calls by Twilio's Calls resource: up to the call that has no parent, then down to all its children.
 * Twilio may have lost any of them; what it has is a leg all the same.
 * https://www.twilio.com/docs/voice/api/call-resource
 * @throws Trouble where Twilio has neither the call nor a child of it
 */
export async function findLegs(callSid: string, reader: TwilioReader, accountSid: string): Promise<LegCalls> {
  const path = `/2010-04-01/Accounts/${accountSid}/Calls`;
  const call = (sid: string) =>
    ofCall(accountSid, reader.get('api', `${path}/${encodeURIComponent(sid)}.json`)).catch(undefinedIfGone);
  const found = new Map<string, JsonObject>();
  /** SIDs whose children are asked for, the uppermost first; of a parent that is gone there may be some. */
  const line: string[] = [];
  for (let sid: unknown = callSid; typeof sid === 'string' && !line.includes(sid) && line.length < MAX_LEGS; ) {
    const leg = await call(sid);
    line.unshift(sid);
    if (leg !== undefined) found.set(sid, leg);
    sid = leg?.parent_call_sid;
  }
  const parents = new Set(line);
  for (const sid of parents) {
    for await (const child of reader.list('api', `${path}.json`, 'calls', { ParentCallSid: sid, PageSize: '1000' })) {
      const childSid = String(child.sid);
      if (!found.has(childSid)) found.set(childSid, child);
      parents.add(childSid);
    }
    if (found.size > MAX_LEGS) throw tooManyLegs(callSid);
  }
  if (found.size === 0) {
    throw new Trouble(
      `Twilio has no such call in ${accountSid}`,
      'if it is of another account, set the credentials of that account',
    );
  }
  if (!found.has(callSid)) found.set(callSid, {});
  return found;
}

/** What to tell of a conversation that has more legs than a timeline can show. */
export function tooManyLegs(callSid: string): Trouble {
  return new Trouble(`${callSid} has more than ${MAX_LEGS} legs: ask for one of them, without --legs`);
}

function undefinedIfGone(error: unknown): undefined {
  if (!(error instanceof NoSuchCall)) throw error;
}

/** Each with its letter: the call whose parent is none of them is the first, then in the order they were made. */
export function namedLegs(found: LegCalls): Leg[] {
  const isRoot = ({ parent_call_sid: parent }: LegCall) => !found.has(String(parent));
  return [...found]
    .sort(([, a], [, b]) => Number(isRoot(b)) - Number(isRoot(a)) || createdMs(a) - createdMs(b))
    .map(([sid, call], index) => ({
      leg: legName(index),
      call_sid: sid,
      parent_call_sid: textOrNull(call.parent_call_sid),
      direction: textOrNull(call.direction),
    }));
}

/** A to Z, then A1 … */
function legName(index: number): string {
  const round = Math.floor(index / 26);
  return `${String.fromCharCode(65 + (index % 26))}${round === 0 ? '' : round}`;
}

function createdMs({ date_created: date }: LegCall): number {
  const ms = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  return Number.isNaN(ms) ? Number.MAX_SAFE_INTEGER : ms;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
