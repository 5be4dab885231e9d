import { createIngest } from '../../lambda/ingest/ingest.ts';
import type { QuarantineWriter } from '../../lambda/quarantine/quarantine.ts';
import type { TableClient } from '../../lambda/store/dynamodb-client.ts';
import type { ItemWriter } from '../../lambda/store/item-writer.ts';
import type { EventSourceMappingOptions } from '../../local/event-source-mapping.ts';
import type { Clock } from '../../shared/clock.ts';

/** The code under simulation, so that a broken variant can stand in for a part of it. */
export interface Parts {
  createIngest: typeof createIngest;
  table: (client: TableClient) => TableClient;
  writer: (writer: ItemWriter, clock: Clock) => ItemWriter;
  quarantine: (writer: QuarantineWriter) => QuarantineWriter;
  mapping: (options: EventSourceMappingOptions) => EventSourceMappingOptions;
}

export const AS_IT_IS: Parts = {
  createIngest,
  table: (client) => client,
  writer: (writer) => writer,
  quarantine: (writer) => writer,
  mapping: (options) => options,
};
