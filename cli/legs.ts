import type { StoredEvent } from '../lambda/store/item.ts';
import { systemClock } from '../shared/clock.ts';
import type { Environment } from '../shared/environment.ts';
import { isAccountSid } from './options.ts';
import { Trouble } from './problem.ts';
import { createTwilioReader, type TwilioReader } from './twilio-read.ts';

/** A conference of hundreds is no timeline. */
const MAX_LEGS = 50;

/** One call of a conversation, as it stands in the JSON of an answer. */
export interface Leg {
  /** What the timeline names it by: A is the call that has no parent, then in the order they were made. */
  leg: string;
  call_sid: string;
  parent_call_sid: string | null;
  direction: string | null;
}

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
 * The legs of a call's conversation, by the environment's credentials; undefined where it has none.
 * @param account whose call it is, where that is known: a main account's credentials reach its subaccounts' calls
 */
export async function legsOf(callSid: string, env: Environment, account?: string): Promise<Leg[] | undefined> {
  if (!hasTwilioCredentials(env)) return undefined;
  // Here, since to load the client takes a third of a second.
  const { openTwilio } = await import('./twilio.ts');
  const { client, accountSid } = openTwilio(env, account !== undefined && isAccountSid(account) ? account : undefined);
  return findLegs(callSid, createTwilioReader(client, systemClock), accountSid);
}

/**
 * Parent and child calls by Twilio's Calls resource: up to the call that has no parent, then down to all its children.
 * https://www.twilio.com/docs/voice/api/call-resource
 */
export async function findLegs(callSid: string, reader: TwilioReader, accountSid: string): Promise<Leg[]> {
  const calls = `/2010-04-01/Accounts/${accountSid}/Calls`;
  let root = await reader.get('api', `${calls}/${callSid}.json`);
  for (let up = 0; typeof root.parent_call_sid === 'string' && up < MAX_LEGS; up += 1) {
    root = await reader.get('api', `${calls}/${root.parent_call_sid}.json`);
  }
  const found = new Map([[String(root.sid), root]]);
  for (const sid of found.keys()) {
    for await (const child of reader.list('api', `${calls}.json`, 'calls', { ParentCallSid: sid, PageSize: '1000' })) {
      if (!found.has(String(child.sid))) found.set(String(child.sid), child);
    }
    if (found.size > MAX_LEGS) {
      throw new Trouble(`${callSid} has more than ${MAX_LEGS} legs: ask for one of them, without --legs`);
    }
  }
  const [first, ...others] = found.values();
  const made = others.sort((a, b) => createdMs(a) - createdMs(b));
  return [first, ...made].flatMap((call, index) =>
    call === undefined
      ? []
      : {
          leg: legName(index),
          call_sid: String(call.sid),
          parent_call_sid: textOrNull(call.parent_call_sid),
          direction: textOrNull(call.direction),
        },
  );
}

/** A to Z, then A1 … */
function legName(index: number): string {
  const round = Math.floor(index / 26);
  return `${String.fromCharCode(65 + (index % 26))}${round === 0 ? '' : round}`;
}

function createdMs({ date_created: date }: { date_created?: unknown }): number {
  const ms = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  return Number.isNaN(ms) ? Number.MAX_SAFE_INTEGER : ms;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
