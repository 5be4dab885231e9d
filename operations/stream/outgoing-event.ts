import { decodeEvent } from '../../lambda/ingest/decode.ts';
import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { MAX_RECORD_BYTES, type OutgoingRecord } from './put-records.ts';
import type { InputLine } from './read-events.ts';

/** The record that an event goes onto the stream in, or why it cannot. */
export function toRecord(entry: InputLine): OutgoingRecord | { problem: string } {
  if ('problem' in entry) return entry;
  const record = { partitionKey: partitionKey(entry.event), data: Buffer.from(entry.json) };
  const bytes = Buffer.byteLength(record.partitionKey) + record.data.length;
  if (bytes <= MAX_RECORD_BYTES) return record;
  return { problem: `${bytes} bytes with its partition key, a record holds ${MAX_RECORD_BYTES}` };
}

/** Twilio does not say what it uses; by call, the events of one call stay in order. */
function partitionKey({ id, data }: JsonObject): string {
  const callSid = isJsonObject(data) ? data.call_sid : undefined;
  const key = [callSid, id].find((text) => typeof text === 'string' && text !== '') ?? 'none';
  return String(key).slice(0, 256);
}

/** What the pipeline will say of an event that it cannot read; it is sent all the same, as Twilio would. */
export function reasonForQuarantine(entry: InputLine): string | undefined {
  if ('problem' in entry) return undefined;
  const decoded = decodeEvent(entry.event);
  return decoded.ok ? undefined : `${decoded.reason}: ${decoded.detail}`;
}
