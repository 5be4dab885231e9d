import type { ArchiveLayout } from '../../families/archive/archive-table.ts';
import type { ArchiveObject, ArchiveStore } from '../../lambda/archive/archive-store.ts';
import { dayPrefix } from '../../lambda/archive/object-name.ts';
import { ARCHIVE } from '../../shared/archive.ts';

/** Days of the archive, `yyyy-mm-dd`, both included; from the first, up to the last without them. */
export interface Days {
  from?: string;
  to?: string;
}

/** An object, and the day that it is of. */
export interface ObjectOfDay extends ArchiveObject {
  day: string;
}

const DAY = new RegExp(`/${ARCHIVE.dayPrefix}(\\d{4}-\\d{2}-\\d{2})/[^/]+\\${ARCHIVE.ending}$`);
/** Later than any day. */
const NO_DAY = '~';

/**
 * The objects of a table of some days, in the order in which their rows came: those of a day that were merged, those that
 * commands brought, then those of the stream.
 */
export async function objectsOfDays(
  store: Pick<ArchiveStore, 'list'>,
  { folder }: Pick<ArchiveLayout, 'folder'>,
  { from = '', to = NO_DAY }: Days,
): Promise<ObjectOfDay[]> {
  const found: ObjectOfDay[] = [];
  // A day's own prefix without its slash comes before all of its objects.
  for await (const object of store.list(`${folder}/`, dayPrefix(folder, from).slice(0, -1))) {
    const day = DAY.exec(object.key)?.[1];
    if (day === undefined) continue;
    if (day > to) break;
    found.push({ ...object, day });
  }
  return found.sort(
    (one, other) => compare(one.day, other.day) || age(one) - age(other) || compare(one.key, other.key),
  );
}

function age({ key }: ArchiveObject): number {
  const name = key.slice(key.lastIndexOf('/') + 1);
  if (name.startsWith('1-')) return 0;
  return name.startsWith('0-backfill-') ? 1 : 2;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
