import { type CloudEvent, schemaVersion } from '../shared/cloud-event.ts';
import { isJsonObject, type JsonObject } from '../shared/json.ts';
import { type Result, rejected } from '../shared/rejection.ts';

/** @param what the subject of the sentence that says it is not JSON */
export function parseJson(text: string, what: string): Result<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    // The parser's message quotes the text, which is not ours to repeat; only its position is.
    const position = error instanceof Error ? /at position \d+/.exec(error.message)?.[0] : undefined;
    return rejected('not-json', `${what} is not JSON${position === undefined ? '' : ` (${position})`}`);
  }
}

/** `data` of an envelope: an object, or that object as JSON text. */
export function dataOf(envelope: CloudEvent): Result<JsonObject> {
  const data = jsonOf(envelope);
  if (!data.ok) return data;
  const { value } = data;
  return isJsonObject(value)
    ? { ok: true, value }
    : rejected('no-data', `data: expected an object, found ${typeName(value)}`);
}

/** `data` of an envelope, whatever it is; of a text, what it says as JSON. */
export function jsonOf({ data }: CloudEvent): Result<unknown> {
  return typeof data === 'string' ? parseJson(data, 'data, a text,') : { ok: true, value: data };
}

/** What is kept of an envelope beside its data. `time` is as it came. */
export interface ReadEnvelope {
  id: string;
  type: string;
  time?: string;
  schemaVersion?: number;
}

/** An event as its family keeps it. @param data as it came: what differs from the schema is listed beside it */
export function readEvent<Data>({ id, type, time, dataschema }: CloudEvent, data: Data): ReadEnvelope & { data: Data } {
  const version = schemaVersion(dataschema);
  return {
    id,
    type,
    ...(typeof time === 'string' && { time }),
    ...(version !== undefined && { schemaVersion: version }),
    data,
  };
}

/** What a value is, for a person: never what it says. */
export function typeName(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (value === '') return 'an empty text';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'string' ? 'another text' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
