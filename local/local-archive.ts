import path from 'node:path';
import type { IngestConfig } from '../families/ingest-config.ts';
import { createArchive } from '../lambda/archive/archive.ts';
import { createFileArchive } from '../lambda/archive/file-archive.ts';
import { createMerge } from '../lambda/merge/merge.ts';
import { HOURLY } from '../lambda/merge/merge-plan.ts';
import { holderHere, isAliveHere } from '../lambda/merge/process-holder.ts';
import type { SteadyClock } from '../shared/clock.ts';
import { AS_DEPLOYED } from './as-deployed.ts';
import type { Checkpoints } from './checkpoints.ts';
import { startEventSourceMapping } from './event-source-mapping.ts';
import type { RecordSource } from './record-source.ts';
import { startRepeated } from './repeated.ts';
import type { GivenUpBatch } from './shard-consumer.ts';

export interface LocalArchiveOptions {
  /** The folder of the archive. */
  directory: string;
  source: RecordSource;
  /** Its own: neither reader of the stream waits for the other. */
  checkpoints: Checkpoints;
  config: IngestConfig;
  clock: SteadyClock;
  onFailure: (batch: GivenUpBatch) => Promise<void>;
  /** Told of what is tried again. */
  onTrouble: (where: string, error: unknown) => void;
}

/** Here somebody waits for the answer: deployed it is five minutes. */
const WINDOW_MS = 2_000;
const BATCH_SIZE = 10_000;
/** A day that is over is one object within a minute. */
const MERGE_EVERY_MS = 20_000;
/** However large the archive is, looking takes one part of the time in so many. */
const REST_FOR_EACH_MERGE = 20;
/** As deployed, but that no grace is given: whoever looks here looks soon. */
const THRESHOLDS = { ...HOURLY, graceMs: 0, minObjects: 100, minAgeMs: 60_000, lookBackDays: Number.POSITIVE_INFINITY };
/** As deployed where nothing is set. */
const ARCHIVE_DAYS = 1_095;

/** The second reader of the stream: Parquet files by table and day, and the merge of days that are over. */
export async function startLocalArchive(options: LocalArchiveOptions): Promise<{ stop(): Promise<void> }> {
  const { directory, config, clock, onTrouble } = options;
  const store = createFileArchive({ directory: path.resolve(directory) });
  const archive = createArchive({ store, config, clock });
  const mapping = await startEventSourceMapping({
    ...options,
    ...AS_DEPLOYED,
    batchSize: BATCH_SIZE,
    maximumBatchingWindowMs: WINDOW_MS,
    onTrouble: (shardId, error) => onTrouble(`archive of ${shardId}: will be tried again`, error),
    invoke: async ({ Records }) => {
      await archive(Records);
      return undefined;
    },
  });
  const merge = createMerge({
    store,
    clock,
    archiveDays: ARCHIVE_DAYS,
    thresholds: THRESHOLDS,
    holder: holderHere(),
    isAlive: isAliveHere,
  });
  const told = new Set<string>();
  const merging = startRepeated({
    async run() {
      for (const { key, problem } of (await merge()).unreadable) {
        if (told.has(key)) continue;
        told.add(key);
        onTrouble('merge of the archive', new Error(`${key} is left alone: ${problem}`));
      }
    },
    restMs: (tookMs) => Math.max(MERGE_EVERY_MS, tookMs * REST_FOR_EACH_MERGE),
    clock,
    onTrouble: (error) => onTrouble('merge of the archive', error),
  });
  return { stop: async () => void (await Promise.all([mapping.stop(), merging.stop()])) };
}
