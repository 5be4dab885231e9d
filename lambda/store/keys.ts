import type { CallCloudEvent } from '../../shared/call-event.ts';
import { isJsonObject } from '../../shared/json.ts';

const ISO_8601 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?([Zz]|[+-]\d{2}(:?\d{2})?)?$/;
const FIXED_WIDTH = '2021-05-24T14:15:22.000Z'.length;
const MAX_SEQUENCE_NUMBER = 9_999_999_999;

/**
 * An ISO 8601 time as UTC with milliseconds, 24 characters, so that text sorts as time; undefined where it is none.
 * A time without a zone counts as UTC, further digits of a second are cut.
 */
export function utcTime(text: unknown): string | undefined {
  if (typeof text !== 'string' || !ISO_8601.test(text)) return undefined;
  const ms = Date.parse(canonical(text));
  if (Number.isNaN(ms)) return undefined;
  const utc = new Date(ms).toISOString();
  // A zone can push the first or last day of the four-digit years to a year of six digits.
  return utc.length === FIXED_WIDTH ? utc : undefined;
}

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

function canonical(text: string): string {
  const iso = text.replace(' ', 'T').replace(',', '.').toUpperCase();
  const zoned = /(Z|[+-]\d{2}(:?\d{2})?)$/.test(iso.slice('2021-05-24'.length)) ? iso : `${iso}Z`;
  return zoned.replace(/([+-]\d{2})$/, (zone, _match, at: number) => (at > 'yyyy-mm-dd'.length ? `${zone}:00` : zone));
}
