import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRowMaker, type EventRow } from '../../../families/call-event/causes/event-row.ts';
import { createAlertStates } from '../../../lambda/page/alert-states.ts';
import { createViews, type KeptView } from '../../../lambda/page/views.ts';
import type { TableClient } from '../../../lambda/store/dynamodb-client.ts';
import { createWatch, type WatchOptions } from '../../../lambda/watch/watch.ts';
import { dynamoDbClient, ensureTables, startDynamoDb } from '../../../local/embedded-dynamodb.ts';

const MINUTE_MS = 60_000;
const START_MS = Date.parse('2026-11-20T12:00:00.000Z');
const [OURS, OTHERS] = [`AC${'1'.repeat(32)}`, `AC${'2'.repeat(32)}`];
const makeRow = createRowMaker();

let dynamodb: Awaited<ReturnType<typeof startDynamoDb>>;
let client: TableClient;
let nowMs = START_MS;
let rows: EventRow[] = [];
let isWhole = true;
let oldestMs: number | undefined;
let reads = 0;
let told: string[] = [];
let isBroken = false;
const clock = { now: () => nowMs, elapsed: () => nowMs };

beforeAll(async () => {
  dynamodb = await startDynamoDb({ port: 0 });
  client = dynamoDbClient(dynamodb.url);
  await ensureTables(client);
});
afterAll(async () => {
  client.destroy();
  await dynamodb.close();
});

const views = () => createViews({ client, tableName: 'call-insights' });
const states = () => createAlertStates({ client, tableName: 'call-insights', clock });
const watchWith = (options: Partial<WatchOptions> = {}) =>
  createWatch({
    views: views(),
    states: states(),
    eventRows: {
      async rowsOf(_levels, { fromMs }) {
        reads += 1;
        return { rows, countedSinceMs: isWhole ? fromMs : fromMs + 1, hasRoom: true };
      },
      oldestOf: async () => oldestMs,
    },
    startedCalls: async () => Array.from({ length: 20 }, (_call, n) => ({ call: `CA${n}`, account: OURS })),
    indexedLevels: ['ERROR'],
    name: 'Stack',
    async tell(to, message, { name }) {
      if (isBroken && to === 'webhook') throw new Error('it answered with 500');
      told.push(`${to} ${name}: ${JSON.parse(message).state}`);
    },
    onTrouble: () => undefined,
    clock,
    ...options,
  });

function error(code: number, minutesAgo: number, call = 'CA1', account_sid = OURS): EventRow {
  const atMs = START_MS - minutesAgo * MINUTE_MS;
  const data = { call_sid: call, account_sid, level: 'ERROR', sdk_edge: { error: { code } } };
  return makeRow(data, { atMs, timestamp: new Date(atMs).toISOString() });
}

async function save(view: Partial<KeptView>): Promise<void> {
  const saved = { name: 'view', address: '/', origin: 'https://x.example', savedAt: new Date(nowMs).toISOString() };
  await views().put({ ...saved, alert: { when: 'new-cause', webhook: 'https://hooks.example.com' }, ...view });
}

beforeEach(async () => {
  for (const { name, accounts } of await views().withAlert()) await views().remove(accounts, name);
  [nowMs, told, isBroken, isWhole, reads] = [nowMs + 7 * 24 * 60 * MINUTE_MS, [], false, true, 0];
  nowMs = START_MS;
  rows = [error(31005, 120), error(53405, 1)];
  oldestMs = undefined;
});

