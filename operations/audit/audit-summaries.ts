import { PARTIAL, PREDICTED_COMPLETE } from '../../families/call-summary/facts.ts';
import { callSummarySample, type SampleSummary } from '../../families/call-summary/sample.ts';
import type { SummaryReader } from '../../lambda/read/summary-reader.ts';
import type { Clock } from '../../shared/clock.ts';
import { retry } from '../../shared/retry.ts';
import type { OutgoingRecord } from '../stream/put-records.ts';
import { ACCOUNT_SID, type AuditRun, callsOf } from './audit-run.ts';

export interface AuditSummariesOptions {
  run: AuditRun;
  put: (records: readonly OutgoingRecord[]) => Promise<void>;
  reader: Pick<SummaryReader, 'summariesOf' | 'latestCalls'>;
  clock: Clock;
}

/** What became of the summaries of a run. */
export interface FoundSummaries {
  calls: number;
  /** Calls whose best version is in the table, and that are found by who took part, where any is. */
  right: number;
  /** Calls that are found by who took part: none where `partyLookup` is off. */
  foundByClient: number;
  wrong: { callSid: string; problem: string }[];
}

/** Summaries of the first calls of a run: several versions of each, in two rounds, each of them shuffled. */
export interface AuditSummaries {
  /** Puts them on the stream. Each call's are on the shard of its events, before those. @throws what the stream answers */
  put(): Promise<void>;
  /** Looks until all are right, or the time is over. @throws what the table answers */
  find(timeoutMs: number, signal: AbortSignal): Promise<FoundSummaries>;
}

/** So that they are a small part of what a run puts. */
const MOST_CALLS = 100;
/** None is final: metrics count a call when it is. The last is the best. */
const TYPES = [PARTIAL, PARTIAL, PREDICTED_COMPLETE] as const;
/** So that a batch of ingest has one round: out of one batch it writes the best alone. */
const BETWEEN_ROUNDS_MS = 2_000;
const LOOK_MS = 500;
const RETRY_FOR_MS = 30_000;
/** For clocks that differ. */
const SKEW_MS = 60_000;

/** Calls of a run that have summaries. */
export function summarisedCalls(run: AuditRun): string[] {
  return callsOf(run, run.events).slice(0, MOST_CALLS);
}

export function createAuditSummaries({ run, put, reader, clock }: AuditSummariesOptions): AuditSummaries {
  const calls = summarisedCalls(run);
  const putMs = clock.now();

  async function look(): Promise<FoundSummaries> {
    const stored = await reader.summariesOf(calls);
    const led = new Set<string>();
    const query = { parties: [callerOf(run)], from: new Date(putMs - SKEW_MS).toISOString() };
    for await (const { callSid } of reader.latestCalls(query)) led.add(callSid);
    const wrong = calls.flatMap((callSid) => {
      const found = stored.get(callSid)?.event.id;
      if (found === undefined) return { callSid, problem: 'no summary' };
      if (found !== idOf(run, callSid, TYPES.length)) return { callSid, problem: `another version, ${found}` };
      return led.has(callSid) || led.size === 0 ? [] : { callSid, problem: 'not found by its client' };
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
        const records = shuffled(versions, clock).map((event) => ({
          partitionKey: event.data.call_sid,
          data: Buffer.from(JSON.stringify(event)),
        }));
        await retry(() => put(records), clock, AbortSignal.timeout(RETRY_FOR_MS));
        if (round === 0) await clock.sleep(BETWEEN_ROUNDS_MS);
      }
    },
    async find(timeoutMs, signal) {
      const endMs = clock.now() + timeoutMs;
      for (;;) {
        const found = await retry(look, clock, AbortSignal.timeout(RETRY_FOR_MS));
        if (found.wrong.length === 0 || clock.now() >= endMs || signal.aborted) return found;
        await clock.sleep(LOOK_MS, signal).catch(() => undefined);
      }
    },
  };
}

function shuffled<Thing>(things: readonly Thing[], { random }: Pick<Clock, 'random'>): Thing[] {
  return things
    .map((thing) => ({ thing, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ thing }) => thing);
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
