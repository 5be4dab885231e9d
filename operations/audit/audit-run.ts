import { SDK_CALL_EVENT } from '../../families/call-event/facts.ts';
import { callEventSample, type SampleCloudEvent } from '../../families/call-event/sample.ts';
import { AUDIT_SID } from '../../shared/audit-sids.ts';

/** One audit. Its name is all that is needed to find its rows again. */
export interface AuditRun {
  /** `<12 hexadecimal digits>-<how many events>`. */
  name: string;
  events: number;
}

/** An event as it is expected in the table. `number` counts from 1. */
export interface AuditEvent {
  number: number;
  id: string;
  callSid: string;
}

export const MAX_EVENTS = 1_000_000;

/**
 * Events are dealt out to so many calls in turn, and when each has its share, to the next so many. So no partition of
 * the stream or the table takes more than a small part of the rate, and a call is one page of a query.
 */
const CALLS_IN_TURN = 20;
const EVENTS_OF_A_CALL = 100;
const EVENTS_IN_TURN = CALLS_IN_TURN * EVENTS_OF_A_CALL;

/** Twilio's SIDs are hexadecimal: no account of anybody's has such a one. */
export const ACCOUNT_SID = `ACaudit${'0'.repeat(27)}`;
export const SID_LENGTH = 34;

const TOKEN_DIGITS = 12;
const NUMBER_DIGITS = String(MAX_EVENTS).length;

/** @param random 0 to 1 */
export function newRun(events: number, random: () => number): AuditRun {
  const token = Math.floor(random() * 16 ** TOKEN_DIGITS).toString(16);
  return { name: `${token.padStart(TOKEN_DIGITS, '0')}-${events}`, events };
}

/** The run of a name; undefined for what is none. */
export function runNamed(name: string): AuditRun | undefined {
  const events = Number(/^[\da-f]{12}-([1-9]\d{0,6})$/.exec(name)?.[1]);
  return events <= MAX_EVENTS ? { name, events } : undefined;
}

/** The event of a number, of a run that has so many. */
export function auditEvent(run: AuditRun, number: number): AuditEvent {
  const place = number - 1;
  const call = Math.floor(place / EVENTS_IN_TURN) * CALLS_IN_TURN + (place % CALLS_IN_TURN);
  const id = `${idStart(run)}${String(number).padStart(NUMBER_DIGITS, '0')}`;
  return { number, id, callSid: callSid(run, call) };
}

/** The calls that the first so many events of a run are of. */
export function callsOf(run: AuditRun, events: number): string[] {
  const inLastTurn = Math.min(events % EVENTS_IN_TURN, CALLS_IN_TURN);
  const calls = Math.floor(events / EVENTS_IN_TURN) * CALLS_IN_TURN + inLastTurn;
  return Array.from({ length: calls }, (_call, call) => callSid(run, call));
}

/** What finds the ids of a run's events in any text. */
export function idsOf(run: AuditRun): RegExp {
  return new RegExp(`${idStart(run)}\\d{${NUMBER_DIGITS}}`, 'g');
}

/**
 * As Event Streams would put it. Of level DEBUG, which is no error and alarms nobody; whoever meets its row knows it by
 * `group`, `account_sid` and the start of `call_sid`.
 * @param time ISO 8601, UTC, with milliseconds
 */
export function toCloudEvent({ id, callSid }: AuditEvent, time: string): SampleCloudEvent {
  return callEventSample({
    id,
    type: SDK_CALL_EVENT,
    version: 2,
    time,
    data: {
      timestamp: time,
      call_sid: callSid,
      account_sid: ACCOUNT_SID,
      edge: 'sdk_edge',
      group: 'audit',
      name: 'audit-event',
      level: 'DEBUG',
    },
  });
}

function idStart({ name }: AuditRun): string {
  return `audit-${name}-`;
}

function callSid({ name }: AuditRun, call: number): string {
  const start = `${AUDIT_SID.call}${name.slice(0, TOKEN_DIGITS)}`;
  return `${start}${String(call).padStart(SID_LENGTH - start.length, '0')}`;
}
