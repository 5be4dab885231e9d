import type { CallSummary, SummaryCloudEvent } from '../../families/call-summary/call-summary.ts';
import { COMPLETE, PARTIAL } from '../../families/call-summary/facts.ts';
import { callSummaries } from '../../families/call-summary/family.ts';
import { isFinal, rankOf } from '../../families/call-summary/rank.ts';
import type { IngestConfig } from '../../families/ingest-config.ts';
import { redact } from '../../families/redact.ts';
import type { SummaryReader } from '../../lambda/read/summary-reader.ts';
import type { ItemWriter } from '../../lambda/store/item-writer.ts';
import type { Clock } from '../../shared/clock.ts';
import type { JsonObject } from '../../shared/json.ts';
import { Trouble } from '../../shared/trouble.ts';
import type { FilledArchive } from '../archive/filled-archive.ts';
import { explain } from '../explain.ts';
import { canonical } from './canonical.ts';
import { withOnlyOfEvents } from './only-of-events.ts';
import { isAboutTheCall } from './twilio-calls.ts';
import type { TwilioSummaries } from './twilio-summaries.ts';
import { isGreaterRank, writeRows } from './write-rows.ts';

export interface SummaryBackfillOptions {
  twilio: Pick<TwilioSummaries, 'ofCall'>;
  summaries: Pick<SummaryReader, 'summaryOf'>;
  writer: ItemWriter;
  /** Gets what is written too; undefined where there is no archive. */
  archive?: FilledArchive;
  /** That of the ingest function. */
  config: IngestConfig;
  clock: Clock;
  /** Report the difference, write nothing. */
  check: boolean;
}

/** A call, and its summary where that was read with it. */
export interface CallToFill {
  callSid: string;
  summary?: JsonObject;
}

/** What came of one call; as it stands in the JSON of the answer. */
export interface SummaryOutcome {
  call_sid: string;
  /** How what Twilio has compares with what the table has; `refused` where that is not known. */
  result: 'better' | 'not_better' | 'not_found' | 'refused';
  stored: boolean;
  /** Whether Twilio's is final. */
  complete?: boolean;
  /** Why it is not known, or not stored. */
  problem?: string;
}

/**
 * Stores the summary that Twilio has of a call, where it is better than what the table has. A refusal of Twilio's that is
 * about this call is part of the outcome.
 * @throws what would stop every other call too
 */
export async function backfillSummary(call: CallToFill, options: SummaryBackfillOptions): Promise<SummaryOutcome> {
  const { callSid } = call;
  try {
    const summary = call.summary ?? (await options.twilio.ofCall(callSid));
    if (summary === undefined) return { call_sid: callSid, result: 'not_found', stored: false };
    return { call_sid: callSid, ...(await store(summaryEvent(callSid, summary), options)) };
  } catch (error) {
    if (!isAboutTheCall(error)) throw error;
    return { call_sid: callSid, result: 'refused', stored: false, problem: explain(error) };
  }
}

/**
 * What the stream would have brought, less exact: Twilio's resource has no version and no event. So an event of the
 * stream that says as much is the better one: it has a time, and mostly a version.
 */
function summaryEvent(callSid: string, { url: _url, ...data }: JsonObject): SummaryCloudEvent {
  const named = data.call_sid ?? callSid;
  if (named !== callSid) throw new Trouble(`Twilio answered for ${callSid} with the summary of another call`);
  // The schema describes; what differs from it is kept as it came.
  const event = { id: `backfill-${callSid}`, type: PARTIAL, data: { ...data, call_sid: callSid } as CallSummary };
  return isFinal(event) ? { ...event, type: COMPLETE } : event;
}

async function store(
  fromTwilio: SummaryCloudEvent,
  { summaries, config, clock, check, ...options }: SummaryBackfillOptions,
): Promise<Omit<SummaryOutcome, 'call_sid'>> {
  const there = await summaries.summaryOf(fromTwilio.data.call_sid);
  const event = { ...fromTwilio, data: withOnlyOfEvents(fromTwilio.data, there?.event.data) };
  const complete = isFinal(event);
  const arrivalMs = clock.now();
  const outcome = callSummaries.outcome(event, { arrivalMs, config });
  if (!outcome.ok) {
    return {
      result: 'refused',
      stored: false,
      complete,
      problem: `cannot be a row, ${outcome.reason}: ${outcome.detail}`,
    };
  }
  const shown = { ...event, data: redact(event.data, config.redactFields) };
  const rank = rankOf(shown);
  // One of an earlier backfill: Twilio's may have changed, as by an annotation.
  const isSame = there?.rank === rank && canonical(there.event.data) === canonical(shown.data);
  if (there !== undefined && (isSame || isGreaterRank(there.rank, rank))) {
    return { result: 'not_better', stored: false, complete };
  }
  if (check) return { result: 'better', stored: false, complete };
  const put = await writeRows(outcome.value.rows, { ...options, clock });
  if (put.refused !== undefined) {
    return { result: 'refused', stored: false, complete, problem: `cannot be a row: ${put.refused}` };
  }
  if (put.stored) await options.archive?.add(callSummaries, event, arrivalMs);
  return { result: put.stored ? 'better' : 'not_better', stored: put.stored, complete };
}
