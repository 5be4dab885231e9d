import type { RowContext } from '../families/family.ts';
import { addRows, type DayRows, rowsOfEvent } from '../lambda/archive/batch-rows.ts';
import { createFileArchive } from '../lambda/archive/file-archive.ts';
import { batchObjectKey } from '../lambda/archive/object-name.ts';
import { writeRows } from '../lambda/archive/parquet.ts';
import { decodeEvent } from '../lambda/ingest/decode.ts';
import { ARRIVAL_MS, CONFIG, SHARD_ID, sequenceNumber } from '../samples/builders.ts';
import { sampleCalls, sampleSummaries } from '../samples/sample-calls.ts';

const DAYS = 60;
const DAY_MS = 86_400_000;
const SEED = 7;
/** Of the realistic mix. */
const EVENTS_OF_A_CALL = 29.7;
/** As many records as fit into one invocation. */
const BATCH = 3_600;

/** Writes sample events of two months, and the summaries of their calls, as the archive function would. */
export async function writeArchive({ directory, events }: { directory: string; events: number }) {
  const store = createFileArchive({ directory });
  const firstMs = ARRIVAL_MS - DAYS * DAY_MS;
  const calls = Math.ceil(events / DAYS / EVENTS_OF_A_CALL) + 5;
  let left = events;
  let batches = 0;
  let putMs = 0;
  for (let day = 0; day < DAYS && left > 0; day += 1) {
    const options = { seed: SEED + day, startMs: firstMs + day * DAY_MS, mix: 'realistic', calls } as const;
    const share = day === DAYS - 1 ? left : Math.min(left, Math.ceil(events / DAYS));
    const envelopes = [...sampleCalls(options)].flat().slice(0, share);
    left -= envelopes.length;
    const all = [...envelopes, ...[...sampleSummaries(options)].flat()];
    for (let start = 0; start < all.length; start += BATCH) {
      const begun = performance.now();
      const place = {
        shardId: SHARD_ID,
        firstSequenceNumber: sequenceNumber(batches * BATCH),
        lastSequenceNumber: sequenceNumber(batches * BATCH + BATCH - 1),
      };
      for (const { prefix, layout, rows } of rowsOf(all.slice(start, start + BATCH))) {
        await store.put(batchObjectKey(prefix, place), writeRows(layout, rows));
      }
      putMs += performance.now() - begun;
      batches += 1;
    }
  }
  if (left > 0) throw new Error(`${left} events too few`);
  return { lastMs: firstMs + (DAYS - 1) * DAY_MS, putMs, batches };
}

function rowsOf(envelopes: readonly { time: string }[]): DayRows[] {
  const days = new Map<string, DayRows>();
  for (const envelope of envelopes) {
    const event = decodeEvent(envelope);
    if (!event.ok) throw new Error(event.detail);
    const context: RowContext = { arrivalMs: Date.parse(envelope.time) + 1_000, config: CONFIG };
    for (const made of rowsOfEvent(event.value, context) ?? []) addRows(days, made);
  }
  return [...days.values()];
}
