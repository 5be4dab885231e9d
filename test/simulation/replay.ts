import type { KinesisStreamRecord } from 'aws-lambda';
import { createQuarantineWriter } from '../../lambda/quarantine/quarantine.ts';
import { createItemWriter } from '../../lambda/store/item-writer.ts';
import { TABLES } from '../../local/names.ts';
import { ARRIVAL_MS, CONFIG } from '../../samples/builders.ts';
import type { Random } from '../../samples/random.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Violation } from './account.ts';
import type { Parts } from './parts.ts';
import { checkItems, createSimulatedStorage, type SimulatedStorage, simulatedDynamoDb } from './simulated-storage.ts';
import type { SimulatedStream } from './simulated-stream.ts';

export interface ReplayOptions {
  stream: SimulatedStream;
  storage: SimulatedStorage;
  parts: Parts;
  random: Random;
}

const LATER_MS = 3_600_000;
const BATCH = 7;

/** Nothing fails here, so whoever sleeps waits for a deadline that does not come. */
const clockAt = (now: number): Clock => ({
  now: () => now,
  sleep: () => new Promise(() => undefined),
  random: () => 0.5,
});

/**
 * What is different when records are delivered again, an hour later: the first of them and then all, onto the table as
 * it is, and all of them in any order to an empty one.
 */
export async function replayProblems({ stream, storage, parts, random }: ReplayOptions): Promise<Violation[]> {
  const records = stream.placed.map(({ kinesis }) => kinesis);
  const first = records.slice(0, random.integer(0, records.length));
  const again = await replay([...first, ...records], parts, storage.rows);
  const anew = await replay(shuffled(records, random), parts);
  const givenUp = stream.placed.filter(({ kinesis }) => storage.isGivenUp(kinesis.kinesis.sequenceNumber));
  const mayBeNew = new Set(givenUp.flatMap(({ rows }) => rows));
  // What was given up can be the greatest version of a call, or have written what leads to it.
  const open = givenUp.flatMap(({ summaries, plan }) => [
    ...summaries.map(({ key }) => key.replace(/ .*/, '')),
    ...(summaries.length > 0 ? [`CA${'0'.repeat(31)}${plan.call}`] : []),
  ]);
  const isOpen = (key: string, row: string) =>
    JSON.parse(row).part !== undefined && open.some((sid) => key.includes(sid));
  const problems: Violation[] = [];
  for (const [key, row] of again) {
    if (isOpen(key, row)) continue;
    const before = storage.rows.get(key);
    if (before === undefined && !mayBeNew.has(JSON.parse(row).event_id?.S)) {
      problems.push({ property: 'replay', detail: `${key} is new` });
    } else if (before !== undefined && !isSame(row, before, stream)) {
      problems.push({ property: 'replay', detail: `${key} changed` });
    }
  }
  for (const [key, row] of storage.rows) {
    if (isOpen(key, row)) continue;
    const other = anew.get(key);
    if (other === undefined || !isSame(row, other, stream))
      problems.push({ property: 'order', detail: `${key} differs` });
  }
  return problems;
}

/** Of a row, what comes from the arrival of its record. */
const FROM_ARRIVAL = ['expires_at', 'level_timestamp'];

/** Byte for byte; where an event came in several records, but for what tells when the last of them came. */
function isSame(row: string, other: string, stream: SimulatedStream): boolean {
  if (row === other) return true;
  const id = JSON.parse(row).event_id?.S;
  const ids = stream.placed.map(({ rows, summaries }) => [...rows, ...summaries.map((one) => one.id)]);
  if (ids.filter((some) => some.includes(id)).length < 2) return false;
  const withoutArrival = (text: string) =>
    JSON.stringify(JSON.parse(text), (name, value) => (FROM_ARRIVAL.includes(name) ? undefined : value));
  return withoutArrival(row) === withoutArrival(other);
}

/** The rows after a delivery of these records without any trouble. */
async function replay(
  records: readonly KinesisStreamRecord[],
  parts: Parts,
  rows: ReadonlyMap<string, string> = new Map(),
): Promise<Map<string, string>> {
  const storage = createSimulatedStorage();
  for (const [key, row] of rows) storage.rows.set(key, row);
  const clock = clockAt(ARRIVAL_MS + LATER_MS);
  const client = simulatedDynamoDb(async ({ items, guard }) => {
    checkItems(items);
    const [item] = items;
    if (guard !== undefined && item !== undefined) return { replaced: storage.writeGuarded(item, guard) };
    storage.write(items);
    return {};
  });
  const ingest = parts.createIngest({
    store: parts.writer(
      createItemWriter({
        client: parts.table(client),
        tables: TABLES,
        clock,
      }),
      clock,
    ),
    quarantine: parts.quarantine(createQuarantineWriter(async (entry) => storage.keep(entry))),
    config: CONFIG,
    clock,
  });
  for (let start = 0; start < records.length; start += BATCH) {
    await ingest(records.slice(start, start + BATCH), { getRemainingTimeInMillis: () => 60_000 });
  }
  return storage.rows;
}

function shuffled<Element>(elements: readonly Element[], random: Random): Element[] {
  return elements
    .map((element) => ({ element, rank: random.next() }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ element }) => element);
}
