import { createIngest } from '../../lambda/ingest/ingest.ts';
import type { QuarantinedRecord, UnsupportedEvents } from '../../lambda/quarantine/quarantine.ts';
import type { ItemWriter } from '../../lambda/store/item-writer.ts';
import { CONFIG, kinesisRecord } from '../../samples/builders.ts';
import { systemClock } from '../../shared/clock.ts';
import { createMemoryStore } from '../memory-store.ts';
import { ONLY_PUTS } from '../only-puts.ts';

const TIME_LEFT = { getRemainingTimeInMillis: () => 60_000 };
const NOWHERE: ItemWriter = { ...ONLY_PUTS, put: async () => [] };

/** One batch through ingest: what it told Lambda, and what it left behind in memory. `store` is written to as well. */
export async function ingestInMemory(payloads: readonly (string | Buffer)[], store = NOWHERE) {
  const memory = createMemoryStore();
  const quarantined: QuarantinedRecord[] = [];
  const unsupported: UnsupportedEvents[] = [];
  const ingest = createIngest({
    store: {
      ...ONLY_PUTS,
      async put(items, signal) {
        await memory.put(items, signal);
        return store.put(items, signal);
      },
    },
    quarantine: {
      putRecord: async (record) => void quarantined.push(record),
      putUnsupported: async (events) => void unsupported.push(events),
    },
    config: CONFIG,
    clock: systemClock,
  });
  const records = payloads.map((data, position) => kinesisRecord(data, { position }));
  const { response, report } = await ingest(records, TIME_LEFT);
  return { items: [...memory.items.values()], quarantined, unsupported, response, report };
}
