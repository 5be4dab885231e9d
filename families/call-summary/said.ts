import { isJsonObject, type JsonObject } from '../../shared/json.ts';

/** `unknown_realm`, `unknown_disconnected_by`: the stream writes such a text where it has no value. */
const UNKNOWN = /^unknown_/i;

/** A text that says something; undefined for an empty one, one that stands for no value, and what is no text. */
export function said(value: unknown): string | undefined {
  const text = writtenText(value);
  return text === undefined || UNKNOWN.test(text) ? undefined : text;
}

/** A text that people wrote, which may be any that is not blank, also one that begins with `unknown_`. */
export function writtenText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** A number above zero: zero is how the stream writes that there is none, as of the SIP code of a call never dialled. */
export function saidNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;
}

/** A number of zero or more, where zero is a value: seconds, packets. */
export function saidCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** The texts of a list that say something; none where it is no list. */
export function saidTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.flatMap((element) => said(element) ?? []) : [];
}

/**
 * Whether anything in a value says something: a text, a number above zero, something true. The stream has every member of
 * an edge, also of one that had no part in the call.
 */
export function saysSomething(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some(saysSomething);
  return value === true || saidNumber(value) !== undefined || said(value) !== undefined;
}

/** A member that is an object; an empty object where it is none, so that what stands in it can be asked for. */
export function objectAt(value: unknown, ...path: readonly string[]): JsonObject {
  const found = path.reduce<unknown>((inner, name) => (isJsonObject(inner) ? inner[name] : undefined), value);
  return isJsonObject(found) ? found : {};
}
