import type { KinesisStreamRecord } from 'aws-lambda';
import { CallCloudEvent } from './call-event.ts';

const KEPT_S = 395 * 86_400;

/** The row that both rivals make of a record: all of its event, under a key, for as long as ours is kept. */
export function itemOf({ kinesis }: KinesisStreamRecord) {
  const { id, type, time, data } = CallCloudEvent.parse(
    JSON.parse(Buffer.from(kinesis.data, 'base64').toString('utf8')),
  );
  return {
    ...data,
    timestamp: `${data.timestamp}#${id}`,
    event_id: id,
    event_type: type,
    event_time: time,
    expires_at: Math.floor(kinesis.approximateArrivalTimestamp) + KEPT_S,
  };
}
