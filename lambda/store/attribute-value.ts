import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { JsonObject } from '../../shared/json.ts';
import { printableStart } from '../../shared/printable.ts';
import type { Reason, Rejection } from '../../shared/rejection.ts';

/**
 * JSON as DynamoDB keeps it, and back. Not `@aws-sdk/util-dynamodb`: this one leaves nulls of objects out, adds up the
 * size, and names the limit and the path where the data passes one.
 *
 * Limits: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html, and what DynamoDB Local
 * 3.3.0 answers: the item itself is the first of its 32 levels, a scalar is none; a name past 50,000 bytes is answered
 * with a 500, which no retry cures.
 */
const MAX_CONTAINERS = 31;
const MAX_NAME_BYTES = 50_000;
const NUMBER_LIMIT = 1e126;
const MIN_NUMBER = 1e-130;
const CONTAINER_BYTES = 3;
const ELEMENT_BYTES = 1;
const MAX_WHERE = 200;
// The shortest: DynamoDB's documents do not give the exact form of a number, so the sum is never above the true size.
const NUMBER_BYTES = 2;

// The same fifty names stand in every event: they are checked once. Whoever makes up others shall neither fill the
// memory nor keep those out.
const bytesOfNames = new Map<string, number>();
const MAX_NAMES_KEPT = 500;
const MAX_KEPT_NAME_BYTES = 64;

export type Attributes = Record<string, AttributeValue>;

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

/** Adds up what DynamoDB counts, or a little less. */
export interface Size {
  bytes: number;
}

/** @throws LimitExceeded for a value DynamoDB cannot hold */
export function toAttributeValue(value: unknown, path: string, size: Size): AttributeValue {
  return convert(value, path, '', 0, size);
}

/** @param name of the value in the object at `path`, else empty: the two are put together only where somebody reads them */
function convert(value: unknown, path: string, name: string, containers: number, size: Size): AttributeValue {
  if (typeof value === 'string') {
    const bytes = Buffer.byteLength(value);
    size.bytes += bytes;
    // A byte for each character is ASCII, which is well formed.
    return { S: bytes === value.length ? value : wellFormed(value, path, name) };
  }
  if (typeof value === 'number') {
    size.bytes += NUMBER_BYTES;
    return { N: inRange(value, path, name) };
  }
  if (typeof value === 'object' && value !== null) {
    if (containers === MAX_CONTAINERS) {
      throw new LimitExceeded('too-deep', whereIs(path, name), 'DynamoDB holds 32 levels of nesting');
    }
    size.bytes += CONTAINER_BYTES;
    return Array.isArray(value)
      ? toList(value, whereIs(path, name), containers + 1, size)
      : toMap(value as JsonObject, whereIs(path, name), containers + 1, size);
  }
  size.bytes += 1;
  return typeof value === 'boolean' ? { BOOL: value } : { NULL: true };
}

/** @returns the number of bytes a name takes. @throws LimitExceeded for one DynamoDB cannot hold */
export function nameBytes(name: string, path: string): number {
  const known = bytesOfNames.get(name);
  if (known !== undefined) return known;
  if (name === '') throw new LimitExceeded('empty-name', path, 'DynamoDB holds no member with an empty name');
  // Assigned to an object it would become its prototype, somewhere between here and the reader, and be lost.
  if (name === '__proto__') throw new LimitExceeded('unsafe-name', path, 'a member is named __proto__');
  wellFormed(name, path, '');
  const bytes = Buffer.byteLength(name);
  if (bytes <= MAX_NAME_BYTES) {
    if (bytes > MAX_KEPT_NAME_BYTES) return bytes;
    if (bytesOfNames.size === MAX_NAMES_KEPT) bytesOfNames.clear();
    bytesOfNames.set(name, bytes);
    return bytes;
  }
  throw new LimitExceeded('name-too-long', path, `a member's name has ${bytes} bytes, of ${MAX_NAME_BYTES} allowed`);
}

/** The JSON value of an attribute this project wrote. */
export function fromAttributeValue(value: AttributeValue): unknown {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.M !== undefined) return fromAttributes(value.M);
  if (value.L !== undefined) return value.L.map(fromAttributeValue);
  return null;
}

/** The JSON object of attributes this project wrote; `nameBytes` let no `__proto__` through. */
export function fromAttributes(attributes: Readonly<Attributes>): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const name in attributes) object[name] = fromAttributeValue(attributes[name] as AttributeValue);
  return object;
}

function toMap(object: JsonObject, path: string, containers: number, size: Size): AttributeValue {
  const map: Attributes = {};
  for (const name in object) {
    const member = object[name];
    if (member === null || member === undefined) continue;
    size.bytes += nameBytes(name, path) + ELEMENT_BYTES;
    map[name] = convert(member, path, name, containers, size);
  }
  return { M: map };
}

function toList(elements: unknown[], path: string, containers: number, size: Size): AttributeValue {
  size.bytes += elements.length * ELEMENT_BYTES;
  return { L: elements.map((element) => convert(element, `${path}[]`, '', containers, size)) };
}

function wellFormed(text: string, path: string, name: string): string {
  if (text.isWellFormed()) return text;
  throw new LimitExceeded(
    'lone-surrogate',
    whereIs(path, name),
    'half of a surrogate pair, which UTF-8 cannot express',
  );
}

function inRange(number: number, path: string, name: string): string {
  const size = Math.abs(number);
  if (size === 0) return '0';
  if (size < NUMBER_LIMIT && size >= MIN_NUMBER) return String(number);
  throw new LimitExceeded('number-out-of-range', whereIs(path, name), 'DynamoDB holds numbers from 1e-130 to 9.9e125');
}

function whereIs(path: string, name: string): string {
  return name === '' ? path : `${path}.${name}`;
}
