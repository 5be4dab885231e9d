import { BatchWriteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Entry, QuarantinedRecord } from '../../lambda/quarantine/quarantine.ts';
import type { Attributes } from '../../lambda/store/attribute-value.ts';
import type { TableClient } from '../../lambda/store/dynamodb-client.ts';
import { bodyOf } from '../../lambda/store/dynamodb-client.ts';
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
  return {
    /** Items as JSON, by their keys. */
    rows,
    /** What is in the quarantine and beside it, by kind and name. */
    entries,
    givenUp,
    checkpoints: new Map<string, string>(),
    write(items: readonly Attributes[]): void {
      for (const item of items) {
        const [key, id] = [keyOf(item), item.event_id?.S ?? ''];
        rows.set(key, JSON.stringify(item));
        // What was there is gone.
        keysById.get(idsByKey.get(key) ?? '')?.delete(key);
        idsByKey.set(key, id);
        keysById.set(id, (keysById.get(id) ?? new Set()).add(key));
      }
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
  return `${item.call_sid?.S} ${item.timestamp?.S}`;
}

export type SimulatedStorage = ReturnType<typeof createSimulatedStorage>;

/** What a call to the table asks for. */
export interface TableWrite {
  items: Attributes[];
  isBatch: boolean;
}

/** The JSON of a PutItem or a BatchWriteItem. */
interface WriteInput {
  Item?: Attributes;
  RequestItems?: Record<string, { PutRequest: { Item: Attributes } }[]>;
}

/** A client that knows the two requests of ingest. @param write resolves to the items that were not written */
export function simulatedDynamoDb(
  write: (request: TableWrite, signal: AbortSignal | undefined) => Promise<Attributes[]>,
): TableClient {
  const send = async (command: unknown, options?: { abortSignal?: AbortSignal }) => {
    if (!(command instanceof PutItemCommand) && !(command instanceof BatchWriteItemCommand)) {
      throw new Error('a request that ingest has no right to');
    }
    const input: WriteInput = JSON.parse(String(bodyOf(command.input)));
    if (input.Item !== undefined) {
      await write({ items: [input.Item], isBatch: false }, options?.abortSignal);
      return {};
    }
    const [[tableName, requests] = ['', []]] = Object.entries(input.RequestItems ?? {});
    const items = requests.map(({ PutRequest }) => PutRequest.Item);
    const left = await write({ items, isBatch: true }, options?.abortSignal);
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
