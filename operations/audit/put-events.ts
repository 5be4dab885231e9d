import type { Clock } from '../../shared/clock.ts';
import { retry } from '../../shared/retry.ts';
import type { OutgoingRecord } from '../stream/put-records.ts';
import { type AuditEvent, type AuditRun, auditEvent, toCloudEvent } from './audit-run.ts';

/** An event on the stream: since when, epoch ms, and as what time its row is filed. */
export interface PutEvent extends AuditEvent {
  putMs: number;
  time: string;
}

export interface PutOptions {
  run: AuditRun;
  /** Puts records on the stream; resolves when it has all of them. */
  put: (records: readonly OutgoingRecord[]) => Promise<void>;
  clock: Clock;
  /** Told of what the stream has. */
  onPut: (events: readonly PutEvent[]) => void;
  /** Ends it. */
  signal: AbortSignal;
}

/** The first `put` events are on the stream; of those up to `tried`, nobody knows where `error` is there. */
export interface PutOutcome {
  put: number;
  tried: number;
  error?: unknown;
}

/** 500 a second: half of what one shard takes, so that Twilio's own find room beside them. */
const BATCH = 100;
const BATCH_MS = 200;
const RETRY_FOR_MS = 30_000;

/** Puts the events of a run in the order of their numbers, at a steady rate. Never rejects. */
export async function putEvents({ run, put, clock, onPut, signal }: PutOptions): Promise<PutOutcome> {
  let done = 0;
  while (done < run.events && !signal.aborted) {
    const putMs = clock.now();
    const time = new Date(putMs).toISOString();
    const events = Array.from({ length: Math.min(BATCH, run.events - done) }, (_event, index) => ({
      ...auditEvent(run, done + index + 1),
      putMs,
      time,
    }));
    const records = events.map((event) => ({
      partitionKey: event.callSid,
      data: Buffer.from(JSON.stringify(toCloudEvent(event, time))),
    }));
    try {
      await retry(() => put(records), clock, AbortSignal.any([signal, AbortSignal.timeout(RETRY_FOR_MS)]));
    } catch (error) {
      return { put: done, tried: done + events.length, error };
    }
    done += events.length;
    onPut(events);
    const pauseMs = putMs + BATCH_MS - clock.now();
    if (done < run.events && pauseMs > 0) await clock.sleep(pauseMs, signal).catch(() => undefined);
  }
  return { put: done, tried: done };
}
