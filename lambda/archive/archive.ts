import type { KinesisStreamRecord } from 'aws-lambda';
import pLimit from 'p-limit';
import type { ArchiveTableName } from '../../families/archive/archive-table.ts';
import type { IngestConfig } from '../../families/ingest-config.ts';
import type { Clock } from '../../shared/clock.ts';
import { placeOf, toStreamRecord } from '../ingest/stream-record.ts';
import type { ArchiveWriter } from './archive-store.ts';
import { rowsOfBatch, type Skipped } from './batch-rows.ts';
import { batchObjectKey } from './object-name.ts';
import { writeRows } from './parquet.ts';

export interface ArchiveOptions {
  store: ArchiveWriter;
  config: IngestConfig;
  clock: Clock;
  /** @default as Parquet, with GZIP */
  write?: typeof writeRows;
}

/** What came of a batch: counts, nothing of what an event says. */
export interface ArchiveReport {
  records: number;
  /** By table. */
  rows: ReadonlyMap<ArchiveTableName, number>;
  objects: number;
  bytes: number;
  skipped: Skipped;
}

export type Archive = (records: readonly KinesisStreamRecord[]) => Promise<ArchiveReport>;

const PUTS_IN_FLIGHT = 8;

/**
 * One batch of Kinesis records in; out, an object for each table and day that its rows are of. An object is named after
 * the records of its batch, so the same batch again writes the same objects again. What ingest puts aside is left out.
 * @throws Error where an object could not be put: the whole batch is to come again
 */
export function createArchive({ store, config, clock, write = writeRows }: ArchiveOptions): Archive {
  return async (sources) => {
    const now = clock.now();
    const records = sources.map((source) => toStreamRecord(source, now));
    const { days, skipped } = rowsOfBatch(records, config);
    const [first, last] = [records[0], records.at(-1)].map((record) => record && placeOf(record));
    const limit = pLimit(PUTS_IN_FLIGHT);
    let bytes = 0;
    const puts = days.map(({ prefix, layout, rows }) =>
      limit(async () => {
        const body = write(layout, rows);
        const { shardId = '', sequenceNumber: firstSequenceNumber = '' } = first ?? {};
        const place = { shardId, firstSequenceNumber, lastSequenceNumber: last?.sequenceNumber ?? '' };
        await store.put(batchObjectKey(prefix, place), body);
        bytes += body.length;
      }),
    );
    // All of them have ended before anybody hears of one that failed: none goes on behind the batch that comes again.
    const failed = (await Promise.allSettled(puts)).find((put) => put.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    const rows = new Map<ArchiveTableName, number>();
    for (const { layout, rows: made } of days) rows.set(layout.name, (rows.get(layout.name) ?? 0) + made.length);
    return { records: records.length, rows, objects: days.length, bytes, skipped };
  };
}
