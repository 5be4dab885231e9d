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
  const relay = event.data.conversation_relay_data;
  const sequenceNumber: unknown = isJsonObject(relay) ? relay.sequence_number : undefined;
  if (!isSequenceNumber(sequenceNumber)) return `${time}#${event.id}`;
  return `${time}#${String(sequenceNumber).padStart(10, '0')}#${event.id}`;
}

function isSequenceNumber(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_SEQUENCE_NUMBER;
}
