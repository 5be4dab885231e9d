import type { JsonObject } from '../../shared/json.ts';
import { printableStart } from '../../shared/printable.ts';
import type { Reason, Rejection } from '../../shared/rejection.ts';

/**
 * JSON as the text that DynamoDB takes it in: `"name":"Ada"` as `"name":{"S":"Ada"}`. Nulls of objects are left out.
 * Not `@aws-sdk/util-dynamodb`: this names the limit and the path where the data passes one, and makes no objects for
 * JSON.stringify to make text of, which cost a quarter more.
 *
 * Limits: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html, and what DynamoDB Local
 * 3.3.0 answers: the item itself is the first of its 32 levels, a scalar is none; a name past 50,000 bytes is answered
 * with a 500, which no retry cures.
 */
export const MAX_ITEM_BYTES = 400 * 1024;
const MAX_CONTAINERS = 31;
const MAX_NAME_BYTES = 50_000;
const NUMBER_LIMIT = 1e126;
const MIN_NUMBER = 1e-130;
const MAX_WHERE = 200;

/** Text that stands in JSON as it is: nothing to escape, and well formed, for it has no surrogates. */
const PLAIN_TEXT = /^[ !#-[\]-\ud7ff]*$/;
/** What stands for an element in a path. */
const ELEMENT = '[]';
/** One for the element, and one at least for its value. */
const MIN_ELEMENT_BYTES = 2;

/** A name as it is written. */
interface NameJson {
  /** `"name":`, or `,"name":` */
  beforeAny: string;
  /** `"name":{"S":"`, or `,"name":{"S":"` */
  beforeText: string;
}

// The same fifty names stand in every event: they are checked once. Whoever makes up others shall neither fill the
// memory nor keep those out.
const firstNames = new Map<string, NameJson>();
/** With the comma after the member before. */
const laterNames = new Map<string, NameJson>();
const MAX_NAMES_KEPT = 500;
const MAX_KEPT_NAME_BYTES = 64;

/** Thrown inside the conversion only, caught where an item is built. */
export class LimitExceeded extends Error implements Rejection {
  readonly reason: Reason;
  readonly detail: string;

  /** @param where the path of what is at fault; names are others', and cut where somebody made them long */
  constructor(reason: Reason, where: string, problem: string) {
    const detail = `${printableStart(where, MAX_WHERE)}: ${problem}`;
    super(detail);
    this.reason = reason;
    this.detail = detail;
  }
}

/** How far an item is. */
export interface Progress {
  /** The names of the containers around what is being written. */
  path: string[];
  /** Bytes at least of the names and elements so far. */
  counted: number;
  /** Every text is known to stand in JSON as it is. */
  isPlain: boolean;
}

/**
 * The text so far, which ends with `{`, and the members of an object. One text grows from call to call: many that are
 * put together afterwards cost more.
 * @throws LimitExceeded for a name or a value DynamoDB cannot hold, or as soon as all are certainly too large
 */
export function withMembers(json: string, object: JsonObject, progress: Progress): string {
  let written = json;
  let names = firstNames;
  for (const name in object) {
    const value = object[name];
    if (value === null || value === undefined) continue;
    written = withMember(written, name, value, progress, names);
    names = laterNames;
  }
  return written;
}

/** The text so far, which ends with a member, and another one. @throws LimitExceeded as above */
export function withMember(json: string, name: string, value: unknown, progress: Progress, names = laterNames): string {
  const known = names.get(name) ?? checkedName(name, progress, names);
  count(name.length, progress);
  if (typeof value === 'string' && (progress.isPlain || PLAIN_TEXT.test(value)))
    return `${json}${known.beforeText}${value}"}`;
  return withValue(json + known.beforeAny, name, value, progress);
}

function withValue(json: string, name: string, value: unknown, progress: Progress): string {
  if (typeof value === 'string') return `${json}{"S":${JSON.stringify(wellFormed(value, name, progress))}}`;
  if (typeof value === 'number') return `${json}{"N":"${inRange(value, name, progress)}"}`;
  if (typeof value === 'boolean') return `${json}{"BOOL":${value}}`;
  if (typeof value !== 'object' || value === null) return `${json}{"NULL":true}`;
  const { path } = progress;
  if (path.length === MAX_CONTAINERS) {
    throw new LimitExceeded('too-deep', pathText([...path, name]), 'DynamoDB holds 32 levels of nesting');
  }
  path.push(name);
  const written = Array.isArray(value)
    ? `${withElements(`${json}{"L":[`, value, progress)}]}`
    : `${withMembers(`${json}{"M":{`, value as JsonObject, progress)}}}`;
  path.pop();
  return written;
}

function withElements(json: string, elements: readonly unknown[], progress: Progress): string {
  let written = json;
  let comma = '';
  for (const element of elements) {
    count(MIN_ELEMENT_BYTES, progress);
    written = withValue(written + comma, ELEMENT, element, progress);
    comma = ',';
  }
  return written;
}

/** A record's worth of zeros would else be many times its size, and then be refused. */
function count(bytes: number, progress: Progress): void {
  progress.counted += bytes;
  if (progress.counted > MAX_ITEM_BYTES) throw tooLarge(`over ${MAX_ITEM_BYTES}`);
}

export function tooLarge(bytes: number | string): LimitExceeded {
  return new LimitExceeded('too-large', 'the item', `${bytes} bytes, DynamoDB holds ${MAX_ITEM_BYTES}`);
}

function checkedName(name: string, { path }: Progress, names: Map<string, NameJson>): NameJson {
  const where = path.length === 0 ? 'data' : pathText(path);
  if (name === '') throw new LimitExceeded('empty-name', where, 'DynamoDB holds no member with an empty name');
  // Assigned to an object it would become its prototype, somewhere between here and the reader, and be lost.
  if (name === '__proto__') throw new LimitExceeded('unsafe-name', where, 'a member is named __proto__');
  if (!name.isWellFormed()) throw notWellFormed(where);
  const bytes = Buffer.byteLength(name);
  if (bytes > MAX_NAME_BYTES) {
    throw new LimitExceeded('name-too-long', where, `a member's name has ${bytes} bytes, of ${MAX_NAME_BYTES} allowed`);
  }
  const beforeAny = `${names === laterNames ? ',' : ''}${JSON.stringify(name)}:`;
  const json = { beforeAny, beforeText: `${beforeAny}{"S":"` };
  if (bytes > MAX_KEPT_NAME_BYTES) return json;
  if (names.size === MAX_NAMES_KEPT) names.clear();
  names.set(name, json);
  return json;
}

function wellFormed(text: string, name: string, { path }: Progress): string {
  if (text.isWellFormed()) return text;
  throw notWellFormed(pathText([...path, name]));
}

function notWellFormed(where: string): LimitExceeded {
  return new LimitExceeded('lone-surrogate', where, 'half of a surrogate pair, which UTF-8 cannot express');
}

function inRange(number: number, name: string, { path }: Progress): string {
  const size = Math.abs(number);
  if (size === 0) return '0';
  if (size < NUMBER_LIMIT && size >= MIN_NUMBER) return String(number);
  const where = pathText([...path, name]);
  throw new LimitExceeded('number-out-of-range', where, 'DynamoDB holds numbers from 1e-130 to 9.9e125');
}

/** `sdk_edge.values[]` */
function pathText(path: readonly string[]): string {
  return path.reduce((text, part) => (part === ELEMENT ? `${text}[]` : `${text}.${part}`));
}
