import {
  BatchGetItemCommand,
  type DynamoDBClient,
  ProvisionedThroughputExceededException,
} from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../shared/clock.ts';
import { backoffMs } from '../../shared/retry.ts';
import type { Attributes } from '../store/attribute-value.ts';

/** Of BatchGetItem. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
export const MAX_KEYS = 100;
/** Without an answer to any key. The waits before are 1.5 s together, at most. */
const MAX_ATTEMPTS = 5;

export interface RowReaderOptions {
  client: DynamoDBClient;
  tableName: string;
  clock: Pick<Clock, 'sleep' | 'random'>;
}

/**
 * Reads rows by their keys, of which each is said once: a request for each hundred, and more for what was not answered.
 * @returns those that are there, in no order
 */
export function createRowReader({ client, tableName, clock }: RowReaderOptions) {
  return async (keys: readonly Attributes[]): Promise<Attributes[]> => {
    const rows: Attributes[] = [];
    for (let start = 0; start < keys.length; start += MAX_KEYS) {
      rows.push(...(await rowsOf(keys.slice(start, start + MAX_KEYS))));
    }
    return rows;
  };

  async function rowsOf(asked: Attributes[]): Promise<Attributes[]> {
    const rows: Attributes[] = [];
    let keys = asked;
    for (let attempt = 0; keys.length > 0; attempt += 1) {
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: keys } } }),
      );
      const found = Responses?.[tableName] ?? [];
      rows.push(...found);
      keys = UnprocessedKeys?.[tableName]?.Keys ?? [];
      if (keys.length === 0) break;
      // An answer ends at 16 MB, too: that is no trouble.
      if (found.length > 0) attempt = 0;
      if (attempt === MAX_ATTEMPTS) throw throttled(tableName);
      await clock.sleep(backoffMs(attempt, clock.random));
    }
    return rows;
  }
}

function throttled(tableName: string): Error {
  return new ProvisionedThroughputExceededException({
    message: `the table ${tableName} answers nothing for the keys that it is asked for`,
    $metadata: {},
  });
}
