import type { ArchiveLayout } from '../../families/archive/archive-table.ts';
import type { ArchiveValue } from '../../families/archive/column.ts';
import { isIn, type KeyPart, keyText } from './key-part.ts';
import type { SourceObject } from './source-object.ts';

/** Of rows alike in the key of their table, the newest one; of rows as new, that of the later place. */
export interface NewestRows {
  /** Lets go of the keys that are held. What was found of rows alike stays. */
  begin(part: KeyPart): void;
  /** Holds each key of the part that a source has. @returns false where more than `most` would be held */
  hold(place: number, source: SourceObject, most: number): Promise<boolean>;
  /** Looks at rows whose keys are held, and holds none. For sources of which no two have a row alike. */
  compare(place: number, source: SourceObject): Promise<void>;
  /** Rows of a source that stay. */
  kept(place: number): number[];
  keptCount(place: number): number;
  /** Places of sources with a row that stays instead of one in another source. */
  winners(): ReadonlySet<number>;
}

type Values = readonly (ArchiveValue | undefined)[] | undefined;

/** Beside the keys that are held, each row of all sources takes a byte. */
export function createNewestRows(layout: ArchiveLayout): NewestRows {
  const [first = ''] = layout.key;
  const dropped = new Map<number, Uint8Array>();
  const winners = new Set<number>();
  let part: KeyPart = { bits: 0, value: 0 };
  /** By key, where the newest of its rows is in the three lists. */
  let held = new Map<string, number>();
  let places: number[] = [];
  let rows: number[] = [];
  let newest: (ArchiveValue | undefined)[] = [];
  /** The first values of the keys that are held: most sources have rows of others alone. */
  let firsts = new Set<ArchiveValue | undefined>();

  function droppedOf(place: number, source: SourceObject): Uint8Array {
    const known = dropped.get(place) ?? new Uint8Array(source.rows);
    dropped.set(place, known);
    return known;
  }

  const columnsOf = (source: SourceObject) => Promise.all(layout.key.map((name) => source.column(name)));

  /** One of two rows alike goes. */
  function choose(index: number, place: number, row: number, value: ArchiveValue | undefined): void {
    const [otherPlace, otherRow] = [places[index] ?? 0, rows[index] ?? 0];
    if (otherPlace === place && otherRow === row) return;
    const isLater = place > otherPlace || (place === otherPlace && row > otherRow);
    const isNewer = isLater ? !isLess(value, newest[index]) : isLess(newest[index], value);
    const [loser, loserRow, winner] = isNewer ? [otherPlace, otherRow, place] : [place, row, otherPlace];
    dropped.get(loser)?.fill(1, loserRow, loserRow + 1);
    if (loser !== winner) winners.add(winner);
    if (isNewer) [places[index], rows[index], newest[index]] = [place, row, value];
  }

  return {
    begin(next) {
      part = next;
      held = new Map();
      firsts = new Set();
      [places, rows, newest] = [[], [], []];
    },
    async hold(place, source, most) {
      const keys = await columnsOf(source);
      const values: Values = await source.column(layout.newest);
      const isDropped = droppedOf(place, source);
      for (let row = 0; row < source.rows; row += 1) {
        if (isDropped[row] === 1 || !isIn(part, keys, row)) continue;
        const key = keyText(keys, row);
        const index = held.get(key);
        if (index !== undefined) choose(index, place, row, values?.[row]);
        else if (held.size >= most) return false;
        else {
          held.set(key, places.push(place) - 1);
          rows.push(row);
          newest.push(values?.[row]);
          firsts.add(keys[0]?.[row]);
        }
      }
      return true;
    },
    async compare(place, source) {
      const isDropped = droppedOf(place, source);
      const own = await source.column(first);
      if (!Array.from({ length: source.rows }, (_, row) => own?.[row]).some((value) => firsts.has(value))) return;
      const keys = await columnsOf(source);
      const values: Values = await source.column(layout.newest);
      for (let row = 0; row < source.rows; row += 1) {
        if (isDropped[row] === 1 || !firsts.has(own?.[row])) continue;
        const index = held.get(keyText(keys, row));
        if (index !== undefined) choose(index, place, row, values?.[row]);
      }
    },
    kept(place) {
      const kept: number[] = [];
      dropped.get(place)?.forEach((isDropped, row) => {
        if (isDropped === 0) kept.push(row);
      });
      return kept;
    },
    keptCount: (place) => dropped.get(place)?.reduce((sum, isDropped) => sum + 1 - isDropped, 0) ?? 0,
    winners: () => winners,
  };
}

/** Null is less than any. */
function isLess(one: ArchiveValue | undefined, other: ArchiveValue | undefined): boolean {
  if (typeof one === 'number' && typeof other === 'number') return one < other;
  if (typeof one === 'string' && typeof other === 'string') return one < other;
  return typeof other === 'number' || typeof other === 'string';
}
