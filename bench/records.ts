import type { KinesisStreamRecord } from 'aws-lambda';
import { ARRIVAL_MS, kinesisRecords } from '../samples/builders.ts';
import { sampleEvents } from '../samples/sample-calls.ts';

const SEED = 7;
/** An invocation's event as JSON: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

/** The first events of the realistic mix, as Twilio sends them; always the same. */
export function realisticEvents(events: number) {
  return sampleEvents({ seed: SEED, startMs: ARRIVAL_MS, mix: 'realistic', events });
}

/** The same as records of a batch. */
export function realisticRecords(events: number): KinesisStreamRecord[] {
  return kinesisRecords([...realisticEvents(events)]);
}

/** As many records as fit into one invocation. */
export function fullPayload(): KinesisStreamRecord[] {
  let bytes = '{"Records":[]}'.length;
  const records = realisticRecords(6_000);
  const end = records.findIndex((record) => {
    bytes += JSON.stringify(record).length + 1;
    return bytes > MAX_PAYLOAD_BYTES;
  });
  return records.slice(0, end);
}
