import type { GuardedPut } from '../store/item-writer.ts';
import type { Batch, BatchItem, BatchRecord, Problem } from './batch.ts';

/** How far the records of a batch are. A record is safe when every event of it is in a table, or it is in quarantine. */
export interface Progress {
  isSafe(record: BatchRecord): boolean;
  /** Whether the table will never take an item. */
  isRefused(item: BatchItem): boolean;
  /** Those of the record itself, then those that the table had, in the order of a list: the same at each delivery. */
  problemsOf(record: BatchRecord): readonly Problem[];
  /** An item is in its table, or refused for good: one write less for every record that holds its event. */
  itemDone(item: BatchItem, refusal?: string): void;
  /** The same of an item that was put with its guard: superseded is done, too. */
  guardedDone(item: BatchItem, result: GuardedPut): void;
  /** Undefined for an item without a guard, or not put yet. */
  guardedResultOf(item: BatchItem): GuardedPut | undefined;
  writeDone(record: BatchRecord): void;
  quarantined(record: BatchRecord): void;
}

interface RecordProgress {
  /** How many writes are not done. */
  writesLeft: number;
  refusals: Problem[];
  isSafe: boolean;
}

/**
 * @param onWritten told of each record once, when nothing of it is left to write and it has problems: it belongs into
 * quarantine. A record without problems is safe then.
 */
export function trackProgress(batch: Batch, onWritten: (record: BatchRecord) => void): Progress & { start(): void } {
  const refused = new Set<BatchItem>();
  const guardedResults = new Map<BatchItem, GuardedPut>();
  const progress = new Map<BatchRecord, RecordProgress>();
  for (const record of batch.records) {
    progress.set(record, { writesLeft: record.unsupported.length > 0 ? 1 : 0, refusals: [], isSafe: false });
  }
  for (const { places } of batch.items) for (const { record } of places) of(record).writesLeft += 1;

  function of(record: BatchRecord): RecordProgress {
    const known = progress.get(record);
    if (known === undefined) throw new Error('a record of another batch');
    return known;
  }

  function problemsOf(record: BatchRecord): readonly Problem[] {
    const { refusals } = of(record);
    if (refusals.length === 0) return record.problems;
    return [...record.problems, ...refusals].sort(inOrder);
  }

  function settle(record: BatchRecord): void {
    if (problemsOf(record).length === 0) of(record).isSafe = true;
    else onWritten(record);
  }

  function writeDone(record: BatchRecord): void {
    const known = of(record);
    known.writesLeft -= 1;
    if (known.writesLeft === 0) settle(record);
  }

  function itemDone(item: BatchItem, refusal?: string): void {
    if (refusal !== undefined) refused.add(item);
    for (const { record, index } of item.places) {
      if (refusal !== undefined) of(record).refusals.push({ reason: 'refused-by-dynamodb', detail: refusal, index });
      writeDone(record);
    }
  }

  return {
    start() {
      for (const record of batch.records) if (of(record).writesLeft === 0) settle(record);
    },
    isSafe: (record) => of(record).isSafe,
    isRefused: (item) => refused.has(item),
    problemsOf,
    itemDone,
    guardedDone(item, result) {
      guardedResults.set(item, result);
      itemDone(item, result.outcome === 'refused' ? result.message : undefined);
    },
    guardedResultOf: (item) => guardedResults.get(item),
    writeDone,
    quarantined(record) {
      of(record).isSafe = true;
    },
  };
}

/** Refusals come in any order, those of several rows of one event too. */
function inOrder(one: Problem, other: Problem): number {
  return (one.index ?? 0) - (other.index ?? 0) || Number(one.detail > other.detail) - Number(one.detail < other.detail);
}
