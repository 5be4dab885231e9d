import { BatchWriteItemCommand, ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../shared/clock.ts';
import { backoffMs, retry } from '../../shared/retry.ts';
import { KEY_ATTRIBUTES, type TableId, type TableNames } from '../../shared/table.ts';
import { type TableClient, withBody } from './dynamodb-client.ts';
import type { Guard, Item } from './item.ts';

/** What BatchWriteItem takes. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
export const MAX_BATCH_ITEMS = 25;
/** It also takes 16 MB on the wire, where an item of 400 KB can be 3 MB. Less is less to hold, and to send again. */
const MAX_BATCH_BYTES = 4 * 1024 * 1024;
const REQUEST_TOO_LARGE = 413;

/** An item the table will never take, and what it says of it. */
export interface RefusedItem {
  item: Item;
  message: string;
}

/**
 * What came of a guarded put. `replaced` is the guard of the row that was there, undefined where there was none.
 * `superseded`: what is there is greater, and stays.
 */
export type GuardedPut =
  | { outcome: 'stored'; replaced?: string }
  | { outcome: 'superseded' }
  | { outcome: 'refused'; message: string };

/** Writes rows of whatever table. It knows DynamoDB's limits and requests, and nothing of what a row says. */
export interface ItemWriter {
  /**
   * Puts up to 25 items of one table, of different keys, unconditionally. Resolves when each is in the table or refused for good.
   * Tries again, with jitter, what can succeed later, until the signal is aborted. A request that is under way then is
   * left to its own timeout: it can do no more than put what belongs into the table.
   * @throws the table's last error; some of the items may be in the table then
   */
  put(items: readonly Item[], signal: AbortSignal): Promise<RefusedItem[]>;
  /**
   * Puts an item unless what is there has a greater guard, by the bytes of its text. Of all items of a key, in any order
   * and any number of times, the greatest is left in the table. Tries again as `put` does.
   * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
   * @throws the table's last error; the item may be in the table then
   */
  putGuarded(item: GuardedItem, signal: AbortSignal): Promise<GuardedPut>;
}

export type GuardedItem = Item & { guard: Guard };

/** What one `put` takes of what holds items. */
export interface ItemBatch<Holder> {
  table: TableId;
  holders: Holder[];
}

/** Cuts what holds items into batches: 25 of one table, and no more bytes than a request should have. */
export function inBatches<Holder>(holders: readonly Holder[], itemOf: (holder: Holder) => Item): ItemBatch<Holder>[] {
  const batches: ItemBatch<Holder>[] = [];
  const open = new Map<TableId, { batch: Holder[]; bytes: number }>();
  for (const holder of holders) {
    const { table, bytes } = itemOf(holder);
    let last = open.get(table);
    if (last === undefined || last.batch.length === MAX_BATCH_ITEMS || last.bytes + bytes > MAX_BATCH_BYTES) {
      last = { batch: [], bytes: 0 };
      open.set(table, last);
      batches.push({ table, holders: last.batch });
    }
    last.batch.push(holder);
    last.bytes += bytes;
  }
  return batches;
}

export interface ItemWriterOptions {
  client: TableClient;
  tables: TableNames;
  clock: Pick<Clock, 'sleep' | 'random'>;
}

export function createItemWriter({ client, tables, clock }: ItemWriterOptions): ItemWriter {
  async function put(items: readonly Item[], signal: AbortSignal): Promise<RefusedItem[]> {
    try {
      await retry(() => write(items, signal), clock, signal);
      return [];
    } catch (error) {
      const [first, ...others] = items;
      if (first === undefined || !isAboutAnItem(error, first)) throw error;
      if (others.length === 0) return [{ item: first, message: messageOf(error, first) }];
      // One bad item fails the whole request and is not named: halve until it is alone.
      const middle = Math.ceil(items.length / 2);
      const halves = await Promise.all([put(items.slice(0, middle), signal), put(items.slice(middle), signal)]);
      return halves.flat();
    }
  }

  async function write(items: readonly Item[], signal: AbortSignal): Promise<void> {
    const [first, ...others] = items;
    if (first === undefined) return;
    signal.throwIfAborted();
    const tableName = tables[first.table];
    if (others.length === 0) {
      // The SDK finds the endpoint by the input; the table gets the body.
      const input = { TableName: tableName, Item: {} };
      const body = `{"TableName":${JSON.stringify(tableName)},"Item":${first.json}}`;
      await client.send(new PutItemCommand(withBody(client, input, body)));
      return;
    }
    let requests = items.map(({ json }) => `{"PutRequest":{"Item":${json}}}`);
    for (let attempt = 0; ; attempt += 1) {
      const input = { RequestItems: { [tableName]: [] } };
      const body = `{"RequestItems":{${JSON.stringify(tableName)}:[${requests.join()}]}}`;
      const { UnprocessedItems } = await client.send(new BatchWriteItemCommand(withBody(client, input, body)));
      requests = (UnprocessedItems?.[tableName] ?? []).map((request) => JSON.stringify(request));
      if (requests.length === 0) return;
      await clock.sleep(backoffMs(attempt, clock.random), signal);
    }
  }

  async function putGuarded(item: GuardedItem, signal: AbortSignal): Promise<GuardedPut> {
    try {
      return await retry(() => writeGuarded(item, signal), clock, signal);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return { outcome: 'superseded' };
      if (isAboutAnItem(error, item)) return { outcome: 'refused', message: messageOf(error, item) };
      throw error;
    }
  }

  async function writeGuarded({ table, json, guard }: GuardedItem, signal: AbortSignal): Promise<GuardedPut> {
    signal.throwIfAborted();
    const input = {
      TableName: tables[table],
      ConditionExpression: 'attribute_not_exists(#guard) OR #guard <= :guard',
      ExpressionAttributeNames: { '#guard': guard.attribute },
      ExpressionAttributeValues: { ':guard': { S: guard.value } },
      // Says whether this version is the first of its kind, for no read units.
      ReturnValues: 'ALL_OLD',
    } as const;
    const body = `${JSON.stringify(input).slice(0, -1)},"Item":${json}}`;
    const { Attributes = {} } = await client.send(new PutItemCommand(withBody(client, { ...input, Item: {} }, body)));
    const replaced = Attributes[guard.attribute]?.S;
    return { outcome: 'stored', ...(replaced !== undefined && { replaced }) };
  }

  return { put, putGuarded };
}

/** Which of two guards is the greater, as DynamoDB compares texts: by their UTF-8. */
export function compareGuards(one: Guard, other: Guard): number {
  return Buffer.compare(Buffer.from(one.value), Buffer.from(other.value));
}

const ABOUT_THE_TABLE = /does not match the schema|missing the key|required keys|type mismatch for key/i;
const INDEX_KEY = /type mismatch for index key (\S+) /i;

/**
 * A ValidationException blames an item, unless it is about the keys this project chose: then every item would be
 * blamed. The key of an index that somebody added is the item's affair: its event has another type there. A request
 * that is too large, or that is not understood, is one or the other for what is in it.
 */
function isAboutAnItem(error: unknown, { table }: Item): error is Error {
  if (!(error instanceof Error)) return false;
  if (isTooLarge(error) || error.name === 'SerializationException') return true;
  const [, indexKey = ''] = INDEX_KEY.exec(error.message) ?? [];
  const isOurs = ABOUT_THE_TABLE.test(error.message) || KEY_ATTRIBUTES[table].includes(indexKey);
  return error.name === 'ValidationException' && !isOurs;
}

function isTooLarge(error: Error): boolean {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode === REQUEST_TOO_LARGE;
}

function messageOf(error: Error, { bytes }: Item): string {
  return isTooLarge(error) ? `a request too large (${REQUEST_TOO_LARGE}): its JSON has ${bytes} bytes` : error.message;
}
