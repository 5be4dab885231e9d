import { callError } from '../../families/call-event/call-error.ts';
import { mediaEdge } from '../../families/call-event/media-edge.ts';
import { isJsonObject, isPresent, type JsonObject } from '../../shared/json.ts';
import { normaliseLevel } from '../../shared/level.ts';
import { REDACTED } from '../../shared/redacted.ts';
import { utcTime } from '../../shared/utc-time.ts';

/** What one event is known by, however it came. Undefined is not known, which fits everything. */
export interface Features {
  data: JsonObject;
  /** Epoch ms. */
  time: number;
  /** What the time is exact to: 1000 where it has whole seconds only. */
  precisionMs: number;
  edge?: string;
  errorCode?: number;
  sequenceNumber?: number;
  level: string;
}

/** How well two events of one second, group and name go together, best first; undefined: they are not the same. */
export type Likeness = 'exact' | 'contained' | 'compatible';
export const LIKENESSES: readonly Likeness[] = ['exact', 'contained', 'compatible'];

/** Compared by their meaning, before the bodies are: their texts differ. */
const NOT_IN_BODY = new Set(['timestamp', 'edge', 'level']);

/** @param time of the envelope, for an event without one of its own. Undefined for an event without any. */
export function features(data: JsonObject, time?: string): Features | undefined {
  const text = [data.timestamp, time].find((candidate) => utcTime(candidate) !== undefined);
  const utc = utcTime(text);
  if (utc === undefined) return undefined;
  const relay = data.conversation_relay_data;
  const sequenceNumber: unknown = isJsonObject(relay) ? relay.sequence_number : undefined;
  const edge = mediaEdge(data);
  return {
    data,
    time: Date.parse(utc),
    precisionMs: precisionMs(String(text)),
    // Says that nobody knows.
    edge: edge === 'unknown_edge' ? undefined : edge,
    errorCode: callError(data)?.code,
    sequenceNumber: typeof sequenceNumber === 'number' ? sequenceNumber : undefined,
    level: normaliseLevel(data.level),
  };
}

/** Events that differ in this are not the same. The coarsest times have seconds, cut, so those of one event agree. */
export function bucket({ data, time }: Features): string {
  return JSON.stringify([Math.floor(time / 1000), data.group || null, data.name || null]);
}

/**
 * Whether an event of Twilio's REST resource can be one of the table. The resource leaves members out, has null where
 * the stream has a value and times of less precision, so only what both say counts.
 * @param rest and `stored` are of one bucket
 */
export function likeness(rest: Features, stored: Features): Likeness | undefined {
  const precision = Math.max(rest.precisionMs, stored.precisionMs);
  if (Math.floor(rest.time / precision) !== Math.floor(stored.time / precision)) return undefined;
  if (!agree(rest.edge, stored.edge)) return undefined;
  if (!agree(rest.errorCode, stored.errorCode)) return undefined;
  if (!agree(rest.sequenceNumber, stored.sequenceNumber)) return undefined;
  if (!isContained(rest, stored)) return 'compatible';
  // A time with less precision than the other is no evidence where it happens to be the same.
  return rest.precisionMs === stored.precisionMs ? 'exact' : 'contained';
}

function agree(a: unknown, b: unknown): boolean {
  return a === undefined || b === undefined || a === b;
}

/** Whether the stored event says all that the REST event says. */
function isContained(rest: Features, stored: Features): boolean {
  if (rest.level !== 'UNKNOWN' && rest.level !== stored.level) return false;
  return Object.entries(rest.data).every(
    ([name, member]) => NOT_IN_BODY.has(name) || valueIsContained(member, stored.data[name]),
  );
}

function valueIsContained(rest: unknown, stored: unknown): boolean {
  if (!isPresent(rest) || stored === REDACTED || rest === REDACTED) return true;
  if (Array.isArray(rest)) {
    return (
      Array.isArray(stored) &&
      rest.length === stored.length &&
      rest.every((element, index) => valueIsContained(element, stored[index]))
    );
  }
  if (!isJsonObject(rest)) return rest === stored;
  return isJsonObject(stored) && Object.entries(rest).every(([name, member]) => valueIsContained(member, stored[name]));
}

/** What a time is exact to, by its digits: 1000 where it has whole seconds only. */
export function precisionMs(text: string): number {
  const digits = /[.,](\d+)/.exec(text)?.[1]?.length ?? 0;
  return 10 ** Math.max(0, 3 - digits);
}
