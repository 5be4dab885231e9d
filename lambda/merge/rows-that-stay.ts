import type { ArchiveLayout } from '../../families/archive/archive-table.ts';
import type { ArchiveObject, ArchiveStore } from '../archive/archive-store.ts';
import { halvesOf, type KeyPart } from './key-part.ts';
import { createNewestRows } from './newest-rows.ts';
import { openSources, type SourceObject } from './source-object.ts';

export interface RowsThatStayOptions {
  layout: ArchiveLayout;
  store: Pick<ArchiveStore, 'open'>;
  /** Of which no two have a row alike. */
  settled: ReadonlySet<ArchiveObject>;
  /** Nothing is begun any more once it is true. */
  isTimeUp(): boolean;
  /** Keys that are held at once. @default MAX_HELD */
  maxHeld?: number;
}

/** What an object of a day comes to. */
export interface LookedObject {
  object: ArchiveObject;
  /** Rows that it has, and how many of them stay. */
  all: number;
  count: number;
  /** Which ones: made as it is asked for, since a day has many. */
  rows(): number[];
  /** Whether a row of it stays instead of one in another object. */
  isWinner: boolean;
}

/** About 600 MB: measured, with what is read meanwhile. */
const MAX_HELD = 2_000_000;
/** 8 parts, so objects are read so often at most: of 16,000,000 rows that is half of the time that a run has. */
const MAX_BITS = 3;
const SURE = 0.95;

/**
 * Looks which rows of a day stay. It reads all objects once for each part of the keys that may be held: one in most days.
 * Settled objects are read for rows alike of the others alone. Of a day with more keys than 8 such parts, some objects
 * are left out: rows alike in those and in the others are not found.
 * @returns those that it looked at, in their order; undefined where the time was up before
 * @throws UnreadableObject, ObjectGone
 */
export async function rowsThatStay(
  objects: readonly ArchiveObject[],
  options: RowsThatStayOptions,
): Promise<LookedObject[] | undefined> {
  const { layout, store, settled, isTimeUp, maxHeld = MAX_HELD } = options;
  const newest = createNewestRows(layout);
  const rowsOf = new Map<ArchiveObject, number>();
  const placed = new Map(objects.map((object, place) => [object, place]));
  const placeOf = ({ object }: SourceObject) => placed.get(object) ?? 0;
  const compared = objects.filter((object) => settled.has(object));
  // What is new is read first: where one of those cannot be read, the others were not read for nothing.
  const held = objects.filter((object) => !settled.has(object));
  let parts: KeyPart[] = [{ bits: 0, value: 0 }];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const done = await look(part);
    if (done === 'time is up') return undefined;
    if (done === held.length) continue;
    if (part.bits === MAX_BITS) return rowsThatStay(withoutLast(done), options);
    // The others would be too large as well.
    parts = [...parts, part].flatMap(halvesOf);
  }
  return objects.map((object, place) => {
    const rows = () => newest.kept(place);
    const isWinner = newest.winners().has(place);
    return { object, all: rowsOf.get(object) ?? 0, count: newest.keptCount(place), rows, isWinner };
  });

  /** How many objects have their keys held: all, or those before there were too many. */
  async function look(part: KeyPart): Promise<number | 'time is up'> {
    newest.begin(part);
    let done = 0;
    for await (const source of openSources(held, layout, store)) {
      if (isTimeUp()) return 'time is up';
      rowsOf.set(source.object, source.rows);
      const isLastPart = part.bits === MAX_BITS;
      const most = isLastPart && done === 0 ? Number.POSITIVE_INFINITY : maxHeld;
      if (!(await newest.hold(placeOf(source), source, most))) return done;
      done += 1;
    }
    for await (const source of openSources(compared, layout, store)) {
      if (isTimeUp()) return 'time is up';
      rowsOf.set(source.object, source.rows);
      await newest.compare(placeOf(source), source);
    }
    return done;
  }

  /** @param done of a part, which another part can have a few keys more than */
  function withoutLast(done: number): ArchiveObject[] {
    const some = new Set(held.slice(0, Math.max(1, Math.floor(done * SURE))));
    return objects.filter((object) => settled.has(object) || some.has(object));
  }
}
