import type { JsonObject } from '../../shared/json.ts';
import { type Result, rejected } from '../../shared/rejection.ts';
import { MAX_PARTITION_KEY_BYTES, MAX_SORT_KEY_BYTES, type TableId } from '../../shared/table.ts';
import { LimitExceeded, MAX_ITEM_BYTES, type Progress, tooLarge, withMember, withMembers } from './item-json.ts';
import { itemBytes } from './item-size.ts';

/** Of one unit of a text's length. */
const MAX_UTF_8_BYTES = 3;

/** A row as it is written, whatever it is of. */
export interface Item {
  table: TableId;
  /** Its attributes as DynamoDB's JSON. */
  json: string;
  /** Of that JSON, in UTF-8: several times what DynamoDB counts, where it is full of numbers. */
  bytes: number;
  /** Unlike that of any other item, of whichever table. */
  key: string;
  /** For an item that may only replace what is no greater. */
  guard?: Guard;
}

/** The attribute of an item whose text, by its bytes, says which of two items of one key is to be in the table. */
export interface Guard {
  attribute: string;
  value: string;
}

/** The form of a kind of row. */
export interface ItemForm {
  table: TableId;
  /** The attribute's name, and what a person calls it. */
  partitionKey: { name: string; inWords: string };
  sortKey: { name: string; inWords: string };
  /** Attributes that the pipeline may give a row: a member of the data with such a name is kept under `other`. */
  ours: ReadonlySet<string>;
  /** Members of the data that attributes of the pipeline stand for. */
  replaced: ReadonlySet<string>;
}

/**
 * An item of attributes of the pipeline and of what an event says, or why DynamoDB cannot hold it. Each thing stands in
 * it once; null or undefined is left out.
 * @param ours has both keys, which are texts
 * @param isPlain no text of either has anything to escape, and each is well formed
 */
export function makeItem(form: ItemForm, ours: JsonObject, data: JsonObject, isPlain = false): Result<Item> {
  const { table, partitionKey, sortKey } = form;
  const [partition, sort] = [String(ours[partitionKey.name]), String(ours[sortKey.name])];
  try {
    checkKey(partitionKey.inWords, partition, MAX_PARTITION_KEY_BYTES);
    checkKey(sortKey.inWords, sort, MAX_SORT_KEY_BYTES);
    const json = toJson(form, ours, data, isPlain);
    const bytes = checkSize(json);
    return { ok: true, value: { table, json, bytes, key: keyText(table, partition, sort) } };
  } catch (error) {
    if (error instanceof LimitExceeded) return rejected(error.reason, error.detail);
    throw error;
  }
}

function keyText(table: TableId, partition: string, sort: string): string {
  return `${table} ${partition.length} ${partition} ${sort}`;
}

function checkKey(what: string, key: string, maxBytes: number): void {
  if (key.length * MAX_UTF_8_BYTES <= maxBytes) return;
  const bytes = Buffer.byteLength(key);
  if (bytes > maxBytes) {
    throw new LimitExceeded('key-too-long', what, `${bytes} bytes, DynamoDB holds a key of ${maxBytes}`);
  }
}

/** @throws LimitExceeded for members DynamoDB cannot hold, one by one or all together */
function toJson(form: ItemForm, ours: JsonObject, data: JsonObject, isPlain: boolean): string {
  const progress: Progress = { path: [], counted: 0, isPlain };
  let json = withMembers('{', ours, progress);
  const other: Record<string, unknown> = {};
  for (const name in data) {
    const value = data[name];
    if (value === null || value === undefined || form.replaced.has(name)) continue;
    // A name twice would let an event choose its own key.
    if (form.ours.has(name) || Object.hasOwn(ours, name)) other[name] = value;
    else json = withMember(json, name, value, progress);
  }
  if (Object.keys(other).length > 0) json = withMember(json, 'other', other, progress);
  return `${json}}`;
}

/** @returns the bytes of the text. @throws LimitExceeded for an item past 400 KB */
function checkSize(json: string): number {
  // What DynamoDB counts is no more than the text. To count that also puts it in one piece: a text that grew is a tree
  // of its parts until somebody reads it, and thousands of items can wait for their write.
  const bytes = Buffer.byteLength(json);
  if (bytes <= MAX_ITEM_BYTES) return bytes;
  const counted = itemBytes(JSON.parse(json));
  if (counted > MAX_ITEM_BYTES) throw tooLarge(counted);
  return bytes;
}
