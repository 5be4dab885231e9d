import pLimit from 'p-limit';
import type { ArchiveLayout } from '../../families/archive/archive-table.ts';
import { ARCHIVE_LAYOUTS } from '../../families/archive/layouts.ts';
import { type ArchiveObject, type ArchiveStore, noneIfGone } from '../../lambda/archive/archive-store.ts';
import { type Footer, readFooter } from '../../lambda/archive/footer.ts';
import { readParquet } from '../../lambda/archive/unreadable-object.ts';
import { type LockText, readLock } from '../../lambda/merge/lock.ts';
import { placeOf } from '../../lambda/merge/object-place.ts';
import { ARCHIVE } from '../../shared/archive.ts';
import type { Unread } from '../set-aside/each-object.ts';
import { orUnread } from './or-unread.ts';

/** What a table of the archive has. */
export interface TableStatus {
  table: ArchiveLayout['name'];
  days: number;
  /** The first and the last day; null of an empty table. */
  firstDay: string | null;
  lastDay: string | null;
  objects: number;
  bytes: number;
  /** In the objects whose footers were read: all of them, unless they are very many. */
  rows: number;
  isEveryRowCounted: boolean;
  /** The time of the newest row, ISO 8601, UTC: not later than the newest row came. */
  newest: string | null;
  /** Objects as they were archived: a day that has some may count a row twice. */
  unmerged: number;
}

export interface ArchiveStatus {
  tables: TableStatus[];
  /** Who merges or erases just now. */
  lock: LockText | null;
  /** Objects that cannot be read: their rows are not counted. */
  unread: Unread[];
}

export interface ArchiveStatusOptions {
  store: Pick<ArchiveStore, 'list' | 'open' | 'read'>;
  /** Of each table, the newest so many objects are opened to count their rows. @default 5,000 */
  mostFooters?: number;
  /** Of objects that are opened. */
  onStart?(total: number): void;
  onProgress?(done: number): void;
}

const MOST_FOOTERS = 5_000;
const READS_IN_FLIGHT = 16;

/** Looks at every object's name, and at the footers of those that may be newest. */
export async function archiveStatus(options: ArchiveStatusOptions): Promise<ArchiveStatus> {
  const { store, mostFooters = MOST_FOOTERS, onStart, onProgress } = options;
  const listed = await Promise.all(
    ARCHIVE_LAYOUTS.map(async (layout) => ({ layout, objects: await objectsOf(layout, store) })),
  );
  const opened = listed.map((table) => ({ ...table, opened: table.objects.slice(-mostFooters) }));
  onStart?.(opened.reduce((sum, table) => sum + table.opened.length, 0));
  const unread: Unread[] = [];
  let done = 0;
  const inFlight = pLimit(READS_IN_FLIGHT);
  const footerOf = (object: ArchiveObject) =>
    inFlight(async () => {
      // Where a merge was faster, the rows are in another object.
      const footer = await orUnread(unread, () => readParquet(object, store, readFooter)).catch(noneIfGone);
      done += 1;
      onProgress?.(done);
      return footer;
    });
  const tables = opened.map(async ({ layout, objects, opened }): Promise<TableStatus> => {
    const footers = (await Promise.all(opened.map(footerOf))).filter((footer) => footer !== undefined);
    const newest = Math.max(...footers.flatMap((footer) => newestIn(footer, layout) ?? []));
    const days = [...new Set(objects.map(({ key }) => placeOf(key)?.day ?? ''))];
    return {
      table: layout.name,
      days: days.length,
      firstDay: days[0] ?? null,
      lastDay: days.at(-1) ?? null,
      objects: objects.length,
      bytes: objects.reduce((sum, { bytes }) => sum + bytes, 0),
      rows: footers.reduce((sum, { rows }) => sum + rows, 0),
      isEveryRowCounted: opened.length === objects.length,
      newest: Number.isFinite(newest) ? new Date(newest).toISOString() : null,
      unmerged: objects.filter(({ key }) => placeOf(key)?.level === 0).length,
    };
  });
  const lock = await store.read(ARCHIVE.lock);
  return { tables: await Promise.all(tables), lock: lock === undefined ? null : readLock(lock.text), unread };
}

/** Of an event whose clock is ahead, the time that it came: else one wrong clock says for years that all is new. */
function newestIn({ latest }: Footer, { dayFrom }: ArchiveLayout): number | undefined {
  const [own, arrived] = [latest(dayFrom), latest('arrived_at')];
  return own === undefined || arrived === undefined ? own : Math.min(own, arrived);
}

/** In the order of their days. */
async function objectsOf({ folder }: ArchiveLayout, store: Pick<ArchiveStore, 'list'>): Promise<ArchiveObject[]> {
  const objects: ArchiveObject[] = [];
  for await (const object of store.list(`${folder}/`)) {
    if (placeOf(object.key) !== undefined) objects.push(object);
  }
  return objects;
}
