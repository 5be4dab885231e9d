import type { ArchiveLayout } from '../../families/archive/archive-table.ts';
import type { ArchiveValue } from '../../families/archive/column.ts';
import type { SourceObject } from './source-object.ts';

/** Of rows alike in the key of their table, the newest one, as sources are looked at. */
export interface NewestRows {
  /** Later sources win over earlier ones of equal age. */
  look(source: SourceObject): Promise<void>;
  /** Rows of a source that stay, by its place among those looked at. */
  kept(place: number): number[];
  /** How many rows were looked at. */
  looked(): number;
  /** Places of sources with a row that stays instead of one in another source. */
  winners(): ReadonlySet<number>;
}

type Values = readonly (ArchiveValue | undefined)[];

interface Looked {
  /** Of its first row, among all rows. */
  first: number;
  newest: Values;
  isDropped: Uint8Array;
}

/** Of a key, between its values: no SID and no id has it. */
const BETWEEN = '\u0000';

export function createNewestRows(layout: ArchiveLayout): NewestRows {
  const sources: Looked[] = [];
  const rowOfKey = new Map<string, number>();
  const winners = new Set<number>();
  let looked = 0;

  /** The source of a row among all rows. */
  function placeOf(row: number): number {
    let [low, high] = [0, sources.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((sources[middle]?.first ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  return {
    async look(source) {
      const keys = await Promise.all(layout.key.map((name) => source.column(name)));
      const newest = (await source.column(layout.newest)) ?? [];
      const place = sources.length;
      const here = { first: looked, newest, isDropped: new Uint8Array(source.rows) };
      sources.push(here);
      looked += source.rows;
      for (let row = 0; row < source.rows; row += 1) {
        const key = keys.map((values) => values?.[row] ?? '').join(BETWEEN);
        const before = rowOfKey.get(key);
        if (before === undefined) {
          rowOfKey.set(key, here.first + row);
          continue;
        }
        const otherPlace = placeOf(before);
        const other = sources[otherPlace] ?? here;
        const isNewer = !isLess(newest[row], other.newest[before - other.first]);
        if (isNewer) rowOfKey.set(key, here.first + row);
        if (isNewer) other.isDropped[before - other.first] = 1;
        else here.isDropped[row] = 1;
        if (otherPlace !== place) winners.add(isNewer ? place : otherPlace);
      }
    },
    kept(place) {
      const rows: number[] = [];
      sources[place]?.isDropped.forEach((isDropped, row) => {
        if (isDropped === 0) rows.push(row);
      });
      return rows;
    },
    looked: () => looked,
    winners: () => winners,
  };
}

/** Null is less than any. */
function isLess(one: ArchiveValue | undefined, other: ArchiveValue | undefined): boolean {
  if (typeof one === 'number' && typeof other === 'number') return one < other;
  if (typeof one === 'string' && typeof other === 'string') return one < other;
  return typeof other === 'number' || typeof other === 'string';
}
