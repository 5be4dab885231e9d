import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import type { MediaEdge } from '../call-event/media-edge.ts';
import { type AsWritten, asWrittenIn, asWrittenText, type MemberOrder } from './as-written.ts';
import type { ArchiveColumn, ArchiveRow, ArchiveValue } from './column.ts';
import { fitting, isWholeSecond, msOf, timeText } from './fitting.ts';
import { jsonText } from './json-text.ts';
import type { DataForm, Place } from './places.ts';

/** What a row says beside the data. */
export interface RowOf {
  /**
   * Columns that are computed. One that has a path, too, is the value there where that is the same, and else a copy: the
   * value stays in `other`.
   */
  computed: ArchiveRow;
  /** The side of the call whose members have columns. */
  edge?: MediaEdge;
  /** The event has no time of its own, although its data has a text in the place of one. */
  isUntimed?: boolean;
}

/** The data of an event as a row: each value that fits a column is moved there, the rest stands in `other`. Pure. */
export function rowOfData(form: DataForm, data: JsonObject, { computed, edge, isUntimed }: RowOf): ArchiveRow {
  const places = form.places(edge);
  const split: Split = { computed, row: { ...computed }, found: new Set(), exact: [], orders: [] };
  const other = restOf(data, places, [], split);
  const written: AsWritten = {
    orders: split.orders,
    exact: split.exact,
    absent: form.layout.columns
      .filter(({ name, path }) => path !== undefined && isSaid(computed[name]) && !split.found.has(name))
      .map(({ name }) => name),
    isUntimed: isUntimed === true,
  };
  return { ...split.row, other: other === '{}' ? null : (other ?? null), as_written: asWrittenText(written) };
}

/** The data that a row was made of, but for nulls. @param edge the side of the call that the row is of */
export function dataOfArchived(form: DataForm, row: ArchiveRow, edge?: MediaEdge): JsonObject {
  const written = asWrittenIn(row.as_written);
  const other: unknown = typeof row.other === 'string' ? JSON.parse(row.other) : {};
  const built = build({ row, written }, form.places(edge), other, written.orders);
  return isJsonObject(built) ? built : {};
}

interface Split {
  computed: ArchiveRow;
  row: Record<string, ArchiveValue | undefined>;
  /** Columns whose path has a value, be it moved or not. */
  found: Set<string>;
  /** Columns of times that have milliseconds, of a whole second. */
  exact: string[];
  orders: MemberOrder[];
}

/** What is left of an object, as JSON; undefined where its columns have all of it. */
function restOf(object: JsonObject, place: Place, path: readonly string[], split: Split): string | undefined {
  const names: string[] = [];
  const rest: string[] = [];
  let isInOrder = true;
  let last = -1;
  for (const name of Object.keys(object)) {
    const value = object[name];
    if (value === null || value === undefined) continue;
    names.push(name);
    const inner = place.members.get(name);
    const index = inner?.index ?? Number.POSITIVE_INFINITY;
    if (index < last) isInOrder = false;
    last = index;
    const json = inner === undefined ? jsonText(value) : restOfMember(value, inner, [...path, name], split);
    if (json !== undefined) rest.push(`${JSON.stringify(name)}:${json}`);
  }
  if (!isInOrder) split.orders.push({ path, names });
  return rest.length > 0 || names.length === 0 ? `{${rest.join()}}` : undefined;
}

function restOfMember(value: unknown, place: Place, path: readonly string[], split: Split): string | undefined {
  const { column } = place;
  if (column !== undefined) return isMoved(column, value, split) ? undefined : jsonText(value);
  return isJsonObject(value) && place.members.size > 0 ? restOf(value, place, path, split) : jsonText(value);
}

function isMoved(column: ArchiveColumn, value: unknown, { computed, row, found, exact }: Split): boolean {
  const { name, type } = column;
  found.add(name);
  const moved = fitting(column, value);
  if (name in computed) {
    if (moved === undefined || moved !== computed[name]) return false;
  } else {
    row[name] = moved ?? (type === 'timestamp' ? msOf(value) : undefined);
    if (moved === undefined) return false;
  }
  if (type === 'timestamp' && isWholeSecond(value)) exact.push(name);
  return true;
}

interface Archived {
  row: ArchiveRow;
  written: AsWritten;
}

/** The value at a place, from its columns and from what is left of it; undefined for none. */
function build(from: Archived, place: Place, other: unknown, orders: readonly MemberOrder[]): unknown {
  if (other !== undefined && !isJsonObject(other)) return other;
  if (place.column !== undefined) return other ?? valueIn(from, place.column);
  const members = new Map<string, unknown>();
  for (const [name, inner] of place.members) {
    const rest = other !== undefined && Object.hasOwn(other, name) ? other[name] : undefined;
    const value = build(from, inner, rest, inside(orders, name));
    if (value !== undefined) members.set(name, value);
  }
  for (const [name, value] of Object.entries(other ?? {})) if (!members.has(name)) members.set(name, value);
  if (members.size === 0 && other === undefined) return undefined;
  const order = orders.find(({ path }) => path.length === 0)?.names ?? [];
  const sorted = new Map(order.flatMap((name) => (members.has(name) ? [[name, members.get(name)]] : [])));
  return Object.fromEntries([...sorted, ...[...members].filter(([name]) => !sorted.has(name))]);
}

/** The orders of what is inside of a member. */
function inside(orders: readonly MemberOrder[], name: string): readonly MemberOrder[] {
  if (orders.length === 0) return orders;
  return orders.filter(({ path }) => path[0] === name).map(({ path, names }) => ({ path: path.slice(1), names }));
}

function valueIn({ row, written }: Archived, { name, type }: ArchiveColumn): unknown {
  const value = row[name];
  if (!isSaid(value) || written.absent.includes(name)) return undefined;
  return type === 'timestamp' ? timeText(Number(value), written.exact.includes(name)) : value;
}

function isSaid(value: ArchiveValue | undefined): boolean {
  return value !== null && value !== undefined;
}
