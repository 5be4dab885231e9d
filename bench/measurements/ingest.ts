import { isDeepStrictEqual } from 'node:util';
import { type AttributeValue, paginateScan } from '@aws-sdk/client-dynamodb';
import { fromItem } from '../../families/call-event/item.ts';
import { fromAttributes } from '../../lambda/store/attribute-value.ts';
import { dynamoDbClient, ensureTable, startDynamoDb } from '../../local/embedded-dynamodb.ts';
import { BATCH_SIZE } from '../../shared/stream-settings.ts';
import { type BundleName, bundleFile } from '../bundles.ts';
import { type Contestant, type Spent, startContestant } from '../contestant.ts';
import { type Figure, median } from '../figure.ts';
import { inTurn } from '../in-turn.ts';
import { startStub, stubEnvironment } from '../stub-dynamodb.ts';

const CONTESTANTS = ['naive', 'careful', 'ingest'] as const;
type Name = (typeof CONTESTANTS)[number];

/** As the event source mapping is deployed. */
const EVENTS: Record<Name, number> = { naive: 1_000, careful: 3_000, ingest: 4_000 };
/** The same code in another process is up to a tenth faster or slower: each heat has fresh ones. */
const HEATS = 5;
/** Where waiting is most of the time. */
const HEATS_OF_SLOW_STORE = 2;
/** Until the compilers are done with what a warm function runs. */
const WARM_UP_ROUNDS = 12;
const ROUNDS = 5;
const CHECKED_EVENTS = 1_000;
const STORE_MS = 5;

/** Events through whole handlers, the rivals' and the one that is deployed, against a store that costs them nothing. */
export async function measure(folder: string): Promise<Figure[]> {
  await checkEquality(folder);
  const atOnce = await race(folder, 0, HEATS);
  const slowStore = await race(folder, STORE_MS, HEATS_OF_SLOW_STORE);
  const perCpuSecond = (name: Name) => 1_000 / median(atOnce[name].map(({ cpuMs }) => cpuMs));
  const perSecond = (name: Name) => 1_000 / median(atOnce[name].map(({ wallMs }) => wallMs));
  const slower = `with a store that answers in ${STORE_MS} ms`;
  return [
    { name: 'ingest: naive rival, events per CPU second', value: perCpuSecond('naive'), unit: '/s' },
    { name: 'ingest: careful rival, events per CPU second', value: perCpuSecond('careful'), unit: '/s' },
    { name: 'ingest: events per CPU second', value: perCpuSecond('ingest'), unit: '/s' },
    { name: 'ingest: events per second', value: perSecond('ingest'), unit: '/s' },
    over('ingest: per CPU second, over naive', atOnce, 'naive', 'cpuMs', { atLeast: 6 }),
    over('ingest: per second, over naive', atOnce, 'naive', 'wallMs', { atLeast: 5 }),
    over('ingest: per CPU second, over careful', atOnce, 'careful', 'cpuMs', { atLeast: 1.25 }),
    over(`ingest: per second, over naive, ${slower}`, slowStore, 'naive', 'wallMs', { atLeast: 4.5 }),
    over(`ingest: per second, over careful with half the writes at once, ${slower}`, slowStore, 'careful', 'wallMs'),
  ];
}

/** Milliseconds for each event, of every round. */
type Times = Record<Name, Spent[]>;

/** The median of the rounds' ratios: what slows the machine down slows both sides of a round. */
function over(name: string, times: Times, rival: Name, what: keyof Spent, mustHold?: Figure['mustHold']): Figure {
  const ratios = times.ingest.map((ours, round) => (times[rival][round]?.[what] ?? 0) / ours[what]);
  return { name, value: median(ratios), unit: 'x', ...(mustHold && { mustHold }) };
}

async function race(folder: string, storeMs: number, heats: number): Promise<Times> {
  const stub = await startStub({ latencyMs: storeMs });
  const times: Times = { naive: [], careful: [], ingest: [] };
  for (let heat = 0; heat < heats; heat += 1) await runHeat(folder, stubEnvironment(stub.url), times);
  stub.stop();
  return times;
}

async function runHeat(folder: string, env: Record<string, string>, times: Times): Promise<void> {
  const contestants = await start(folder, env);
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
    for (const name of inTurn(CONTESTANTS, round + WARM_UP_ROUNDS)) {
      const events = EVENTS[name];
      const { cpuMs, wallMs } = await contestants[name].ingest({ events, batchSize: BATCH_SIZE });
      if (round >= 0) times[name].push({ cpuMs: cpuMs / events, wallMs: wallMs / events });
    }
  }
  for (const contestant of Object.values(contestants)) contestant.stop();
}

async function start(folder: string, env: Record<string, string>): Promise<Record<Name, Contestant>> {
  const started = (name: BundleName) => startContestant(bundleFile(folder, name), env);
  return { naive: await started('naive'), careful: await started('careful'), ingest: await started('ingest') };
}

/** What does less is not faster: each has to leave the same events in a table. @throws where they differ */
async function checkEquality(folder: string): Promise<void> {
  const stored = [];
  for (const name of CONTESTANTS) {
    const dynamodb = await startDynamoDb({ port: 0 });
    const client = dynamoDbClient(dynamodb.url);
    await ensureTable(client);
    const contestant = await startContestant(bundleFile(folder, name), stubEnvironment(dynamodb.url));
    await contestant.ingest({ events: CHECKED_EVENTS, batchSize: BATCH_SIZE });
    contestant.stop();
    const events = new Map<string, unknown>();
    for await (const { Items = [] } of paginateScan({ client }, { TableName: 'call-events' })) {
      for (const item of Items) {
        const { id, type, time, data } = name === 'ingest' ? fromItem(item).event : rivalEvent(item);
        events.set(id, withoutNulls({ type, time, data }));
      }
    }
    client.destroy();
    await dynamodb.close();
    stored.push(events);
  }
  const [naive, careful, ours] = stored;
  if (ours?.size !== CHECKED_EVENTS) throw new Error(`${ours?.size} of ${CHECKED_EVENTS} events are in the table`);
  if (!isDeepStrictEqual(naive, ours) || !isDeepStrictEqual(careful, ours))
    throw new Error('the contestants stored different events');
}

function rivalEvent(item: Readonly<Record<string, AttributeValue>>) {
  const members = fromAttributes(item);
  const { event_id: id, event_type: type, event_time: time, expires_at: _expiry, ...data } = members;
  const [timestamp] = String(data.timestamp).split('#');
  return { id: String(id), type, time, data: { ...data, timestamp } };
}

function withoutNulls(event: unknown): unknown {
  return JSON.parse(JSON.stringify(event, (_name, value) => value ?? undefined));
}
