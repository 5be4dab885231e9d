import type { Clock } from '../../shared/clock.ts';
import { retry } from '../../shared/retry.ts';
import type { OutgoingRecord } from '../stream/put-records.ts';

/** What became of something that an audit puts beside the events of its calls. */
export interface FoundPart {
  /** How many are in the table as they should be. */
  right: number;
  /** The SID of the call or conference of each that is not, and why. */
  wrong: readonly { sid: string; problem: string }[];
}

/** Something that an audit puts beside the events of its calls, and looks for. */
export interface AuditPart<Found extends { wrong: readonly unknown[] } = FoundPart> {
  /** @throws what the stream answers */
  put(): Promise<void>;
  /** Looks until all are right, or the time is over. @throws what the table answers */
  find(timeoutMs: number, signal: AbortSignal): Promise<Found>;
}

const LOOK_MS = 500;
export const RETRY_FOR_MS = 30_000;

/** The `find` of a part. */
export async function lookUntilRight<Found extends { wrong: readonly unknown[] }>(
  look: () => Promise<Found>,
  { timeoutMs, signal, clock }: { timeoutMs: number; signal: AbortSignal; clock: Clock },
): Promise<Found> {
  const endMs = clock.now() + timeoutMs;
  for (;;) {
    const found = await retry(look, clock, AbortSignal.timeout(RETRY_FOR_MS));
    if (found.wrong.length === 0 || clock.now() >= endMs || signal.aborted) return found;
    await clock.sleep(LOOK_MS, signal).catch(() => undefined);
  }
}

/** A record for each event, in an order that chance makes. @param keyOf its partition key */
export function shuffledRecords<Event>(
  events: readonly Event[],
  keyOf: (event: Event) => string,
  { random }: Pick<Clock, 'random'>,
): OutgoingRecord[] {
  return events
    .map((event) => ({ event, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ event }) => ({ partitionKey: keyOf(event), data: Buffer.from(JSON.stringify(event)) }));
}
