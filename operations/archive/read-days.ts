import type { ArchiveTable } from '../../families/archive/archive-table.ts';
import type { ArchiveRow } from '../../families/archive/column.ts';
import { type ArchiveStore, ObjectGone } from '../../lambda/archive/archive-store.ts';
import { rowsInGroups } from '../../lambda/archive/row-groups.ts';
import { eachInParquet } from '../../lambda/archive/unreadable-object.ts';
import { groupBy } from '../../shared/group-by.ts';
import type { Unread } from '../set-aside/each-object.ts';
import { type Days, type ObjectOfDay, objectsOfDays } from './objects-of-days.ts';
import { orUnread } from './or-unread.ts';

/** What reads one day of a table. Where a merge overtakes it, another one is asked for, and its day begins again. */
export interface DayReader {
  /** Told of the rows of the day, some at a time. */
  rows(some: readonly ArchiveRow[]): Promise<void>;
  /** Told when it has had all of them. */
  end?(): void;
}

export interface ReadDaysOptions<Table extends Pick<ArchiveTable, 'layout'>> extends Days {
  store: Pick<ArchiveStore, 'list' | 'open'>;
  tables: readonly Table[];
  /** Of the rows of a table those that are read. @default all of them */
  columns?(table: Table): readonly string[];
  rowsAtOnce: number;
  /** Gets the objects that cannot be read. */
  unread: Unread[];
  /** Bytes of objects that are to be read. */
  onStart?(totalBytes: number): void;
  onProgress?(doneBytes: number): void;
}

/** Tries again: what is merged while it is read lies in another object. */
const TRIES = 3;

/**
 * Reads the rows of tables, day by day. Where a merge removes an object meanwhile, its day is listed and read once more
 * from its beginning.
 * @throws ObjectGone where merges go on and on while a day is read
 */
export async function readDays<Table extends Pick<ArchiveTable, 'layout'>>(
  options: ReadDaysOptions<Table>,
  openDay: (table: Table) => DayReader,
): Promise<void> {
  const { store, tables, rowsAtOnce, unread, onStart, onProgress } = options;
  const found = await Promise.all(
    tables.map(async (table) => ({ table, objects: await objectsOfDays(store, table.layout, options) })),
  );
  onStart?.(bytesOf(found.flatMap(({ objects }) => objects)));
  let done = 0;
  for (const { table, objects } of found) {
    for (const [day, listed] of groupBy(objects, (object) => object.day)) {
      done += bytesOf(await readDay(table, day, listed));
      onProgress?.(done);
    }
  }

  /** @returns the objects that were read in the end */
  async function readDay(table: Table, day: string, listed: readonly ObjectOfDay[]): Promise<readonly ObjectOfDay[]> {
    let objects = listed;
    for (let attempt = 1; ; attempt += 1) {
      const reader = openDay(table);
      try {
        for (const object of objects) await orUnread(unread, () => readObject(table, object, reader));
        reader.end?.();
        return objects;
      } catch (error) {
        if (!(error instanceof ObjectGone) || attempt === TRIES) throw error;
        objects = await objectsOfDays(store, table.layout, { from: day, to: day });
      }
    }
  }

  async function readObject(table: Table, object: ObjectOfDay, reader: DayReader): Promise<void> {
    let some: ArchiveRow[] = [];
    const rows = eachInParquet(object, store, (file) => rowsInGroups(table.layout, file, options.columns?.(table)));
    for await (const row of rows) {
      some.push(row);
      if (some.length < rowsAtOnce) continue;
      await reader.rows(some);
      some = [];
    }
    if (some.length > 0) await reader.rows(some);
  }
}

function bytesOf(objects: readonly ObjectOfDay[]): number {
  return objects.reduce((sum, { bytes }) => sum + bytes, 0);
}
