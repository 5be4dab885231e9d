import type { JsonObject } from '../../../shared/json.ts';
import { REDACTED } from '../../../shared/redacted.ts';
import { said, saidNumber } from '../said.ts';

/** A text of others that is longer says nothing more to a reader. */
const MAX_LENGTH = 80;

/** A text that says something, no longer than a line has room for; undefined for `unknown` too, which is no fact. */
export function known(value: unknown): string | undefined {
  const text = said(value)?.trim();
  return text === undefined || /^unknown$/i.test(text) ? undefined : shortened(text);
}

/** The call that made this one; undefined where none did, or its SID is hidden. */
export function parentOf({ parent_call_sid: parent }: JsonObject): string | undefined {
  return parent === REDACTED ? undefined : known(parent);
}

/** Seconds of a month, or milliseconds of three quarters of an hour: no call is longer, and no packet later. */
const MOST = 2_600_000;

/** A number above zero that can have been measured on a call, as seconds or milliseconds. */
export function measuredNumber(value: unknown): number | undefined {
  const number = saidNumber(value);
  return number === undefined || number > MOST ? undefined : number;
}

/** The start of a text, and a sign that there is more. */
export function shortened(text: string): string {
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH).toWellFormed()}…`;
}

/** `a`, `a and b`, `a, b and c` */
export function listInWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** `1 error`, `2 errors` */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

/** Whole seconds as people say them: `12 s`, `2 min 20 s`, `1 h 3 min`. */
export function secondsInWords(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `420 ms`, `2.9 s` */
export function msInWords(ms: number): string {
  return ms < 1_000 ? `${decimal(ms)} ms` : `${decimal(ms / 1_000)} s`;
}

/** With one decimal at most, and with what a small number needs to be none of zero: `8.3`, `5`, `0.01`. */
export function decimal(value: number): string {
  const rounded = Math.abs(value) < 0.1 ? Number(value.toPrecision(1)) : Math.round(value * 10) / 10;
  return String(rounded);
}

/** A number that is over a limit, with what it needs to be seen above it: 5.04 is not `5`. */
export function decimalOver(value: number, limit: number): string {
  const text = decimal(value);
  return Number(text) > limit ? text : String(Math.max(limit + 0.01, Math.round(value * 100) / 100));
}
