import { PARTIAL, PREDICTED_COMPLETE } from '../../families/call-summary/facts.ts';
import { callSummarySample, type SampleSummary } from '../../families/call-summary/sample.ts';
import type { SummaryReader } from '../../lambda/read/summary-reader.ts';
import type { Clock } from '../../shared/clock.ts';
import { retry } from '../../shared/retry.ts';
import type { OutgoingRecord } from '../stream/put-records.ts';
import { type AuditPart, type FoundPart, lookUntilRight, RETRY_FOR_MS, shuffledRecords } from './audit-part.ts';
import { ACCOUNT_SID, type AuditRun, callsOf } from './audit-run.ts';

export interface AuditSummariesOptions {
  run: AuditRun;
  put: (records: readonly OutgoingRecord[]) => Promise<void>;
  reader: Pick<SummaryReader, 'summariesOf' | 'latestCalls'>;
  clock: Clock;
}

/** What became of the summaries of a run: right is a call whose best version is there, and that is found by its client. */
export interface FoundSummaries extends FoundPart {
  calls: number;
  /** Calls that are found by who took part: none where `partyLookup` is off. */
  foundByClient: number;
}

/** So that they are a small part of what a run puts. */
const MOST_CALLS = 100;
/** None is final: metrics count a call when it is. The last is the best. */
const TYPES = [PARTIAL, PARTIAL, PREDICTED_COMPLETE] as const;
/** So that a batch of ingest has one round: out of one batch it writes the best alone. */
const BETWEEN_ROUNDS_MS = 2_000;
/** For clocks that differ. */
const SKEW_MS = 60_000;

/** Calls of a run that have summaries. */
export function summarisedCalls(run: AuditRun): string[] {
  return callsOf(run, run.events).slice(0, MOST_CALLS);
}

/**
 * Summaries of the first calls of a run: several versions of each, in two rounds, each of them shuffled. Each call's are
 * on the shard of its events, before those.
 */
export function createAuditSummaries({ run, put, reader, clock }: AuditSummariesOptions): AuditPart<FoundSummaries> {
  const calls = summarisedCalls(run);
  const putMs = clock.now();

  async function look(): Promise<FoundSummaries> {
    const stored = await reader.summariesOf(calls);
    const led = new Set<string>();
    const query = { parties: [callerOf(run)], from: new Date(putMs - SKEW_MS).toISOString() };
    for await (const { callSid } of reader.latestCalls(query)) led.add(callSid);
    const wrong = calls.flatMap((callSid) => {
      const found = stored.get(callSid)?.event.id;
      if (found === undefined) return { sid: callSid, problem: 'no summary' };
      if (found !== idOf(run, callSid, TYPES.length)) return { sid: callSid, problem: `another version, ${found}` };
      return led.has(callSid) || led.size === 0 ? [] : { sid: callSid, problem: 'not found by its client' };
    });
    return { calls: calls.length, right: calls.length - wrong.length, foundByClient: led.size, wrong };
  }

  return {
    async put() {
      const time = new Date(putMs).toISOString();
      for (const round of [0, 1]) {
        const versions = calls.flatMap((callSid, call) =>
          // Of every other call the best comes before worse ones, of the others after them.
          TYPES.slice(0, call % 2 === round ? TYPES.length : -1).map((_type, index) =>
            version(run, callSid, index + 1, time),
          ),
        );
        const records = shuffledRecords(versions, ({ data }) => data.call_sid, clock);
        await retry(() => put(records), clock, AbortSignal.timeout(RETRY_FOR_MS));
        if (round === 0) await clock.sleep(BETWEEN_ROUNDS_MS);
      }
    },
    find: (timeoutMs, signal) => lookUntilRight(look, { timeoutMs, signal, clock }),
  };
}

/** @param number counts from 1 */
function version(run: AuditRun, callSid: string, number: number, time: string): SampleSummary {
  return callSummarySample({
    id: idOf(run, callSid, number),
    type: TYPES[number - 1] ?? PARTIAL,
    version: 7,
    time,
    data: {
      call_sid: callSid,
      account_sid: ACCOUNT_SID,
      start_time: time,
      call_type: 'client',
      processing_state: 'partial',
      processing_version: number,
      from: { caller: callerOf(run) },
      to: { callee: `client:${callSid}` },
    },
  });
}

function idOf({ name }: AuditRun, callSid: string, number: number): string {
  return `audit-${name}-${callSid}-version-${number}`;
}

/** Whom all of a run are from. */
function callerOf({ name }: AuditRun): string {
  return `client:audit-${name}`;
}
