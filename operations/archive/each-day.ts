import type { ArchiveLayout } from '../../families/archive/archive-table.ts';
import { type ArchiveStore, ObjectGone } from '../../lambda/archive/archive-store.ts';
import { type ObjectOfDay, objectsOfDays } from './objects-of-days.ts';

/** Tries again: what is merged while it is read lies in another object. */
const TRIES = 3;

/**
 * Reads the objects of a table, day by day. Where a merge removes one of them meanwhile, its day is listed and read once
 * more from its beginning.
 * @param objects in the order of their days
 * @param readDay may be called again with the same rows
 * @throws ObjectGone where merges go on and on while a day is read
 */
export async function eachDay(
  objects: readonly ObjectOfDay[],
  { store, layout }: { store: Pick<ArchiveStore, 'list'>; layout: Pick<ArchiveLayout, 'folder'> },
  readDay: (objects: readonly ObjectOfDay[]) => Promise<void>,
): Promise<void> {
  for (const day of new Set(objects.map((object) => object.day))) {
    let ofDay = objects.filter((object) => object.day === day);
    for (let attempt = 1; ; attempt += 1) {
      try {
        await readDay(ofDay);
        break;
      } catch (error) {
        if (!(error instanceof ObjectGone) || attempt === TRIES) throw error;
        ofDay = await objectsOfDays(store, layout, { from: day, to: day });
      }
    }
  }
}
