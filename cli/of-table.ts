import type { createDynamoDbClient } from '../lambda/store/dynamodb-client.ts';
import { systemClock } from '../shared/clock.ts';
import type { TableId } from '../shared/table.ts';
import { NoInsightsTable } from './no-insights-table.ts';
import { once } from './once.ts';

/** Where the tables are. */
export interface TablePlace {
  clientConfig(): Promise<Parameters<typeof createDynamoDbClient>[0]>;
  /** @throws Trouble where a stack has no such table */
  tableName(table: TableId): Promise<string>;
  /** Whether calls can be found by a number or a client. */
  partyLookup(): Promise<boolean>;
  /** Days that rows are kept; 0 for ever. */
  retentionDays(): Promise<number>;
}

/** What is to be asked of summaries. */
export interface SummariesAsked {
  /** Calls of a number, client or SIP address: whether those can be looked up has to be known. @default false */
  byParty?: boolean;
}

/** What reads, writes and erases rows, over one client. What is not asked for is neither opened nor loaded. */
export function ofTable({ clientConfig, tableName, partyLookup, retentionDays }: TablePlace) {
  const client = once(async () => {
    const { createDynamoDbClient } = await import('../lambda/store/dynamodb-client.ts');
    return createDynamoDbClient(await clientConfig());
  });
  const table = async (id: TableId) => ({
    client: await client(),
    tableName: await tableName(id),
    clock: systemClock,
  });
  const tables = once(async () => {
    const insights = await tableName('call-insights').catch((error: unknown) => {
      if (error instanceof NoInsightsTable) return undefined;
      throw error;
    });
    return {
      client: await client(),
      tables: {
        'call-events': await tableName('call-events'),
        ...(insights !== undefined && { 'call-insights': insights }),
      },
    };
  });
  return {
    events: once(async () => {
      const { createEventReader } = await import('../lambda/read/event-reader.ts');
      return createEventReader(await table('call-events'));
    }),
    summaries: async ({ byParty = false }: SummariesAsked = {}) => {
      const { createSummaryReader } = await import('../lambda/read/summary-reader.ts');
      const insights = await table('call-insights');
      return createSummaryReader({ ...insights, ...(byParty && { partyLookup: await partyLookup() }) });
    },
    conferences: once(async () => {
      const { createConferenceReader } = await import('../lambda/read/conference-reader.ts');
      return createConferenceReader(await table('call-insights'));
    }),
    annotations: once(async () => {
      const { createAnnotations } = await import('../lambda/annotations/annotations.ts');
      return createAnnotations({ ...(await table('call-insights')), retentionDays });
    }),
    metrics: once(async () => {
      const { createMetricReader } = await import('../lambda/read/metric-reader.ts');
      return createMetricReader(await table('call-insights'));
    }),
    store: once(async () => {
      const { createItemWriter } = await import('../lambda/store/item-writer.ts');
      const tables = {
        'call-events': await tableName('call-events'),
        'call-insights': await tableName('call-insights'),
      };
      return createItemWriter({ client: await client(), tables, clock: systemClock });
    }),
    eraser: once(async () => {
      const { createRowEraser } = await import('../operations/row-eraser.ts');
      return createRowEraser({ ...(await tables()), clock: systemClock });
    }),
    tables,
  };
}
