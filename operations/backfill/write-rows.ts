import type { Row } from '../../families/family.ts';
import { type GuardedItem, type ItemWriter, inBatches } from '../../lambda/store/item-writer.ts';
import type { Clock } from '../../shared/clock.ts';
import { inTime } from './in-time.ts';

/** Writes the rows of an event, what leads to them first, as ingest does. @returns whether what has a guard was stored */
export async function writeRows(
  rows: readonly Row[],
  { writer, clock }: { writer: ItemWriter; clock: Clock },
): Promise<{ stored: boolean; refused?: string }> {
  const pointers = rows.filter(({ guard }) => guard === undefined);
  for (const { holders } of inBatches(pointers, (row) => row)) {
    const [refused] = await inTime(holders.length, clock, (signal) => writer.put(holders, signal));
    if (refused !== undefined) return { stored: false, refused: refused.message };
  }
  let stored = false;
  for (const row of rows.filter((each): each is Row & GuardedItem => each.guard !== undefined)) {
    const put = await inTime(1, clock, (signal) => writer.putGuarded(row, signal));
    if (put.outcome === 'refused') return { stored, refused: put.message };
    stored ||= put.outcome === 'stored';
  }
  return { stored };
}

/** As DynamoDB compares texts. */
export function isGreaterRank(one: string, other: string): boolean {
  return Buffer.compare(Buffer.from(one), Buffer.from(other)) > 0;
}
