import { CreateTableCommand, PutItemCommand, paginateScan, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromItem } from '../../../families/call-event/item.ts';
import { createEventReader } from '../../../lambda/read/event-reader.ts';
import type { Attributes } from '../../../lambda/store/attribute-value.ts';
import type { TableClient } from '../../../lambda/store/dynamodb-client.ts';
import type { Item } from '../../../lambda/store/item.ts';
import { createItemWriter } from '../../../lambda/store/item-writer.ts';
import { dynamoDbClient, ensureTable, startDynamoDb } from '../../../local/embedded-dynamodb.ts';
import type { EmbeddedServer } from '../../../local/embedded-server.ts';
import { createPartitionEraser } from '../../../operations/partition-eraser.ts';
import { attributesOf, CALL_SID, eventId } from '../../../samples/builders.ts';
import { systemClock } from '../../../shared/clock.ts';
import { SMALL_RECORDS } from '../../hostile/corpus.ts';
import { hostileRecord } from '../../hostile/generator.ts';
import { expectAnswerOrReason } from '../../hostile/ingest-hostile.ts';
import { timesByDay } from '../../nightly.ts';
import { describePages } from '../read/page-contract.ts';
import { NO_DYNAMODB_LOCAL, startDynamoDbLocal } from './dynamodb-local.ts';
import { byKey, describeStore, item, type StoreUnderTest } from './store-contract.ts';

const NEVER = new AbortController().signal;

let tableCount = 0;

/** A store on a table of its own. */
async function openTable(client: TableClient): Promise<StoreUnderTest> {
  const tableName = nextTableName();
  await ensureTable(client, tableName);
  return {
    store: {
      ...createItemWriter({
        client,
        tables: { 'call-events': tableName, 'call-insights': 'call-insights' },
        clock: systemClock,
      }),
      ...createEventReader({ client, tableName }),
      ...createPartitionEraser({ client, table: 'call-events', tableName, clock: systemClock }),
    },
    putRow: async (callSid, sortKey) => {
      const Item = { call_sid: { S: callSid }, timestamp: { S: sortKey } };
      await client.send(new PutItemCommand({ TableName: tableName, Item }));
    },
    rows: () => rowsOf(client, tableName),
  };
}

function nextTableName(): string {
  tableCount += 1;
  return `store-${process.pid}-${tableCount}`;
}

async function rowsOf(client: TableClient, tableName: string): Promise<Attributes[]> {
  const pages = await Array.fromAsync(paginateScan({ client }, { TableName: tableName }));
  return pages.flatMap(({ Items }) => Items ?? []);
}

/** A client for a server of a `describe`'s own. */
function openClient(start: () => Promise<EmbeddedServer>): () => TableClient {
  let server: EmbeddedServer;
  let client: TableClient;
  beforeAll(async () => {
    server = await start();
    client = dynamoDbClient(server.url);
  });
  afterAll(async () => {
    client.destroy();
    await server.close();
  });
  return () => client;
}

describe('dynalite', () => {
  const client = openClient(() => startDynamoDb({ port: 0 }));
  describeStore('dynalite', () => openTable(client()));
  describePages('dynalite', client);
  describeRefusals(client);
  describeHostileItems(client);

  it('reads what was written a moment before where a caller wants that, and pays for it only there', async () => {
    const asked: unknown[] = [];
    const tableName = nextTableName();
    await ensureTable(client(), tableName);
    client().middlewareStack.add(
      (next) => (request) => {
        asked.push((request.input as { ConsistentRead?: boolean }).ConsistentRead);
        return next(request);
      },
      { step: 'initialize', name: 'asked' },
    );
    const reader = createEventReader({ client: client(), tableName });
    await Array.fromAsync(reader.eventsOfCall(CALL_SID));
    await Array.fromAsync(reader.eventsOfCall(CALL_SID, { consistent: true }));
    expect(asked).toEqual([undefined, true]);
    client().middlewareStack.remove('asked');
  });

  // As AWS does and DynamoDB Local does not, it names the key.
  it('blames the table, not the item, where the key of our index has another type', async () => {
    const index: Keys = [
      ['level', 'S'],
      ['level_timestamp', 'N'],
    ];
    await expectBlamed(client(), OUR_KEYS, index);
  });
});

describe.skipIf(NO_DYNAMODB_LOCAL !== undefined)(
  `DynamoDB Local${NO_DYNAMODB_LOCAL ? `: ${NO_DYNAMODB_LOCAL}` : ''}`,
  () => {
    const client = openClient(startDynamoDbLocal);
    describeStore('DynamoDB Local', () => openTable(client()));
    describePages('DynamoDB Local', client);
    describeRefusals(client);
    describeHostileItems(client);

    it('takes what is just inside the limits that dynalite does not have', async () => {
      const { store, rows } = await openTable(client());
      const items = [
        item(1, { deep: JSON.parse(`${'['.repeat(31)}1${']'.repeat(31)}`) }),
        item(2, { other: JSON.parse(`${'{"a":'.repeat(30)}1${'}'.repeat(30)}`) }),
        item(3, { ['é'.repeat(25_000)]: 1, deep: { ['n'.repeat(50_000)]: 1 } }),
        item(4, { numbers: [9.9e125, -9.9e125, 1e-130, -1e-130, Number.MAX_SAFE_INTEGER, 0.1 + 0.2, -0] }),
        item(5, { call_sid: 'c'.repeat(2048), name: '', list: [''], nothing: [], sdk_edge: {} }),
        item(6, { constructor: 'x', toString: { length: 1 }, '0': [null] }),
        item(7, { filler: 'x'.repeat(409_000) }),
      ];
      for (const one of items) expect(await store.put([one], NEVER)).toEqual([]);
      const found = await Array.fromAsync(store.eventsOfCall(CALL_SID));
      expect(found.map(({ event }) => event.id)).toEqual([1, 2, 3, 4, 6, 7].map(eventId));
      expect(byKey(await rows())).toEqual(byKey(items.map(attributesOf)));
    });
  },
);

