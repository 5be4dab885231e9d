import { isJsonObject, type JsonObject } from '../shared/json.ts';
import type { ReadEnvelope } from './event-data.ts';

/** What a row of call insights has of the CloudEvent it was made of, beside its data. */
export function envelopeAttributes({ id, type, time, schemaVersion }: ReadEnvelope) {
  return { event_id: id, event_type: type, event_time: time, schema_version: schemaVersion };
}

/**
 * The event that such a row was made of: Twilio's data as it came, but for nulls, which are absent. The schema of `Data`
 * says what is documented, the table keeps what came.
 * @param ours attributes of the pipeline
 */
export function eventOfRow<Data>(item: JsonObject, ours: ReadonlySet<string>): ReadEnvelope & { data: Data } {
  return {
    id: String(item.event_id),
    type: String(item.event_type),
    ...(typeof item.event_time === 'string' && { time: item.event_time }),
    ...(typeof item.schema_version === 'number' && { schemaVersion: item.schema_version }),
    data: dataOfRow(item, ours) as Data,
  };
}

/** The data of that event alone. */
export function dataOfRow(item: JsonObject, ours: ReadonlySet<string>): JsonObject {
  const data: Record<string, unknown> = isJsonObject(item.other) ? { ...item.other } : {};
  for (const name in item) {
    if (!ours.has(name)) data[name] = item[name];
  }
  return data;
}
