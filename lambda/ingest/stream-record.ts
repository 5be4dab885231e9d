import { createHash } from 'node:crypto';
import type { KinesisStreamRecord } from 'aws-lambda';
import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { utcTime } from '../../shared/utc-time.ts';

/**
 * A record as ingest works with it. Of what stands around its data nothing is taken on trust: emulators leave members
 * out or write them their way, and so do people who call the function by hand.
 */
export interface StreamRecord {
  /** Base64. Of what is no record of a stream at all, its JSON, so that it can be kept. */
  data: string;
  /** Why there is no data to read, where there is none. */
  problem: string | undefined;
  /** When it came onto the stream, epoch ms; now, where nothing says so. */
  arrivalMs: number;
  /** The record itself. `placeOf` reads the rest of it, which is asked for of the few that are set aside. */
  source: unknown;
}

/** Where a record stands, as it is said and kept. */
export interface Place {
  shardId: string;
  /** Of a record without one, what stands for it in names: the same for the same data. */
  sequenceNumber: string;
  partitionKey: string;
  streamArn: string;
}

/** A file or an object is named after them. */
const SAFE_NAME = /^[\w.-]{1,128}$/;
const UNKNOWN_SHARD = 'shardId-unknown';
const NAME_LENGTH = 32;
const NOTHING: JsonObject = {};
/** Up to here a number is seconds, of the year 5138; from here on it is milliseconds, of 1973. */
const MOST_SECONDS = 1e11;
/** The last with a year of four digits, which keys and names are made of. */
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * The records of an invocation.
 * @throws Error that says what this function is called with, where there are none
 */
export function recordsOf(invocation: unknown): readonly KinesisStreamRecord[] {
  const records = isJsonObject(invocation) ? invocation.Records : undefined;
  // What each of them holds is looked at one by one.
  if (Array.isArray(records)) return records as KinesisStreamRecord[];
  throw new Error(
    'expected {"Records":[…]}, as the event source mapping of a Kinesis stream sends it, found no list of records: ' +
      'nothing was done. To try the pipeline, put an event on the stream: npx voice-insights send FILE',
  );
}

/** @param now epoch ms, the arrival of a record that does not say when it came */
export function toStreamRecord(source: unknown, now: number): StreamRecord {
  const { data, approximateArrivalTimestamp } = memberOf(source, 'kinesis');
  const isRecord = typeof data === 'string';
  return {
    data: isRecord ? data : jsonOf(source),
    problem: isRecord ? undefined : problemOf(source),
    arrivalMs: arrivalMs(approximateArrivalTimestamp) ?? now,
    source,
  };
}

export function placeOf({ source, data }: StreamRecord): Place {
  const { eventID, eventSourceARN } = isJsonObject(source) ? source : NOTHING;
  const { sequenceNumber, partitionKey } = memberOf(source, 'kinesis');
  // `shardId-000000000000:49545115243490985018280067714973144582180062593244200961`
  const [shardId = ''] = text(eventID).split(':', 1);
  const number = text(sequenceNumber);
  return {
    shardId: SAFE_NAME.test(shardId) ? shardId : UNKNOWN_SHARD,
    sequenceNumber: SAFE_NAME.test(number) ? number : nameOf(data),
    partitionKey: text(partitionKey),
    streamArn: text(eventSourceARN),
  };
}

/** What Lambda knows a record by: `''`, by which it takes the whole batch for failed, where there is no number. */
export function itemIdentifierOf({ source }: StreamRecord): string {
  return text(memberOf(source, 'kinesis').sequenceNumber);
}

/** Lambda gives seconds, with a fraction; others milliseconds, a text or a Date. */
function arrivalMs(time: unknown): number | undefined {
  const ms = typeof time === 'number' ? msOf(time) : time instanceof Date ? time.getTime() : msOfText(text(time));
  return ms > 0 && ms <= LAST_MS ? Math.round(ms) : undefined;
}

function msOf(time: number): number {
  return time < MOST_SECONDS ? time * 1000 : time;
}

function msOfText(time: string): number {
  return /^\d+(\.\d+)?$/.test(time) ? msOf(Number(time)) : Date.parse(utcTime(time) ?? '');
}

function problemOf(source: unknown): string {
  if (!isJsonObject(source)) return 'not a record of a stream: expected an object';
  return isJsonObject(source.kinesis)
    ? 'not a record of a stream: kinesis.data is no text'
    : 'not a record of a stream: it has no member kinesis';
}

function jsonOf(source: unknown): string {
  try {
    return Buffer.from(JSON.stringify(source) ?? '').toString('base64');
  } catch {
    // Nested too deep to be written again.
    return '';
  }
}

function nameOf(data: string): string {
  return `unnumbered-${createHash('sha256').update(data).digest('hex').slice(0, NAME_LENGTH)}`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The object there, or one without members. */
function memberOf(source: unknown, name: string): JsonObject {
  const value = isJsonObject(source) ? source[name] : undefined;
  return isJsonObject(value) ? value : NOTHING;
}