describe('the watch', () => {
  it('reads no event where no view has an alert', async () => {
    await views().put({ name: 'plain', address: '/', origin: '', savedAt: '' });
    expect(await watchWith()()).toBe(0);
    expect(reads).toBe(0);
  });

  it('tells topic and webhook once, however often it looks, and whoever else does', async () => {
    await save({ name: 'once' });
    await Promise.all([watchWith()(), watchWith()()]);
    await watchWith()();
    nowMs += MINUTE_MS;
    await watchWith()();
    expect(told.sort()).toEqual(['topic once: begun', 'webhook once: begun']);
    nowMs += 60 * MINUTE_MS;
    await watchWith()();
    expect(told.filter((one) => one.endsWith('over')).sort()).toEqual(['topic once: over', 'webhook once: over']);
  });

  it('tries a webhook again each minute, five times, and says why it was not told', async () => {
    await save({ name: 'broken' });
    isBroken = true;
    for (let minute = 0; minute < 8; minute += 1) {
      await watchWith()();
      nowMs += MINUTE_MS;
    }
    expect(told).toEqual(['topic broken: begun']);
    const state = (await states().all()).get('view#all#broken');
    expect(state).toMatchObject({ unsaid: [], notTold: 'The webhook was not told: it answered with 500.' });
    isBroken = false;
    await watchWith()();
    expect(told).toEqual(['topic broken: begun']);
  });

  it('tells what it could not tell before, where that comes back', async () => {
    await save({ name: 'back' });
    isBroken = true;
    await watchWith()();
    isBroken = false;
    nowMs += MINUTE_MS;
    await watchWith()();
    expect(told).toEqual(['topic back: begun', 'webhook back: begun']);
    expect((await states().all()).get('view#all#back')).not.toHaveProperty('notTold');
  });

  it('tells nothing while another one is telling', async () => {
    await save({ name: 'claimed' });
    const savedAt = new Date(nowMs).toISOString();
    const unsaid = [{ to: 'topic' as const, tries: 0, message: '{"state":"begun"}' }];
    await states().put('view#all#claimed', { savedAt, alarms: [], unsaid, claimedUntilMs: nowMs + 1 }, 0);
    await watchWith()();
    expect(told).toEqual([]);
    nowMs += 1;
    await watchWith()();
    expect(told[0]).toBe('topic claimed: begun');
  });

  it('looks at accounts that the readers of a view may read, and at no other', async () => {
    rows = [error(31005, 120, 'CA1', OTHERS), error(31005, 120, 'CA2', OURS), error(53405, 1, 'CA3', OTHERS)];
    await save({ name: 'ours', accounts: [OURS ?? ''] });
    await save({ name: 'others', accounts: [OTHERS ?? ''] });
    await watchWith()();
    expect(told).toEqual(['topic others: begun', 'webhook others: begun']);
  });

  it('begins anew with a view that is saved anew', async () => {
    await save({ name: 'anew' });
    await watchWith()();
    nowMs += 1;
    await save({ name: 'anew' });
    await watchWith()();
    expect(told.filter((one) => one.startsWith('topic'))).toHaveLength(2);
  });

  it('says that it does not know, where not all was read, and goes on to look at a share', async () => {
    isWhole = false;
    await save({ name: 'unread' });
    await save({ name: 'share', alert: { when: 'share', over: 4 } });
    for (let minute = 0; minute <= 5; minute += 1) {
      await watchWith()();
      nowMs += MINUTE_MS;
    }
    expect(told).toEqual(['topic share: begun']);
    const state = (await states().all()).get('view#all#unread');
    expect(state?.trouble).toBe('There are more events than were read in time.');
  });

  it('says that it cannot compare yet, until history comes', async () => {
    rows = [error(53405, 1)];
    await save({ name: 'young' });
    await watchWith()();
    const troubleOf = async () => (await states().all()).get('view#all#young')?.trouble;
    expect([told, await troubleOf()]).toEqual([[], 'There is less than an hour of events to compare with.']);
    rows = [error(53405, 1), error(31005, 90)];
    nowMs += MINUTE_MS;
    await watchWith()();
    expect([told[0], await troubleOf()]).toEqual(['topic young: begun', undefined]);
  });

  it('compares with a time without errors where the table is old enough, whatever the filters', async () => {
    rows = [error(53405, 1)];
    oldestMs = START_MS - 3 * 24 * 60 * MINUTE_MS;
    await save({ name: 'old', address: '/?code=53405' });
    await save({ name: 'ours', accounts: [OURS ?? ''] });
    await watchWith()();
    expect(told).toEqual(['topic old: begun', 'webhook old: begun']);
  });

  it('tells nothing of a share while what it counts is not whole, and keeps what it said', async () => {
    await save({ name: 'partly', alert: { when: 'share', over: 4 } });
    const minutes = async (count: number, options?: Partial<WatchOptions>) => {
      for (let minute = 0; minute < count; minute += 1) {
        await watchWith(options)();
        nowMs += MINUTE_MS;
      }
    };
    await minutes(6);
    expect(told).toEqual(['topic partly: begun']);
    const troubleOf = async () => (await states().all()).get('view#all#partly')?.trouble;
    const rowsOf = async () => ({ rows: [], countedSinceMs: nowMs - 30 * MINUTE_MS + 1, hasRoom: true });
    await minutes(10, { eventRows: { rowsOf, oldestOf: async () => undefined } });
    expect(await troubleOf()).toBe('There are more events than were read in time.');
    await minutes(10, { startedCalls: async () => undefined });
    expect(await troubleOf()).toBe('There are more calls than were read in time.');
    await minutes(10, { startedCalls: async () => [] });
    expect(await troubleOf()).toBe('No call summary came in the last half hour.');
    expect(told).toEqual(['topic partly: begun']);
  });

  it('tells every topic before a webhook, webhooks at the same time, and one message of each a run', async () => {
    await save({ name: 'one' });
    await save({ name: 'two' });
    await save({ name: 'three' });
    const order: string[] = [];
    let answerAll: () => void = () => undefined;
    const allAsked = new Promise<void>((resolve) => {
      answerAll = resolve;
    });
    const tell: WatchOptions['tell'] = async (to, _message, { name }) => {
      order.push(`${to} ${name}`);
      if (order.length === 6) answerAll();
      // Nobody answers until all are asked.
      if (to === 'webhook') await allAsked;
    };
    await watchWith({ tell })();
    expect(order.slice(0, 3).sort()).toEqual(['topic one', 'topic three', 'topic two']);
    expect(order.slice(3).sort()).toEqual(['webhook one', 'webhook three', 'webhook two']);

    const two = [1, 2].map((n) => ({ to: 'webhook' as const, tries: 0, message: `{"state":"${n}"}` }));
    const kept = (await states().all()).get('view#all#one');
    await states().put('view#all#one', { savedAt: '', alarms: [], claimedUntilMs: 0, ...kept, unsaid: two }, 2);
    nowMs += MINUTE_MS;
    await watchWith()();
    expect(told).toEqual(['webhook one: 1']);
    nowMs += MINUTE_MS;
    await watchWith()();
    expect(told).toEqual(['webhook one: 1', 'webhook one: 2']);
  });

  it('counts a try before it tells, so that who is killed five times in it drops the message', async () => {
    await save({ name: 'killed' });
    let tries = 0;
    const tell: WatchOptions['tell'] = () => {
      tries += 1;
      return new Promise(() => undefined);
    };
    const triesPut = async () => (await states().all()).get('view#all#killed')?.unsaid.map((one) => one.tries);
    for (let run = 1; run <= 5; run += 1) {
      const before = tries;
      // It never ends, as one that is killed.
      void watchWith({ tell })();
      await expect.poll(() => tries).toBe(before + 1);
      expect((await triesPut())?.[0]).toBe(run);
      nowMs += 2 * MINUTE_MS;
    }
    await watchWith()();
    expect(told).toEqual([]);
  });

  it('begins to tell nobody after 40 seconds, and tells them in the next run', async () => {
    await save({ name: 'late' });
    let elapsed = 0;
    const tell: WatchOptions['tell'] = async (to, _message, { name }) => {
      told.push(`${to} ${name}`);
      elapsed += 41_000;
    };
    await watchWith({ tell, clock: { now: () => nowMs, elapsed: () => elapsed } })();
    expect(told).toEqual(['topic late']);
    expect((await states().all()).get('view#all#late')?.unsaid).toMatchObject([{ to: 'webhook', tries: 0 }]);
  });

  it('says why a topic was not told in its own words: what AWS says may name an account', async () => {
    await save({ name: 'denied', alert: { when: 'new-cause' } });
    const denied = new Error('User: arn:aws:sts::123456789012:assumed-role/x is not authorized');
    denied.name = 'AuthorizationErrorException';
    await watchWith({ tell: () => Promise.reject(denied) })();
    const notTold = async () => (await states().all()).get('view#all#denied')?.notTold;
    expect(await notTold()).toBe('The topic was not told: its policy or its key does not allow that.');
    nowMs += MINUTE_MS;
    await watchWith({ tell: () => Promise.reject(new Error('arn:aws:sns:eu-west-1:123456789012:x')) })();
    expect(await notTold()).toBe('The topic was not told: it did not take the message. The log says why.');
  });

  it('looks at the other views where one cannot be looked at', async () => {
    const troubles: unknown[] = [];
    await save({ name: 'a', alert: { when: 'share', over: 1 } });
    await save({ name: 'b' });
    const startedCalls = () => Promise.reject(new Error('throttled'));
    await watchWith({ startedCalls, onTrouble: (error) => void troubles.push(error) })();
    expect(troubles).toEqual([new Error('throttled')]);
    expect(told).toEqual(['topic b: begun', 'webhook b: begun']);
  });
});
