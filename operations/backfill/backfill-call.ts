import type { CallCloudEvent, CallEvent } from '../../families/call-event/call-event.ts';
import { eventTime, toldTime } from '../../families/call-event/event-time.ts';
import { callEvents } from '../../families/call-event/family.ts';
import { toItem } from '../../families/call-event/item.ts';
import type { RowContext } from '../../families/family.ts';
import type { IngestConfig } from '../../families/ingest-config.ts';
import { redact } from '../../families/redact.ts';
import type { EventReader } from '../../lambda/read/event-reader.ts';
import type { Item } from '../../lambda/store/item.ts';
import { type ItemWriter, inBatches } from '../../lambda/store/item-writer.ts';
import type { Clock } from '../../shared/clock.ts';
import type { JsonObject } from '../../shared/json.ts';
import type { Rejection } from '../../shared/rejection.ts';
import { Trouble } from '../../shared/trouble.ts';
import type { FilledArchive } from '../archive/filled-archive.ts';
import { explain } from '../explain.ts';
import type { CallsSetAside } from './calls-set-aside.ts';
import { inTime } from './in-time.ts';
import { type KnownEvent, planBackfill } from './plan.ts';
import { type CallSpan, isAboutTheCall, type SummarisedCall, type TwilioCalls } from './twilio-calls.ts';

const HOUR_MS = 3_600_000;
/** Twilio tries for four hours to deliver an event. https://www.twilio.com/docs/events/event-delivery-and-duplication */
export const SETTLED_AFTER_MS = 6 * HOUR_MS;

export interface BackfillOptions {
  twilio: TwilioCalls;
  events: EventReader;
  writer: ItemWriter;
  /** Gets what is written too; undefined where there is no archive. */
  archive?: FilledArchive;
  /** That of the ingest function. */
  config: IngestConfig;
  clock: Clock;
  /** Calls of which records are set aside; `redrive` would store those under ids of their own. */
  setAside: CallsSetAside;
  /** Report the difference, write nothing. */
  check: boolean;
  /** Also calls whose events Twilio may still deliver. */
  force: boolean;
}

/** What came of one call; as it stands in the JSON of the answer. */
export interface CallOutcome {
  call_sid: string;
  /** Events Twilio shows. */
  at_twilio: number;
  /** Those of them that the table had. */
  matched: number;
  /** Those of them that it lacked, and can be told from others. */
  missing: number;
  /** Rows written. */
  added: number;
  /** Rows the table has and Twilio does not show. */
  only_here: number;
  /** Lacking, but which of several cannot be told; not written. */
  ambiguous: Readonly<Record<string, unknown>>[];
  /** What cannot be a row. */
  rejected: Rejection[];
  /** Why nothing was done. */
  problem?: string;
}

/** Of a call before anything is done. */
export const EMPTY_OUTCOME: Omit<CallOutcome, 'call_sid'> = {
  at_twilio: 0,
  matched: 0,
  missing: 0,
  added: 0,
  only_here: 0,
  ambiguous: [],
  rejected: [],
};

/**
 * Stores what the table lacks of one call. A refusal of Twilio's that is about this call is part of the outcome.
 * @throws what would stop every other call too
 */
export async function backfillCall(call: SummarisedCall, options: BackfillOptions): Promise<CallOutcome> {
  const outcome: CallOutcome = { ...EMPTY_OUTCOME, call_sid: call.callSid };
  try {
    const problem = await whyUntouched(call, options);
    if (problem !== undefined) return { ...outcome, problem };
    const answer = await options.twilio.events(call.callSid);
    const rest = answer.map((event) => toCallEvent(event, call.callSid, options.config));
    const stored: KnownEvent[] = [];
    for await (const { event } of options.events.eventsOfCall(call.callSid)) stored.push(event);
    const plan = planBackfill(rest, stored);
    const arrivalMs = options.clock.now();
    const { items, rejected } = toItems(plan.missing, { ...options, arrivalMs });
    const refused = options.check ? [] : await writeRows(items, options);
    if (!options.check) for (const event of plan.missing) await options.archive?.add(callEvents, event, arrivalMs);
    return {
      ...outcome,
      at_twilio: rest.length,
      matched: plan.matched,
      missing: plan.missing.length,
      added: options.check ? 0 : items.length - refused.length,
      only_here: plan.onlyStored,
      ambiguous: plan.ambiguous.map(({ timestamp, group, name }) => ({
        timestamp: toldTime(timestamp, eventTime(timestamp, undefined) ?? ''),
        group,
        name,
      })),
      rejected: [...rejected, ...refused],
    };
  } catch (error) {
    if (!isAboutTheCall(error)) throw error;
    return { ...outcome, problem: explain(error) };
  }
}

/** Why a call is not touched; undefined where it may be, or nothing is written, or somebody insists. */
export async function whyUntouched(
  call: SummarisedCall,
  options: Pick<BackfillOptions, 'twilio' | 'setAside' | 'clock' | 'check' | 'force'>,
): Promise<string | undefined> {
  if (options.check || options.force) return undefined;
  const { callSid, startMs, endMs } = call;
  const isKnown = startMs !== undefined && endMs !== undefined;
  const span = isKnown ? call : await options.twilio.span(callSid);
  return (await whySetAside(callSid, span, options)) ?? whyTooYoung(span, options);
}

async function whySetAside(
  callSid: string,
  { startMs }: CallSpan,
  { setAside }: Pick<BackfillOptions, 'setAside'>,
): Promise<string | undefined> {
  const count = await setAside.count(callSid, startMs);
  if (count === 0) return undefined;
  const records = count === 1 ? '1 record that names it is' : `${count} records that name it are`;
  return `${records} set aside, second rows once redriven: redrive first, or use --force`;
}

function whyTooYoung({ endMs }: CallSpan, { clock }: Pick<BackfillOptions, 'clock'>): string | undefined {
  if (endMs !== undefined && clock.now() - endMs >= SETTLED_AFTER_MS) return undefined;
  const state = endMs === undefined ? 'has not ended' : `ended ${new Date(endMs).toISOString()}`;
  return `${state}: Twilio may still deliver events of it until 6 hours after its end; then try again, or use --force`;
}

/** Hidden before anything is made of it, as ingest does. */
function toCallEvent(event: JsonObject, callSid: string, { redactFields }: IngestConfig): CallEvent {
  const named = event.call_sid ?? callSid;
  if (named !== callSid) throw new Trouble(`Twilio answered for ${callSid} with an event of another call`);
  // The schema describes; what differs from it is kept as it came.
  return redact({ ...event, call_sid: callSid } as CallEvent, redactFields);
}

function toItems(events: readonly CallCloudEvent[], context: RowContext) {
  const items: Item[] = [];
  const rejected: Rejection[] = [];
  for (const event of events) {
    const item = toItem(event, context);
    if (item.ok) items.push(item.value);
    else rejected.push({ reason: item.reason, detail: item.detail });
  }
  return { items, rejected };
}

/** One batch after the other: the table serves ingest first. */
export async function writeRows(
  items: readonly Item[],
  { writer, clock }: Pick<BackfillOptions, 'writer' | 'clock'>,
): Promise<Rejection[]> {
  const refused: Rejection[] = [];
  for (const { holders } of inBatches(items, (item) => item)) {
    const answers = await inTime(holders.length, clock, (signal) => writer.put(holders, signal));
    refused.push(...answers.map(({ message }) => ({ reason: 'refused-by-dynamodb' as const, detail: message })));
  }
  return refused;
}
