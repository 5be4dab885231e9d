import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { eventOf } from '../../families/family.ts';
import { testEvents } from '../../families/test-event/family.ts';
import { decode } from '../../lambda/ingest/decode.ts';
import type { Clock } from '../../shared/clock.ts';
import { openStream } from '../stream/follow-stream.ts';

/** Reads the ids of an account's test events that came on a stream since it was opened, and were not read before. */
export type TestEventReader = () => Promise<string[]>;

export interface TestEventsOptions {
  client: KinesisClient;
  streamName: string;
  /** Whose test events count: several accounts may write to a stream. */
  accountSid: string;
  clock: Pick<Clock, 'now'>;
}

/** Opened before a test event is asked for, it misses none, also where shards are split or merged meanwhile. */
export async function openTestEvents({ accountSid, ...stream }: TestEventsOptions): Promise<TestEventReader> {
  const { read } = await openStream(stream);
  return async () => (await read()).flatMap(({ data }) => testIdsOf(data, accountSid));
}

/** Twilio writes the event's JSON; its own reader script unpacks base64 once more than the SDK does, so both count. */
function testIdsOf(data: Uint8Array, accountSid: string): string[] {
  const bytes = Buffer.from(data);
  const found = [bytes.toString('base64'), bytes.toString('latin1')].flatMap((base64) => decode(base64).events);
  return found.flatMap((event) => {
    const test = event.ok ? eventOf(event.value, testEvents) : undefined;
    // Of a test event the id is the account's SID.
    return test?.id === accountSid && test.testId !== undefined ? [test.testId] : [];
  });
}
