import pLimit from 'p-limit';
import type { EventReader } from '../../lambda/read/event-reader.ts';
import type { Clock } from '../../shared/clock.ts';
import type { PutEvent } from './put-events.ts';

/** Looks for events in the table until each was seen once. */
export interface Visibility {
  /** Events to look for from now on. */
  expect(events: readonly PutEvent[]): void;
  /** Looks once at every call that lacks one, and says how many calls these were. @throws what the table answers */
  look(): Promise<number>;
  /** Ids that nobody has to look for any longer. */
  giveUp(ids: Iterable<string>): void;
  /** How many are looked for still. */
  waiting(): number;
  /**
   * Milliseconds from the moment an event was handed to the stream to the answer that first showed it, in no order. One
   * may be too long by the time between two looks at its call, never too short.
   */
  delaysMs: readonly number[];
  /** The longest that a delay may be too long by, milliseconds. */
  uncertaintyMs(): number;
}

interface WaitingCall {
  events: Map<string, PutEvent>;
  /** When it was asked last, epoch ms. */
  lookedMs: number;
}

const READS_IN_FLIGHT = 8;

export function createVisibility(reader: Pick<EventReader, 'eventsOfCall'>, { now }: Pick<Clock, 'now'>): Visibility {
  const calls = new Map<string, WaitingCall>();
  const delaysMs: number[] = [];
  let uncertaintyMs = 0;

  async function lookAt(callSid: string, call: WaitingCall): Promise<void> {
    const askedMs = now();
    // From the earliest that is not there: what was seen is not read, and not paid for, again.
    const from = earliest(call.events.values());
    for await (const { event } of reader.eventsOfCall(callSid, { consistent: true, from })) {
      const expected = call.events.get(event.id);
      if (expected === undefined) continue;
      call.events.delete(event.id);
      const seenMs = now();
      delaysMs.push(seenMs - expected.putMs);
      uncertaintyMs = Math.max(uncertaintyMs, seenMs - Math.max(call.lookedMs, expected.putMs));
    }
    call.lookedMs = askedMs;
    if (call.events.size === 0) calls.delete(callSid);
  }

  return {
    delaysMs,
    uncertaintyMs: () => uncertaintyMs,
    waiting: () => [...calls.values()].reduce((sum, { events }) => sum + events.size, 0),
    expect(events) {
      for (const event of events) {
        const call = calls.get(event.callSid) ?? { events: new Map(), lookedMs: 0 };
        calls.set(event.callSid, call);
        call.events.set(event.id, event);
      }
    },
    giveUp(ids) {
      for (const id of ids) for (const { events } of calls.values()) events.delete(id);
      for (const [callSid, { events }] of [...calls]) if (events.size === 0) calls.delete(callSid);
    },
    async look() {
      const asked = [...calls];
      const inFlight = pLimit(READS_IN_FLIGHT);
      await inFlight
        .map(asked, ([callSid, call]) => lookAt(callSid, call))
        // What failed for one fails for the others.
        .finally(() => inFlight.clearQueue());
      return asked.length;
    },
  };
}

function earliest(events: Iterable<PutEvent>): string | undefined {
  let first: string | undefined;
  for (const { time } of events) if (first === undefined || time < first) first = time;
  return first;
}
