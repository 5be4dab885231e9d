import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { putRecords } from '../operations/stream/put-records.ts';
import { playedEvents } from '../samples/played.ts';
import type { Clock } from '../shared/clock.ts';
import { STREAM_NAME } from './names.ts';

/** Puts some calls of the last minutes on the stream with their summaries and samples, and the examples of Twilio's own documents. */
export async function putSamples(stream: KinesisClient, clock: Clock): Promise<void> {
  const records = playedEvents(clock.now()).map(({ callSid, event }) => ({
    partitionKey: callSid,
    data: Buffer.from(JSON.stringify(event)),
  }));
  await putRecords(stream, STREAM_NAME, records, clock);
}
