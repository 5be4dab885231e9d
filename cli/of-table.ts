import type { createDynamoDbClient } from '../lambda/store/dynamodb-client.ts';
import { systemClock } from '../shared/clock.ts';
import { once } from './once.ts';

/** Where a table is: its name, and what a client of it is made with. */
interface TablePlace {
  tableName: string;
  clientConfig: Parameters<typeof createDynamoDbClient>[0];
}

/** What reads, writes and erases the rows of a table, over one client. What is not asked for is neither opened nor loaded. */
export function ofTable(place: () => Promise<TablePlace>) {
  const table = once(async () => {
    const { createDynamoDbClient } = await import('../lambda/store/dynamodb-client.ts');
    const { tableName, clientConfig } = await place();
    return { client: createDynamoDbClient(clientConfig), tableName, clock: systemClock };
  });
  return {
    events: once(async () => {
      const { createEventReader } = await import('../lambda/read/event-reader.ts');
      return createEventReader(await table());
    }),
    store: once(async () => {
      const { createItemWriter } = await import('../lambda/store/item-writer.ts');
      const { client, tableName, clock } = await table();
      return createItemWriter({ client, tables: { 'call-events': tableName }, clock });
    }),
    eraser: once(async () => {
      const { createEventEraser } = await import('../operations/event-eraser.ts');
      return createEventEraser(await table());
    }),
  };
}
