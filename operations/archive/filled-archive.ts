import type { KinesisStreamRecord } from 'aws-lambda';
import type { EventFamily } from '../../families/family.ts';
import type { IngestConfig } from '../../families/ingest-config.ts';
import type { ArchiveWriter } from '../../lambda/archive/archive-store.ts';
import { addRows, type DayRows, rowsOfBatch, rowsOfEvent } from '../../lambda/archive/batch-rows.ts';
import { toStreamRecord } from '../../lambda/ingest/stream-record.ts';
import type { Clock } from '../../shared/clock.ts';
import { putFilled } from './put-filled.ts';

/** Takes events whose rows a command has written, so that the archive has what the tables have. */
export interface FilledArchive {
  /** @param arrivalMs when the row says that the event came, epoch ms */
  add<Event>(family: EventFamily<Event>, event: Event, arrivalMs: number): Promise<void>;
  /** The same of records that were set aside; what of them cannot be read is left out. */
  addRecords(records: readonly KinesisStreamRecord[]): Promise<void>;
  /** Archives what was added and is not archived yet. */
  flush(): Promise<void>;
}

/** An object of so many rows is small enough to keep in memory, and large enough to cost little. */
const MOST_ROWS = 3_000;

/** An object for each table and day, named after its rows: the same rows again are the same object. */
export function createFilledArchive({
  store,
  config,
  clock,
}: {
  store: ArchiveWriter;
  config: IngestConfig;
  clock: Pick<Clock, 'now'>;
}): FilledArchive {
  const days = new Map<string, DayRows>();
  let waiting = 0;

  function wait(made: DayRows): void {
    addRows(days, made);
    waiting += made.rows.length;
  }

  async function flush(): Promise<void> {
    // Taken out first: others add while it is put.
    const taken = [...days.values()];
    days.clear();
    waiting = 0;
    while (taken[0] !== undefined) {
      try {
        await putFilled(store, taken[0]);
      } catch (error) {
        for (const made of taken) wait(made);
        throw error;
      }
      taken.shift();
    }
  }

  return {
    flush,
    async add(family, event, arrivalMs) {
      const decoded = { family: family as EventFamily, event, mismatches: [] };
      for (const made of rowsOfEvent(decoded, { arrivalMs, config }) ?? []) wait(made);
      if (waiting >= MOST_ROWS) await flush();
    },
    async addRecords(records) {
      const now = clock.now();
      const { days: made } = rowsOfBatch(
        records.map((record) => toStreamRecord(record, now)),
        config,
      );
      for (const day of made) wait(day);
      if (waiting >= MOST_ROWS) await flush();
    },
  };
}
