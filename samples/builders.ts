import type { KinesisStreamRecord } from 'aws-lambda';
import type { CallCloudEvent, CallEvent } from '../families/call-event/call-event.ts';
import { SDK_CALL_EVENT } from '../families/call-event/facts.ts';
import { fromItem, type StoredEvent, toItem } from '../families/call-event/item.ts';
import type { IngestConfig } from '../families/ingest-config.ts';
import type { Attributes } from '../lambda/store/attribute-value.ts';
import type { Item } from '../lambda/store/item.ts';

export const CALL_SID = `CA${'0123456789abcdef'.repeat(2)}`;
export const ACCOUNT_SID = `AC${'fedcba9876543210'.repeat(2)}`;

/** When every record of a test arrives, unless it says otherwise. */
export const ARRIVAL_MS = Date.parse('2026-11-20T12:00:00.000Z');

export const CONFIG: IngestConfig = {
  retentionDays: 395,
  metricDays: 30,
  indexedLevels: ['ERROR', 'WARNING'],
  redactFields: [],
  partyLookup: true,
};

export const SHARD_ID = 'shardId-000000000000';
export const STREAM_ARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/call-events';

/** `data` of a call event. Members may have any type: the pipeline must take what Twilio sends. */
export function callEvent(members: Record<string, unknown> = {}): CallEvent {
  return {
    timestamp: '2026-11-20T11:59:00.000Z',
    call_sid: CALL_SID,
    account_sid: ACCOUNT_SID,
    edge: 'sdk_edge',
    group: 'connection',
    name: 'accepted-by-remote',
    level: 'INFO',
    ...members,
  } as CallEvent;
}

/** An event of the table as it is before it is an item. */
export function callCloudEvent(
  members: Partial<Omit<CallCloudEvent, 'data'>> = {},
  data: Record<string, unknown> = {},
) {
  return {
    id: eventId(1),
    type: SDK_CALL_EVENT,
    schemaVersion: 2,
    ...members,
    data: callEvent(data),
  } as CallCloudEvent;
}

/** What Twilio puts on the stream, around the `data` of a call event. */
export function cloudEvent(members: Record<string, unknown> = {}, data: Record<string, unknown> = {}) {
  return {
    specversion: '1.0',
    type: SDK_CALL_EVENT,
    source: `/v1/Voice/${CALL_SID}/Events`,
    id: eventId(1),
    dataschema: 'https://events-schemas.twilio.com/VoiceInsights.CallEvent/2',
    datacontenttype: 'application/json',
    data: callEvent(data),
    ...members,
  };
}

export function eventId(number: number): string {
  return `EZ${number.toString(16).padStart(32, '0')}`;
}

/** 56 digits, as Kinesis gives them; they grow along a shard. */
export function sequenceNumber(position: number): string {
  return `4968041636624116264902023636792791778913173572248036${String(position).padStart(4, '0')}`;
}

/** A record as Lambda gets it: base64, whatever the bytes are. */
export function kinesisRecord(
  data: string | Uint8Array,
  { position = 0, arrivalMs = ARRIVAL_MS }: { position?: number; arrivalMs?: number } = {},
): KinesisStreamRecord {
  return {
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: CALL_SID,
      sequenceNumber: sequenceNumber(position),
      data: Buffer.from(data).toString('base64'),
      approximateArrivalTimestamp: arrivalMs / 1000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${SHARD_ID}:${sequenceNumber(position)}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: 'arn:aws:iam::123456789012:role/ingest',
    awsRegion: 'us-east-1',
    eventSourceARN: STREAM_ARN,
  };
}

/** A batch: each value as the JSON of one record, in this order. */
export function kinesisRecords(values: readonly unknown[]): KinesisStreamRecord[] {
  return values.map((value, position) =>
    kinesisRecord(value instanceof Uint8Array ? value : JSON.stringify(value), { position }),
  );
}

/** An event as it comes out of the table. @throws Error where it cannot be a row */
export function storedEvent(event: CallCloudEvent, config: IngestConfig = CONFIG): StoredEvent {
  const item = toItem(event, { arrivalMs: ARRIVAL_MS, config });
  if (!item.ok) throw new Error(item.detail);
  return fromItem(attributesOf(item.value));
}

/** The attributes of an item, as DynamoDB reads them. */
export function attributesOf({ json }: Item): Attributes {
  return JSON.parse(json);
}