/** No item that is made of what strangers send is one that a table refuses, or changes. */
function describeHostileItems(client: () => TableClient): void {
  it('takes every item that is made of a hostile record, and gives it back', async () => {
    const { store } = await openTable(client());
    const write = async (data: Buffer) => {
      const { items } = await expectAnswerOrReason(data, store);
      for (const { event, sortKey, ...rest } of items.map((item) => fromItem(attributesOf(item)))) {
        const found = await Array.fromAsync(store.eventsOfCall(event.data.call_sid));
        expect(found.filter((one) => one.sortKey === sortKey)).toEqual([{ event, sortKey, ...rest }]);
      }
    };
    for (const { data } of SMALL_RECORDS) await write(data);
    await fc.assert(fc.asyncProperty(hostileRecord, write), { numRuns: timesByDay(30, 100) });
  });
}

/** What a table answers that no check of ours foresaw. */
function describeRefusals(client: () => TableClient): void {
  describe('an item that the table never takes', () => {
    it.each([0, 11, 24])('is named out of 25, at place %d, and the others are written', async (place) => {
      const { store, rows } = await openTable(client());
      const items = Array.from({ length: 25 }, (_, n) => (n === place ? impossible(n) : item(n)));
      const refused = await store.put(items, NEVER);
      expect(refused).toEqual([{ item: items[place], message: expect.stringMatching(/number|magnitude/i) }]);
      const others = items.filter((_, n) => n !== place).map(attributesOf);
      expect(byKey(await rows())).toEqual(byKey(others));
    });

    it('is named where there are several, and where it comes alone', async () => {
      const { store, rows } = await openTable(client());
      const items = [impossible(1), item(2), impossible(3), impossible(4)];
      expect((await store.put(items, NEVER)).map((one) => one.item)).toEqual([items[0], items[2], items[3]]);
      expect((await store.put([impossible(5)], NEVER)).map((one) => one.item)).toEqual([impossible(5)]);
      expect(await rows()).toEqual([attributesOf(item(2))]);
    });
  });

  describe('trouble that is not the items’ is thrown', () => {
    it('where the table is not there', async () => {
      const writer = createItemWriter({
        client: client(),
        tables: { 'call-events': 'elsewhere', 'call-insights': 'call-insights' },
        clock: systemClock,
      });
      for (const items of [[item(1)], [item(1), item(2)]]) {
        await expect(writer.put(items, NEVER)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
      }
    });

    it.each([
      ['another partition key', [['pk', 'S']]],
      ['a partition key of another type', [['call_sid', 'N']]],
      [
        'a sort key of another type',
        [
          ['call_sid', 'S'],
          ['timestamp', 'N'],
        ],
      ],
      [
        'a third key',
        [
          ['call_sid', 'S'],
          ['sequence', 'N'],
        ],
      ],
    ] as const)('where the table has %s', async (_what, keys) => expectBlamed(client(), keys));

    it('where the signal is aborted, and nothing is written', async () => {
      const { store, rows } = await openTable(client());
      for (const items of [[item(1)], [item(1), item(2)]]) {
        await expect(store.put(items, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
      }
      expect(await rows()).toEqual([]);
    });
  });
}

type Keys = readonly (readonly [name: string, type: 'S' | 'N'])[];
const OUR_KEYS: Keys = [
  ['call_sid', 'S'],
  ['timestamp', 'S'],
];

async function expectBlamed(client: TableClient, keys: Keys, indexKeys: Keys = []): Promise<void> {
  const tableName = await createTable(client, keys, indexKeys);
  const writer = createItemWriter({
    client,
    tables: { 'call-events': tableName, 'call-insights': 'call-insights' },
    clock: systemClock,
  });
  const [one, other] = [item(1, { level: 'ERROR' }), item(2, { level: 'ERROR' })];
  for (const items of [[one], [one, other]]) {
    await expect(writer.put(items, NEVER)).rejects.toMatchObject({ name: 'ValidationException' });
  }
}

async function createTable(client: TableClient, keys: Keys, indexKeys: Keys): Promise<string> {
  const tableName = nextTableName();
  const attributes = new Map([...keys, ...indexKeys]);
  const schema = (names: Keys) =>
    names.map(([name], place) => ({
      AttributeName: name,
      KeyType: place === 0 ? ('HASH' as const) : ('RANGE' as const),
    }));
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [...attributes].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
      KeySchema: schema(keys),
      ...(indexKeys.length > 0 && {
        GlobalSecondaryIndexes: [
          { IndexName: 'level-index', KeySchema: schema(indexKeys), Projection: { ProjectionType: 'ALL' } },
        ],
      }),
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 0.01, maxDelay: 0.1 }, { TableName: tableName });
  return tableName;
}

function impossible(n: number): Item {
  const good = item(n);
  return { ...good, json: JSON.stringify({ ...attributesOf(good), extra: { N: '1e200' } }) };
}
