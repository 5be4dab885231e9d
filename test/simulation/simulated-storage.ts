import { BatchWriteItemCommand, ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Entry, QuarantinedRecord } from '../../lambda/quarantine/quarantine.ts';
import type { Attributes } from '../../lambda/store/attribute-value.ts';
import type { TableClient } from '../../lambda/store/dynamodb-client.ts';
import { bodyOf } from '../../lambda/store/dynamodb-client.ts';
import type { Guard } from '../../lambda/store/item.ts';
import type { GivenUpBatch } from '../../local/shard-consumer.ts';
import { REFUSED_NAME } from './simulated-records.ts';

/** All that survives a process: the table, the bucket, how far each shard is. */
export function createSimulatedStorage() {
  const rows = new Map<string, string>();
  const entries = new Map<string, Entry>();
  const givenUp: (GivenUpBatch & { at: number })[] = [];
  const idsByKey = new Map<string, string>();
  const keysById = new Map<string, Set<string>>();
  const givenUpNumbers = new Set<string>();

  function write(items: readonly Attributes[]): void {
    for (const item of items) {
      const [key, id] = [keyOf(item), item.event_id?.S];
      rows.set(key, JSON.stringify(item));
      // What was there is gone.
      keysById.get(idsByKey.get(key) ?? '')?.delete(key);
      if (id === undefined) continue;
      idsByKey.set(key, id);
      keysById.set(id, (keysById.get(id) ?? new Set()).add(key));
    }
  }

  return {
    /** Items as JSON, by their keys. */
    rows,
    /** What is in the quarantine and beside it, by kind and name. */
    entries,
    givenUp,
    checkpoints: new Map<string, string>(),
    write,
    /** @returns the row that was there. @throws as DynamoDB does where that one is greater */
    writeGuarded(item: Attributes, { attribute, value }: Guard): Attributes | undefined {
      const text = rows.get(keyOf(item));
      const there: Attributes | undefined = text === undefined ? undefined : JSON.parse(text);
      const other = there?.[attribute]?.S;
      if (other !== undefined && other > value) {
        throw new ConditionalCheckFailedException({
          message: 'The conditional request failed',
          $metadata: { httpStatusCode: 400 },
        });
      }
      write([item]);
      return there;
    },
    /** The rank of the summary in a row: see `SimulatedSummary`. */
    rankAt(key: string): string {
      const row = rows.get(key);
      return row === undefined ? '' : (JSON.parse(row).rank?.S ?? '');
    },
    keep(entry: Entry): void {
      entries.set(`${entry.kind}/${entry.name}`, entry);
    },
    giveUp(batch: GivenUpBatch, at: number): void {
      givenUp.push({ ...batch, at });
      for (const { kinesis } of batch.records) givenUpNumbers.add(kinesis.sequenceNumber);
    },
    /** Of the events that are rows. */
    ids: () => new Set(idsByKey.values()),
    /** Ids of the events that are kept as unsupported. */
    unsupported(): Set<string> {
      const kept = [...entries.values()].filter(({ kind }) => kind === 'unsupported');
      return new Set(
        kept.flatMap(({ text }) =>
          text
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line).id),
        ),
      );
    },
    /** How many rows an event has. */
    keysOf: (id: string) => keysById.get(id)?.size ?? 0,
    isGivenUp: (sequenceNumber: string) => givenUpNumbers.has(sequenceNumber),
    /** By shard and sequence number. */
    quarantined(place: string): QuarantinedRecord | undefined {
      const entry = entries.get(`quarantine/${place}`);
      return entry === undefined ? undefined : JSON.parse(entry.text);
    },
  };
}

function keyOf(item: Attributes): string {
  return item.part === undefined ? `${item.call_sid?.S} ${item.timestamp?.S}` : `${item.id?.S} ${item.part.S}`;
}

export type SimulatedStorage = ReturnType<typeof createSimulatedStorage>;

/** What a call to the table asks for. */
export interface TableWrite {
  items: Attributes[];
  isBatch: boolean;
  /** Of a put with a condition. */
  guard?: Guard;
}

/** What came of it: the items that were not written, or the one that was there. */
export interface TableAnswer {
  left?: Attributes[];
  replaced?: Attributes;
}

/** The JSON of a PutItem or a BatchWriteItem. */
interface WriteInput {
  Item?: Attributes;
  ConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, { S?: string }>;
  RequestItems?: Record<string, { PutRequest: { Item: Attributes } }[]>;
}

const CONDITION = 'attribute_not_exists(#guard) OR #guard <= :guard';

function guardOf(input: WriteInput): Guard | undefined {
  if (input.ConditionExpression === undefined) return undefined;
  if (input.ConditionExpression !== CONDITION) throw new Error(`another condition: ${input.ConditionExpression}`);
  const { '#guard': attribute = '' } = input.ExpressionAttributeNames ?? {};
  return { attribute, value: input.ExpressionAttributeValues?.[':guard']?.S ?? '' };
}

/** A client that knows the requests of ingest. */
export function simulatedDynamoDb(
  write: (request: TableWrite, signal: AbortSignal | undefined) => Promise<TableAnswer>,
): TableClient {
  const send = async (command: unknown, options?: { abortSignal?: AbortSignal }) => {
    if (!(command instanceof PutItemCommand) && !(command instanceof BatchWriteItemCommand)) {
      throw new Error('a request that ingest has no right to');
    }
    const input: WriteInput = JSON.parse(String(bodyOf(command.input)));
    if (input.Item !== undefined) {
      const request = { items: [input.Item], isBatch: false, guard: guardOf(input) };
      const { replaced } = await write(request, options?.abortSignal);
      return { Attributes: replaced };
    }
    const [[tableName, requests] = ['', []]] = Object.entries(input.RequestItems ?? {});
    const items = requests.map(({ PutRequest }) => PutRequest.Item);
    const { left = [] } = await write({ items, isBatch: true }, options?.abortSignal);
    return { UnprocessedItems: { [tableName]: left.map((Item) => ({ PutRequest: { Item } })) } };
  };
  return { send } as unknown as TableClient;
}

const MAX_BATCH_ITEMS = 25;

/** What DynamoDB refuses a whole batch for, whoever is to blame; undefined where it does not. */
export function batchProblem(items: readonly Attributes[]): string | undefined {
  if (items.length === 0 || items.length > MAX_BATCH_ITEMS) return `a batch of ${items.length} items`;
  const keys = new Set(items.map(keyOf));
  return keys.size === items.length ? undefined : 'one key twice in a batch';
}

/** @throws as DynamoDB does where it will never take one of the items */
export function checkItems(items: readonly Attributes[]): void {
  if (items.some(({ name }) => name?.S === REFUSED_NAME)) {
    throw validation('Item size has exceeded the maximum allowed size');
  }
}

function validation(message: string): Error {
  return Object.assign(new Error(message), { name: 'ValidationException', $metadata: { httpStatusCode: 400 } });
}
