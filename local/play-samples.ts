import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { putRecords } from '../operations/stream/put-records.ts';
import { documentEvents } from '../samples/documents.ts';
import { showcaseCalls } from '../samples/sample-calls.ts';
import type { Clock } from '../shared/clock.ts';
import { STREAM_NAME } from './names.ts';

const SEED = 1;

/** Puts a dozen calls of the last minutes on the stream, and the examples of Twilio's own documents. */
export async function putSamples(stream: KinesisClient, clock: Clock): Promise<void> {
  const events = [...showcaseCalls({ seed: SEED, startMs: clock.now() }).flat(), ...documentEvents()];
  const records = events.map((event) => ({
    partitionKey: event.data.call_sid,
    data: Buffer.from(JSON.stringify(event)),
  }));
  await putRecords(stream, STREAM_NAME, records, clock);
}
