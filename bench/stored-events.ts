import { isDeepStrictEqual } from 'node:util';
import { type AttributeValue, paginateScan } from '@aws-sdk/client-dynamodb';
import { fromItem } from '../families/call-event/item.ts';
import { fromAttributes } from '../lambda/store/attribute-value.ts';
import { dynamoDbClient, ensureTable, startDynamoDb } from '../local/embedded-dynamodb.ts';
import { TABLE_NAME } from '../local/names.ts';
import { BATCH_SIZE } from '../shared/stream-settings.ts';
import { bundleFile } from './bundles.ts';
import { type ContestantName, startContestant } from './contestant.ts';
import { stubEnvironment } from './stub-dynamodb.ts';

const EVENTS = 1_000;

type Item = Readonly<Record<string, AttributeValue>>;

/** What does less is not faster: each has to leave the same events in a table. @throws where they differ */
export async function checkEquality(folder: string, names: readonly ContestantName[]): Promise<void> {
  const whole = await storedBy(folder, 'ingest');
  if (whole.size !== EVENTS) throw new Error(`${whole.size} of ${EVENTS} events are in the table`);
  for (const name of names) {
    const stored = await storedBy(folder, name);
    const expected = name === 'lean' ? dataAlone(whole) : whole;
    if (!isDeepStrictEqual(stored, expected)) throw new Error(`${name} stored other events`);
  }
}

/** By id, without nulls. */
async function storedBy(folder: string, name: ContestantName): Promise<Map<string, unknown>> {
  const dynamodb = await startDynamoDb({ port: 0 });
  const client = dynamoDbClient(dynamodb.url);
  await ensureTable(client);
  const contestant = await startContestant(bundleFile(folder, name), stubEnvironment(dynamodb.url));
  await contestant.ingest({ events: EVENTS, batchSize: BATCH_SIZE });
  contestant.stop();
  const events = new Map<string, unknown>();
  for await (const { Items = [] } of paginateScan({ client }, { TableName: TABLE_NAME })) {
    for (const item of Items) {
      const { id, ...event } = name === 'ingest' ? ourEvent(item) : rivalEvent(item);
      events.set(id, JSON.parse(JSON.stringify(event, (_name, value) => value ?? undefined)));
    }
  }
  client.destroy();
  await dynamodb.close();
  return events;
}

function ourEvent(item: Item) {
  const { id, type, time, data } = fromItem(item).event;
  return { id, type, time, data };
}

function rivalEvent(item: Item) {
  const { event_id: _id, event_type: type, event_time: time, expires_at: _expiry, ...data } = fromAttributes(item);
  const [timestamp, id] = String(data.timestamp).split('#');
  return { id: String(id), type, time, data: { ...data, timestamp } };
}

function dataAlone(events: ReadonlyMap<string, unknown>): Map<string, unknown> {
  return new Map([...events].map(([id, event]) => [id, { data: (event as { data: unknown }).data }]));
}
