import type { CallCloudEvent } from '../../shared/call-event.ts';
import { isJsonObject } from '../../shared/json.ts';
import { utcTime } from '../../shared/utc-time.ts';

const MAX_SEQUENCE_NUMBER = 9_999_999_999;

/** The time an event is filed under: its own, else the envelope's. */
export function eventTime(timestamp: unknown, envelopeTime: unknown): string | undefined {
  return utcTime(timestamp) ?? utcTime(envelopeTime);
}

/**
 * The sort key, `<UTC time>#<tail>`. The tail makes two events of one millisecond two items and a second delivery of
 * one event the same item: the CloudEvent's id, after the Conversation Relay sequence number where there is one, so
 * that the table's own order is the order of everything that lists a call.
 */
export function sortKey(time: string, event: CallCloudEvent): string {
  const number = sequenceNumber(event);
  return number === undefined ? `${time}#${event.id}` : `${time}#${String(number).padStart(10, '0')}#${event.id}`;
}

/**
 * Whether an event's id, filed without a sequence number, could be read as a number and the id of another event: two
 * events would be one item, and one of them lost.
 */
export function isAmbiguous(event: CallCloudEvent): boolean {
  return sequenceNumber(event) === undefined && /^\d{10}#/.test(event.id);
}

function sequenceNumber({ data }: CallCloudEvent): number | undefined {
  const relay = data.conversation_relay_data;
  const number: unknown = isJsonObject(relay) ? relay.sequence_number : undefined;
  return isSequenceNumber(number) ? number : undefined;
}

function isSequenceNumber(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_SEQUENCE_NUMBER;
}
