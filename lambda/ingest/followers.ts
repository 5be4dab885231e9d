import type { BatchItem, BatchRecord } from './batch.ts';

/**
 * Guarded items of a batch, which are written when the other items of their events are: those lead to them, and somebody
 * who follows one is to find something. An item that no other leads to is free at once.
 */
export interface Followers {
  /** Guarded items that wait for nothing. */
  readonly free: readonly BatchItem[];
  /** An item is in its table, or refused for good. @returns the guarded items that waited for nothing else */
  after(item: BatchItem): BatchItem[];
}

export function trackFollowers(items: readonly BatchItem[]): Followers {
  const guarded = items.filter(({ row }) => row.guard !== undefined);
  const followers = new Map<BatchItem, ReadonlySet<BatchItem>>();
  const waitsFor = new Map<BatchItem, number>(guarded.map((item) => [item, 0]));
  if (guarded.length > 0) {
    const byEvent = eventsOf(guarded);
    for (const item of items) {
      if (item.row.guard !== undefined) continue;
      const waiting = new Set(item.places.flatMap(({ record, index }) => byEvent.get(record)?.get(index) ?? []));
      followers.set(item, waiting);
      for (const follower of waiting) waitsFor.set(follower, (waitsFor.get(follower) ?? 0) + 1);
    }
  }
  return {
    free: guarded.filter((item) => waitsFor.get(item) === 0),
    after(item) {
      const released: BatchItem[] = [];
      for (const follower of followers.get(item) ?? []) {
        const left = (waitsFor.get(follower) ?? 0) - 1;
        waitsFor.set(follower, left);
        if (left === 0) released.push(follower);
      }
      return released;
    },
  };
}

/** The guarded items of each event of a record. */
function eventsOf(guarded: readonly BatchItem[]): Map<BatchRecord, Map<number | undefined, BatchItem[]>> {
  const byEvent = new Map<BatchRecord, Map<number | undefined, BatchItem[]>>();
  for (const item of guarded) {
    for (const { record, index } of item.places) {
      const events = byEvent.get(record) ?? new Map<number | undefined, BatchItem[]>();
      byEvent.set(record, events.set(index, [...(events.get(index) ?? []), item]));
    }
  }
  return byEvent;
}
