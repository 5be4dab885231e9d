/** Where an event is that is not in the table. */
export type Fate = 'quarantined' | 'given-up' | 'missing';

/** An event of a call, or the row of one. */
export interface EventOfCall {
  id: string;
  callSid: string;
}

/** What was found of a run. `kept`: where ids are that were seen in the bucket. */
export interface Found {
  rows: readonly EventOfCall[];
  kept: ReadonlyMap<string, Exclude<Fate, 'missing'>>;
}

/** Every event that was put is in exactly one of `stored` and `notStored`. */
export interface Account {
  /** Events with a row, or several. */
  stored: number;
  notStored: (EventOfCall & { fate: Fate })[];
  /** Of the stored ones, those with more than one row of their call. */
  doubled: (EventOfCall & { rows: number })[];
}

/**
 * Accounts for every event; pure. A row counts for the event of its id and its call alone. What is in the table is
 * stored, also where it was set aside too: Lambda gives up batches of which a part was written.
 */
export function account(expected: readonly EventOfCall[], { rows, kept }: Found): Account {
  const rowsOf = new Map<string, number>();
  for (const row of rows) rowsOf.set(keyOf(row), (rowsOf.get(keyOf(row)) ?? 0) + 1);
  const result: Account = { stored: 0, notStored: [], doubled: [] };
  for (const { id, callSid } of expected) {
    const count = rowsOf.get(keyOf({ id, callSid })) ?? 0;
    if (count === 0) result.notStored.push({ id, callSid, fate: kept.get(id) ?? 'missing' });
    else result.stored += 1;
    if (count > 1) result.doubled.push({ id, callSid, rows: count });
  }
  return result;
}

function keyOf({ id, callSid }: EventOfCall): string {
  return `${callSid} ${id}`;
}
