import { expect } from 'vitest';
import type { IngestConfig } from '../../families/ingest-config.ts';
import { createIngest } from '../../lambda/ingest/ingest.ts';
import type { TableClient } from '../../lambda/store/dynamodb-client.ts';
import { createItemWriter } from '../../lambda/store/item-writer.ts';
import { CONFIG, kinesisRecords } from '../../samples/builders.ts';
import { systemClock } from '../../shared/clock.ts';
import type { TableNames } from '../../shared/table.ts';

/** Makes the rows of events, of which none may be set aside. */
export async function ingestInto(
  place: { client: TableClient; tables: TableNames },
  values: readonly unknown[],
  config: IngestConfig = CONFIG,
): Promise<void> {
  const store = createItemWriter({ ...place, clock: systemClock });
  const quarantine = { putRecord: () => Promise.reject(), putUnsupported: () => Promise.reject() };
  const run = createIngest({ store, quarantine, config, clock: systemClock });
  const { response } = await run(kinesisRecords(values), { getRemainingTimeInMillis: () => 60_000 });
  expect(response.batchItemFailures).toEqual([]);
}
