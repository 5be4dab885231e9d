import pLimit from 'p-limit';
import type { ArchiveTable, ArchiveTableName } from '../../families/archive/archive-table.ts';
import type { ArchiveRow } from '../../families/archive/column.ts';
import type { Row } from '../../families/family.ts';
import type { IngestConfig } from '../../families/ingest-config.ts';
import type { ArchiveStore } from '../../lambda/archive/archive-store.ts';
import { type ItemWriter, inBatches } from '../../lambda/store/item-writer.ts';
import type { Clock } from '../../shared/clock.ts';
import { inTime } from '../backfill/in-time.ts';
import { writeRows } from '../backfill/write-rows.ts';
import { isOver } from '../end-of-row.ts';
import type { Unread } from '../set-aside/each-object.ts';
import type { Days } from './objects-of-days.ts';
import { readDays } from './read-days.ts';
import { tableRowsOf } from './table-rows.ts';

export interface RestoreOptions extends Days {
  store: Pick<ArchiveStore, 'list' | 'open'>;
  writer: ItemWriter;
  /** Of the ingest that runs: rows are kept as long as it says, from when they came. */
  config: IngestConfig;
  clock: Clock;
  tables: readonly ArchiveTable[];
  /** False only counts. */
  execute: boolean;
  /** Bytes of objects that are to be read. */
  onStart?(totalBytes: number): void;
  onProgress?(doneBytes: number): void;
}

/** What was restored, or would be. */
export interface RestoreReport {
  /** Rows of the archive, by table. */
  rows: ReadonlyMap<ArchiveTableName, number>;
  /** Those of them whose time in the table is over: they stay in the archive. */
  expired: number;
  /** Those that the table refuses, and why the first of them was. */
  refused: number;
  refusal?: string;
  /** Objects that cannot be read. */
  unread: Unread[];
}

/** Rows that are made at once: enough to keep the table busy. */
const ROWS_AT_ONCE = 500;
const WRITES_IN_FLIGHT = 8;

/**
 * Rows of the archive back into the tables, each as ingest wrote it. Of rows with a guard the greatest is left, so that it
 * can be killed anywhere and run again, also while ingest writes.
 * @throws the table's error, or ObjectGone where merges go on and on: what was written stays
 */
export async function restore(options: RestoreOptions): Promise<RestoreReport> {
  const { config, clock, execute } = options;
  const report = emptyReport();
  await readDays({ ...options, rowsAtOnce: ROWS_AT_ONCE, unread: report.unread }, (table) => {
    // Of a day that is read twice, the last time counts.
    const day = emptyReport();
    return {
      rows: (some) => restoreSome(table, some, day),
      end: () => add(day, report),
    };
  });
  return report;

  async function restoreSome(table: ArchiveTable, archived: readonly ArchiveRow[], day: Counts): Promise<void> {
    const { name } = table.layout;
    day.rows.set(name, (day.rows.get(name) ?? 0) + archived.length);
    const unguarded = new Map<string, Row>();
    const guarded: (readonly Row[])[] = [];
    for (const row of archived) {
      const made = tableRowsOf(table, row, config);
      if (!made.ok) refuse(made.detail, day);
      else if (made.value.some(({ guard, isPointer }) => guard === undefined && !isPointer)) {
        // Of one key in a request, the one that came last.
        for (const one of made.value) if (!isExpired(one, day)) unguarded.set(one.key, one);
      } else if (!made.value.filter(({ isPointer }) => !isPointer).every((one) => isExpired(one, day)))
        guarded.push(made.value);
    }
    if (!execute) return;
    const limit = pLimit(WRITES_IN_FLIGHT);
    const writes = [
      ...inBatches([...unguarded.values()], (row) => row).map(
        ({ holders }) =>
          () =>
            putAll(holders, day),
      ),
      ...guarded.map((rows) => () => putGuarded(rows, day)),
    ];
    await Promise.all(writes.map((write) => limit(write))).finally(() => limit.clearQueue());
  }

  async function putAll(rows: readonly Row[], day: Counts): Promise<void> {
    const refused = await inTime(rows.length, clock, (signal) => options.writer.put(rows, signal));
    for (const { message } of refused) refuse(message, day);
  }

  async function putGuarded(rows: readonly Row[], day: Counts): Promise<void> {
    const { refused } = await writeRows(rows, { writer: options.writer, clock });
    if (refused !== undefined) refuse(refused, day);
  }

  /** Of a row that only leads to another one that goes too: it is counted as none. */
  function isExpired(row: Row, day: Counts): boolean {
    const isGone = isOver(row, clock.now());
    if (isGone && !row.isPointer) day.expired += 1;
    return isGone;
  }
}

interface Counts extends RestoreReport {
  rows: Map<ArchiveTableName, number>;
}

function emptyReport(): Counts {
  return { rows: new Map(), expired: 0, refused: 0, unread: [] };
}

function refuse(why: string, day: Counts): void {
  day.refused += 1;
  day.refusal ??= why;
}

function add(day: Counts, report: Counts): void {
  for (const [name, rows] of day.rows) report.rows.set(name, (report.rows.get(name) ?? 0) + rows);
  report.expired += day.expired;
  report.refused += day.refused;
  report.refusal ??= day.refusal;
}
