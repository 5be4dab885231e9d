import type { KinesisStreamRecord } from 'aws-lambda';
import { unsupportedEvents } from '../../families/unsupported/family.ts';
import { decode } from '../../lambda/ingest/decode.ts';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import { dayOfKey } from './day-of-key.ts';
import { toKinesisRecord } from './kinesis-record.ts';

/** A line of an object of events that were not understood. */
export interface UnsupportedLine {
  text: string;
  /** The record that ingest makes of it now; undefined where its type is still unknown. */
  record: KinesisStreamRecord | undefined;
}

const SHARD_ID = /\/(shardId-\d+)-[^/]*$/;

/**
 * The lines of an object under `unsupported/`. Of where they stood on the stream only the key is left: the shard, and
 * the day on which the first record arrived.
 */
export function readUnsupported(key: string, body: string): UnsupportedLine[] {
  // Without a number, by which ingest names what it quarantines after its data: each line is a record of its own.
  const place = { shardId: SHARD_ID.exec(key)?.[1] ?? '', sequenceNumber: '', partitionKey: '', streamArn: '' };
  const lines = body.split('\n').filter((line) => line.trim() !== '');
  return lines.map((text) => {
    const data = Buffer.from(text).toString('base64');
    const record = toKinesisRecord({ ...place, data, arrivalMs: arrivalMs(key) });
    return { text, record: isUnknown(data) ? undefined : record };
  });
}

/** What is no event at all is ingest's affair, which says why. */
function isUnknown(data: string): boolean {
  const { events } = decode(data);
  return events.length > 0 && events.every((event) => event.ok && event.value.family === unsupportedEvents);
}

/**
 * The last moment of the day in the key. The lifetime of a row counts in days, so it is the one of that day; and no
 * event of that day looks as if its clock were ahead, which the first moment would make of all of them. Files have no
 * day in their names: NaN, for which ingest takes now.
 */
function arrivalMs(key: string): number {
  return Date.parse(`${dayOfKey(key, BUCKET_PREFIX.unsupported)}T23:59:59.999Z`);
}
