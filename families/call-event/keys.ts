import { isJsonObject } from '../../shared/json.ts';
import type { CallCloudEvent } from './call-event.ts';

const TIME_WIDTH = '2021-05-24T14:15:22.000Z'.length;
const MAX_SEQUENCE_NUMBER = 9_999_999_999;

/**
 * The sort key, `<UTC time>#<tail>`. The tail makes two events of one millisecond two items and a second delivery of
 * one event the same item: the CloudEvent's id, after the Conversation Relay sequence number where there is one, so
 * that the table's own order is the order of everything that lists a call.
 */
export function sortKey(time: string, event: CallCloudEvent): string {
  const number = sequenceNumber(event);
  return number === undefined ? `${time}#${event.id}` : `${time}#${String(number).padStart(10, '0')}#${event.id}`;
}

/** The time that a sort key files its event under, fixed-width UTC. */
export function timeOfSortKey(key: string): string {
  return key.slice(0, TIME_WIDTH);
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
