import { setImmediate } from 'node:timers/promises';
import { beforeEach, expect, it } from 'vitest';
import { createArchive } from '../../../lambda/archive/archive.ts';
import { createAuditArchive } from '../../../operations/audit/audit-archive.ts';
import { auditEvent, newRun, toCloudEvent } from '../../../operations/audit/audit-run.ts';
import { ARRIVAL_MS, CONFIG, cloudEvent, kinesisRecords } from '../../../samples/builders.ts';
import type { Clock } from '../../../shared/clock.ts';
import { createMemoryArchive } from '../../memory-archive.ts';

const EVENTS = 30;
const AT = new Date(ARRIVAL_MS).toISOString();
const NEVER = new AbortController().signal;

let nowMs: number;
let store: ReturnType<typeof createMemoryArchive>;
const clock: Clock = {
  now: () => nowMs,
  // What is retried without end must not keep a test from ending.
  sleep: async (ms) => {
    nowMs += ms;
    await setImmediate();
  },
  random: () => 0.5,
};
const run = newRun(EVENTS, () => 0.25);
const another = newRun(EVENTS, () => 0.75);
const eventsOf = (of: typeof run, numbers: readonly number[]) =>
  numbers.map((number) => toCloudEvent(auditEvent(of, number), AT));
const all = Array.from({ length: EVENTS }, (_event, index) => index + 1);

beforeEach(() => {
  nowMs = ARRIVAL_MS;
  store = createMemoryArchive();
});
const archive = (...events: unknown[]) => createArchive({ store, config: CONFIG, clock })(kinesisRecords(events));

it('finds the events of its run beside the tables, and erases those objects alone', async () => {
  await archive(...eventsOf(run, all), cloudEvent());
  await archive(...eventsOf(another, [1]));
  const audited = createAuditArchive({ run, store, clock });
  expect(await audited.find(EVENTS, NEVER)).toEqual({ right: EVENTS, wrong: [], unread: [] });
  expect(nowMs).toBe(ARRIVAL_MS);
  const before = store.objects.size;
  await audited.erase();
  expect(before - store.objects.size).toBe(1);
  expect([...store.objects.keys()].some((key) => key.startsWith('events/'))).toBe(true);
});

it('waits for what comes late, and names the calls of what does not come within ten minutes', async () => {
  await archive(...eventsOf(run, all.slice(0, 10)));
  const late = createAuditArchive({
    run,
    store,
    clock: {
      ...clock,
      sleep: async (ms) => {
        nowMs += ms;
        if (nowMs - ARRIVAL_MS === 60_000) await archive(...eventsOf(run, all.slice(10, 29)));
      },
    },
  });
  const { callSid } = auditEvent(run, EVENTS);
  expect(await late.find(EVENTS, NEVER)).toEqual({
    right: EVENTS - 1,
    wrong: [{ sid: callSid, problem: '1 event is not in the archive' }],
    unread: [],
  });
  expect(nowMs - ARRIVAL_MS).toBe(10 * 60_000);
});

it('goes on where an object is gone that it was about to read', async () => {
  await archive(...eventsOf(another, [1]));
  await archive(...eventsOf(run, all));
  let isFirst = true;
  const overtaken: typeof store = {
    ...store,
    open(object) {
      if (isFirst) store.objects.delete(object.key);
      isFirst = false;
      return store.open(object);
    },
  };
  expect(await createAuditArchive({ run: another, store: overtaken, clock }).find(1, NEVER)).toMatchObject({
    right: 0,
  });
  expect(await createAuditArchive({ run, store: overtaken, clock }).find(EVENTS, NEVER)).toMatchObject({
    right: EVENTS,
  });
});

it('names an object that cannot be read, once, and reads the others', async () => {
  await archive(...eventsOf(another, [1]));
  const [damaged = ''] = store.objects.keys();
  await store.put(damaged, Buffer.from('PAR1'));
  await archive(...eventsOf(run, all.slice(1)));
  const found = await createAuditArchive({ run, store, clock }).find(EVENTS, NEVER);
  expect([found.right, found.wrong.length]).toEqual([EVENTS - 1, 1]);
  expect(found.unread).toEqual([{ key: damaged, problem: expect.stringMatching(/: move it out of the archive$/) }]);
});
