import { createHash } from 'node:crypto';
import { groupBy } from '../../shared/group-by.ts';

const OWN = /^(backfill-[\da-f]{40})-\d+$/;

/**
 * The id of what Twilio's REST API shows without one: made of its content and of its number among equals, so that the same
 * has the same key whenever, and from whatever half-done state, it is stored.
 * @param content redacted as rows are, or a hidden value could be guessed from the id
 * @param taken ids of rows, and of what was named before; the new one is added
 */
export function madeId(content: string, taken: Set<string>): string {
  let ordinal = 0;
  while (taken.has(`${idOf(content)}-${ordinal}`)) ordinal += 1;
  const id = `${idOf(content)}-${ordinal}`;
  taken.add(id);
  return id;
}

/** Rows of an earlier run say by their id whose they are: to match them by likeness could only lose something. */
export function withoutOwn<Known extends { content: string }, Stored>(
  shown: readonly Known[],
  stored: readonly Stored[],
  idOfStored: (row: Stored) => string,
): { left: Known[]; rows: Stored[] } {
  const own = groupBy(stored, (row) => OWN.exec(idOfStored(row))?.[1]);
  own.delete(undefined);
  const known = new Set<Stored>();
  const left = shown.filter(({ content }) => {
    const row = own.size > 0 && own.get(idOf(content))?.pop();
    if (!row) return true;
    known.add(row);
    return false;
  });
  return { left, rows: stored.filter((row) => !known.has(row)) };
}

function idOf(content: string): string {
  return `backfill-${createHash('sha256').update(content).digest('hex').slice(0, 40)}`;
}
