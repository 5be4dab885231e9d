import type { KinesisStreamRecord } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIngest, type IngestOptions } from '../../../lambda/ingest/ingest.ts';
import {
  type QuarantinedRecord,
  type QuarantineWriter,
  recordText,
  type UnsupportedEvents,
} from '../../../lambda/quarantine/quarantine.ts';
import type { Item } from '../../../lambda/store/item.ts';
import type { ItemWriter } from '../../../lambda/store/item-writer.ts';
import { readObject } from '../../../operations/set-aside/kept-object.ts';
import {
  ARRIVAL_MS,
  attributesOf,
  CONFIG,
  cloudEvent,
  eventId,
  kinesisRecord,
  kinesisRecords,
  sequenceNumber,
} from '../../../samples/builders.ts';
import type { Clock } from '../../../shared/clock.ts';
import { createMemoryStore } from '../../memory-store.ts';
import { ONLY_PUTS } from '../../only-puts.ts';
import { createVirtualClock } from '../../simulation/virtual-clock.ts';

const NOW = ARRIVAL_MS + 2_500;
const TIME_LEFT = { getRemainingTimeInMillis: () => 60_000 };
const TEST_EVENT = { type: 'com.twilio.eventstreams.test-event', id: 'AC1', data: { test_id: 'one' } };

/** Time stands still: what sleeps wakes when it is aborted. */
const frozen: Clock = {
  now: () => NOW,
  sleep: (_ms, signal) =>
    new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
  random: () => 0.5,
};

/** Whoever sleeps wakes at once. */
const instant: Clock = { ...frozen, sleep: async () => undefined };

function createMemoryQuarantine() {
  const records: QuarantinedRecord[] = [];
  const unsupported: UnsupportedEvents[] = [];
  const writer: QuarantineWriter = {
    putRecord: async (record) => void records.push(record),
    putUnsupported: async (events) => void unsupported.push(events),
  };
  return { ...writer, records, unsupported };
}

function setUp(options: Partial<IngestOptions> = {}) {
  const store = createMemoryStore();
  const quarantine = createMemoryQuarantine();
  const ingest = createIngest({ store, quarantine, config: CONFIG, clock: frozen, ...options });
  return { store, quarantine, ingest };
}

function events(count: number, data: Record<string, unknown> = {}) {
  return Array.from({ length: count }, (_event, index) => cloudEvent({ id: eventId(index) }, data));
}

/** What is no record of a stream, or is one of an odd kind. */
const odd = (record: unknown) => record as KinesisStreamRecord;

const failedAt = (position: number) => ({ batchItemFailures: [{ itemIdentifier: sequenceNumber(position) }] });
const ALL_SAFE = { batchItemFailures: [] };

function throttled(): Error {
  return Object.assign(new Error('slow down'), {
    name: 'ProvisionedThroughputExceededException',
    $metadata: { httpStatusCode: 400 },
  });
}

function forbidden(): Error {
  return Object.assign(new Error('no'), { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } });
}

/** A store that fails whenever an item of these events is among those it is given. */
function failingStore(ids: readonly string[], error: () => Error): ItemWriter & { stored: Item[] } {
  const stored: Item[] = [];
  return {
    stored,
    ...ONLY_PUTS,
    async put(items) {
      if (items.some(({ key }) => ids.some((id) => key.endsWith(id)))) throw error();
      stored.push(...items);
      return [];
    },
  };
}

describe('a batch', () => {
  it('becomes rows, 25 of them at most in one write, all of different keys', async () => {
    const sizes: number[] = [];
    const store: ItemWriter = {
      ...ONLY_PUTS,
      async put(items) {
        sizes.push(items.length);
        expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
        return [];
      },
    };
    const { ingest } = setUp({ store });
    const { response, report } = await ingest(kinesisRecords([...events(60), ...events(60)]), TIME_LEFT);
    expect(response).toEqual(ALL_SAFE);
    expect(sizes).toEqual([25, 25, 10]);
    expect(report).toMatchObject({
      records: 120,
      retried: 0,
      duplicatesMerged: 60,
      stored: [{ level: 'INFO', count: 60 }],
    });
  });

  it('of no records is done', async () => {
    const { response, report } = await setUp().ingest([], TIME_LEFT);
    expect(response).toEqual(ALL_SAFE);
    expect(report.lagMs).toBeUndefined();
  });

  it('leaves the same table, however often and in whatever order and cut it is delivered', async () => {
    const once = setUp();
    const records = kinesisRecords(events(30, { level: 'ERROR' }));
    await once.ingest(records, TIME_LEFT);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.shuffledSubarray(records), { maxLength: 4 }), async (deliveries) => {
        const again = setUp();
        for (const delivery of [...deliveries, records]) await again.ingest(delivery, TIME_LEFT);
        expect(new Map([...again.store.items].sort())).toEqual(new Map([...once.store.items].sort()));
      }),
      { numRuns: 25 },
    );
  });

  it('takes the later one of two different events with one key', async () => {
    const { store, ingest } = setUp();
    await ingest(kinesisRecords([cloudEvent({}, { name: 'first' }), cloudEvent({}, { name: 'second' })]), TIME_LEFT);
    expect([...store.items.values()].map((item) => attributesOf(item).name)).toEqual([{ S: 'second' }]);
  });
});

describe('a record that no retry can cure', () => {
  it('is quarantined with its bytes, its place and its reason, and the good ones around it are rows', async () => {
    const { store, quarantine, ingest } = setUp();
    const [good, alsoGood] = events(2);
    const { response, report } = await ingest(kinesisRecords([good, Buffer.from('{no'), alsoGood]), TIME_LEFT);
    expect(response).toEqual(ALL_SAFE);
    expect(store.items.size).toBe(2);
    expect(quarantine.records).toEqual([
      {
        reason: 'not-json',
        detail: 'the record is not JSON (at position 1)',
        shardId: 'shardId-000000000000',
        sequenceNumber: sequenceNumber(1),
        partitionKey: expect.stringMatching(/^CA/),
        streamArn: 'arn:aws:kinesis:us-east-1:123456789012:stream/call-events',
        arrivedAt: '2026-11-20T12:00:00.000Z',
        data: Buffer.from('{no').toString('base64'),
      },
    ]);
    expect(report.quarantined).toEqual([{ reason: 'not-json', eventId: `shardId-000000000000:${sequenceNumber(1)}` }]);
  });

  it('is quarantined for what DynamoDB cannot hold', async () => {
    const { store, quarantine, ingest } = setUp();
    await ingest(kinesisRecords([cloudEvent({}, { huge: 1e200 }), cloudEvent({}, { text: '\ud800' })]), TIME_LEFT);
    expect(store.items.size).toBe(0);
    expect(quarantine.records.map(({ reason, detail }) => [reason, detail])).toEqual([
      ['number-out-of-range', expect.stringContaining('huge')],
      ['lone-surrogate', expect.stringContaining('text')],
    ]);
  });

  it('is quarantined for what the table alone refuses, and the rest of its write is in the table', async () => {
    const memory = createMemoryStore();
    const store: ItemWriter = {
      ...ONLY_PUTS,
      async put(items, signal) {
        const [item, ...others] = items;
        await memory.put(others, signal);
        return item === undefined ? [] : [{ item, message: 'Item size has exceeded the maximum allowed size' }];
      },
    };
    const { quarantine, ingest } = setUp({ store });
    const { response, report } = await ingest(kinesisRecords(events(3)), TIME_LEFT);
    expect(response).toEqual(ALL_SAFE);
    expect(memory.items.size).toBe(2);
    expect(quarantine.records).toMatchObject([
      { reason: 'refused-by-dynamodb', detail: 'Item size has exceeded the maximum allowed size' },
    ]);
    expect(report.stored).toMatchObject([{ count: 2 }]);
  });

  it('is quarantined with no more of what the table said than a person reads, and nothing that a terminal obeys', async () => {
    const message = `\u001b[2J${'a value of the event '.repeat(10_000)}`;
    const store: ItemWriter = { ...ONLY_PUTS, put: async (items) => items.map((item) => ({ item, message })) };
    const { quarantine, ingest } = setUp({ store });
    await ingest(kinesisRecords(events(1)), TIME_LEFT);
    expect(quarantine.records[0]?.detail).toMatch(/^\\u001b\[2Ja value of [\w ]{180}…$/);
  });

  it('names each event that is at fault where it is a list; the others of the list are rows', async () => {
    const { store, quarantine, ingest } = setUp();
    const list = [cloudEvent(), 5, cloudEvent({ id: eventId(2) }, { huge: 1e200 }), cloudEvent({ id: eventId(3) })];
    expect((await ingest(kinesisRecords([list]), TIME_LEFT)).response).toEqual(ALL_SAFE);
    expect(store.items.size).toBe(2);
    expect(quarantine.records).toMatchObject([
      {
        reason: 'not-a-cloud-event',
        detail: 'event [1]: expected an object, found a number',
        problems: [
          { index: 1, reason: 'not-a-cloud-event' },
          { index: 2, reason: 'number-out-of-range' },
        ],
        problemCount: 2,
      },
    ]);
  });

  it('is kept with the same bytes at each delivery, whatever order its events are refused in', async () => {
    const list = events(60);
    const kept: string[] = [];
    for (const turns of [
      [0, 1, 2],
      [2, 0, 1],
    ]) {
      const writes = turns.map(() => Promise.withResolvers<void>());
      let puts = 0;
      const store: ItemWriter = {
        ...ONLY_PUTS,
        async put(items) {
          await writes[puts++]?.promise;
          return items.slice(0, 2).map((item) => ({ item, message: 'no' }));
        },
      };
      const { quarantine, ingest } = setUp({ store });
      const done = ingest(kinesisRecords([list]), TIME_LEFT);
      for (const turn of turns) {
        writes[turn]?.resolve();
        await new Promise(setImmediate);
      }
      await done;
      kept.push(JSON.stringify(quarantine.records));
    }
    expect(kept[1]).toBe(kept[0]);
    expect(JSON.parse(kept[0] ?? '')).toMatchObject([
      { detail: 'event [0]: no', problems: [0, 1, 25, 26, 50, 51].map((index) => ({ index })) },
    ]);
  });

  it('is tried again where the quarantine fails for a while', async () => {
    let failures = 2;
    const quarantine = createMemoryQuarantine();
    const { ingest } = setUp({
      clock: { ...frozen, sleep: (ms, signal) => (ms < 10_000 ? Promise.resolve() : frozen.sleep(ms, signal)) },
      quarantine: {
        ...quarantine,
        async putRecord(record, signal) {
          if (failures > 0) {
            failures -= 1;
            throw Object.assign(new Error('busy'), { $metadata: { httpStatusCode: 503 } });
          }
          await quarantine.putRecord(record, signal);
        },
      },
    });
    expect((await ingest(kinesisRecords([5]), TIME_LEFT)).response).toEqual(ALL_SAFE);
    expect(quarantine.records).toHaveLength(1);
  });

  it('names the first problems of a list and counts the others', async () => {
    const { quarantine, ingest } = setUp();
    await ingest(kinesisRecords([Array(1_000).fill(5)]), TIME_LEFT);
    expect(quarantine.records).toMatchObject([{ problemCount: 1_000 }]);
    expect(quarantine.records[0]?.problems).toHaveLength(20);
  });

  it('is quarantined, lists in lists and all, where fields in it are redacted', async () => {
    const { store, quarantine, ingest } = setUp({
      config: { ...CONFIG, redactFields: ['sdk_edge.metadata.ip_address'] },
    });
    const deep = `{"metadata":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    const json = JSON.stringify(cloudEvent()).replace('"level":', `"sdk_edge":${deep},"level":`);
    expect((await ingest(kinesisRecords([Buffer.from(json), cloudEvent()]), TIME_LEFT)).response).toEqual(ALL_SAFE);
    expect(quarantine.records).toMatchObject([{ reason: 'too-deep' }]);
    expect(store.items.size).toBe(1);
  });

  it('holds up no good one where the quarantine is slow', async () => {
    const { promise: deadline, resolve: wakeUp } = Promise.withResolvers<void>();
    const { store, ingest } = setUp({
      clock: { ...frozen, sleep: () => deadline },
      quarantine: {
        putRecord: () => new Promise(() => setImmediate(wakeUp)),
        putUnsupported: () => new Promise(() => undefined),
      },
    });
    const bad = Array.from({ length: 20 }, () => 5);
    const { response } = await ingest(kinesisRecords([...bad, ...events(300)]), TIME_LEFT);
    expect(store.items.size).toBe(300);
    expect(response).toEqual(failedAt(0));
  });

  it('is delivered again where it cannot be quarantined', async () => {
    const { store, ingest } = setUp({
      quarantine: {
        putRecord: async () => {
          throw forbidden();
        },
        putUnsupported: async () => undefined,
      },
    });
    const [good, alsoGood] = events(2);
    const { response, report } = await ingest(kinesisRecords([good, 5, alsoGood]), TIME_LEFT);
    expect(response).toEqual(failedAt(1));
    expect(store.items.size).toBe(2);
    expect(report).toMatchObject({ records: 1, retried: 2, quarantined: [], failures: [expect.any(Error)] });
  });
});

describe('what Lambda puts around a record', () => {
  /** As the Lambda console's own test event has it. */
  function without(record: KinesisStreamRecord): KinesisStreamRecord {
    const { approximateArrivalTimestamp: _time, ...kinesis } = record.kinesis;
    return { ...record, kinesis } as KinesisStreamRecord;
  }

  it('may lack the time of arrival: a good event is a row of now, a bad one is quarantined', async () => {
    const { store, quarantine, ingest } = setUp();
    const error = { level: 'ERROR', timestamp: '2099-01-01T00:00:00Z' };
    const records = kinesisRecords([cloudEvent({}, error), Buffer.from('Hello, this is a test 123.')]).map(without);
    const { response, report } = await ingest(records, TIME_LEFT);
    expect(response).toEqual(ALL_SAFE);
    expect([...store.items.values()].map(attributesOf)).toMatchObject([
      { level_timestamp: { S: expect.stringMatching(/^2026-11-20T12:00:02\.500Z#/) } },
    ]);
    expect(quarantine.records).toMatchObject([{ reason: 'not-json', arrivedAt: '2026-11-20T12:00:02.500Z' }]);
    expect(report.lagMs).toBe(0);
  });

  it('may be missing altogether: what is no record is quarantined, and the good ones around it are rows', async () => {
    const { store, quarantine, ingest } = setUp();
    const [good, alsoGood] = kinesisRecords(events(2));
    const bad = [null, 'text', {}, { kinesis: {} }, { eventSource: 'aws:s3', s3: {} }, []];
    const { response } = await ingest([good, ...bad, alsoGood].map(odd), TIME_LEFT);
    expect(response).toEqual(ALL_SAFE);
    expect(store.items.size).toBe(2);
    expect(quarantine.records.map(({ reason, data }) => [reason, Buffer.from(data, 'base64').toString()])).toEqual(
      bad.map((record) => ['not-a-record', JSON.stringify(record)]),
    );
    expect(new Set(quarantine.records.map(({ shardId, sequenceNumber }) => shardId + sequenceNumber)).size).toBe(6);
    // Redrive reads each of them.
    const kept = quarantine.records.map((record) => readObject('quarantine/x.json', recordText(record)).kind);
    expect(new Set(kept)).toEqual(new Set(['quarantined']));
  });

  it('keeps each of several records without a number, and unsupported events among them', async () => {
    const { quarantine, ingest } = setUp();
    const bare = (data: string) => odd({ kinesis: { data: Buffer.from(data).toString('base64') } });
    const records = ['{no', '{nor', '{"id":"x","type":"other"}', '{no'].map(bare);
    expect((await ingest(records, TIME_LEFT)).response).toEqual(ALL_SAFE);
    expect(new Set(quarantine.records.map(({ sequenceNumber }) => sequenceNumber)).size).toBe(2);
    expect(quarantine.unsupported).toMatchObject([{ lines: ['{"id":"x","type":"other"}'] }]);
  });

  it('may lack the number by which a record is given back: then it is the whole batch', async () => {
    const [first, second] = kinesisRecords([5, cloudEvent()]);
    const numberless = { ...second, kinesis: { ...second?.kinesis, sequenceNumber: undefined } };
    const store = failingStore([eventId(1)], forbidden);
    const { response } = await setUp({ store }).ingest([first, numberless].map(odd), TIME_LEFT);
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: '' }] });
  });
});

describe('trouble of ours', () => {
  it('is answered with the first record, by position, that is not safe', async () => {
    const store = failingStore([eventId(55), eventId(30)], forbidden);
    const { response, report } = await setUp({ store }).ingest(kinesisRecords(events(60)), TIME_LEFT);
    expect(response).toEqual(failedAt(25));
    expect(store.stored).toHaveLength(25);
    expect(report).toMatchObject({ records: 25, retried: 35, stored: [{ count: 25 }] });
  });

  it('points to the first delivery of an event that came twice', async () => {
    const batch = [...events(26), cloudEvent({ id: eventId(3) }), cloudEvent({ id: eventId(25) })];
    const store = failingStore([eventId(25)], forbidden);
    expect((await setUp({ store }).ingest(kinesisRecords(batch), TIME_LEFT)).response).toEqual(failedAt(25));
  });

  it('leaves a list for another delivery where one of its events is not in the table', async () => {
    const list = [cloudEvent({ id: eventId(100) }), cloudEvent({ id: eventId(101) })];
    const store = failingStore([eventId(101)], throttled);
    const { response } = await setUp({ store }).ingest(kinesisRecords([...events(24), list]), TIME_LEFT);
    expect(response).toEqual(failedAt(24));
  });

  it('of a store that hangs ends a second before the deadline, and the store is told', async () => {
    const slept: number[] = [];
    let told = false;
    const { ingest } = setUp({
      clock: { ...instant, sleep: async (ms) => void slept.push(ms) },
      store: {
        ...ONLY_PUTS,
        put: (_items, signal) =>
          new Promise(() => {
            signal.addEventListener('abort', () => {
              told = true;
            });
          }),
      },
    });
    const { response, report } = await ingest(kinesisRecords(events(2)), TIME_LEFT);
    expect(response).toEqual(failedAt(0));
    expect(report).toMatchObject({ records: 0, retried: 2, failures: [] });
    expect(slept).toEqual([59_000]);
    expect(told).toBe(true);
  });

  it('does not forget what is safe when the deadline comes', async () => {
    const { promise: deadline, resolve: wakeUp } = Promise.withResolvers<void>();
    const { ingest } = setUp({
      clock: { ...frozen, sleep: () => deadline },
      store: {
        ...ONLY_PUTS,
        async put(items) {
          if (items.length < 25) return new Promise(() => setImmediate(wakeUp));
          return [];
        },
      },
    });
    const { response } = await ingest(kinesisRecords(events(30)), TIME_LEFT);
    expect(response).toEqual(failedAt(25));
  });

  it('answers at once where no time is left', async () => {
    const { ingest } = setUp({ clock: instant, store: { ...ONLY_PUTS, put: () => new Promise(() => undefined) } });
    const { response } = await ingest(kinesisRecords(events(1)), { getRemainingTimeInMillis: () => 200 });
    expect(response).toEqual(failedAt(0));
  });
});

describe('what no retry cures soon', () => {
  const START = ARRIVAL_MS;
  const MINUTE = 60_000;

  /** Ingest in virtual time, with a minute of it; resolves to the answer, the report and how long both took. */
  async function answer(options: Partial<IngestOptions>, batch: readonly unknown[]) {
    const time = createVirtualClock(START);
    const clock = time.of({ alive: true }, () => 0.5);
    const { ingest, ...rest } = setUp({ clock, ...options });
    const done: { value?: Awaited<ReturnType<typeof ingest>> } = {};
    void ingest(kinesisRecords(batch), { getRemainingTimeInMillis: () => START + MINUTE - time.now() }).then(
      (value) => {
        done.value = value;
      },
    );
    await time.run(() => done.value !== undefined, START + 2 * MINUTE);
    return { ...rest, ...done.value, tookMs: time.now() - START };
  }

  /** A write that fails so often before it works, and when it was tried. */
  function denied(times: number, done: () => Promise<never[]>) {
    let tries = 0;
    return async () => {
      tries += 1;
      if (tries <= times) throw forbidden();
      return done();
    };
  }

  it('is tried again every five seconds, and is done when somebody cured it', async () => {
    const store: ItemWriter = { ...ONLY_PUTS, put: denied(3, async () => []) };
    const { response, tookMs } = await answer({ store, isPatient: true }, events(1));
    expect(response).toEqual(ALL_SAFE);
    expect(tookMs).toBe(15_000);
  });

  it('is given back with ten seconds left, and told', async () => {
    const store: ItemWriter = { ...ONLY_PUTS, put: denied(Number.POSITIVE_INFINITY, async () => []) };
    const { response, report, tookMs } = await answer({ store, isPatient: true }, events(60));
    expect(response).toEqual(failedAt(0));
    expect(tookMs).toBe(50_000);
    expect(report?.failures).toHaveLength(3);
    expect(report?.failures[0]).toMatchObject({ name: 'AccessDeniedException' });
  });

  it('is given back ten seconds before the deadline, however long the batch took to be read', async () => {
    let now = START;
    const tries: number[] = [];
    const clock: Clock = {
      ...frozen,
      now: () => now,
      async sleep(ms, signal) {
        if (ms !== 5_000) return frozen.sleep(ms, signal);
        now += ms;
      },
    };
    const store: ItemWriter = {
      ...ONLY_PUTS,
      async put() {
        tries.push(now - START);
        throw forbidden();
      },
    };
    const [record] = kinesisRecords(events(1));
    const slow = {
      get kinesis() {
        now = Math.max(now, START + 30_000);
        return record?.kinesis;
      },
    };
    const { response } = await setUp({ store, clock, isPatient: true }).ingest([odd(slow)], TIME_LEFT);
    expect(response).toEqual(failedAt(0));
    expect(tries).toEqual([30_000, 35_000, 40_000, 45_000, 50_000]);
  });

  it('is so of the bucket, too, and the rows do not wait for it', async () => {
    const put = denied(Number.POSITIVE_INFINITY, async () => []);
    const refused = { putRecord: async () => void (await put()), putUnsupported: async () => void (await put()) };
    const batch = [cloudEvent(), 5, { id: 'x', type: 'other' }];
    const { response, store, tookMs } = await answer({ quarantine: refused, isPatient: true }, batch);
    expect(response).toEqual(failedAt(1));
    expect(store.items.size).toBe(1);
    expect(tookMs).toBe(50_000);
  });

  it('is told at once where somebody waits for the answer', async () => {
    const store: ItemWriter = { ...ONLY_PUTS, put: denied(Number.POSITIVE_INFINITY, async () => []) };
    const { response, tookMs } = await answer({ store }, events(1));
    expect(response).toEqual(failedAt(0));
    expect(tookMs).toBe(0);
  });
});

describe('what is no call event', () => {
  it('is no row: test events are reported, twice for two with one id, empty lists counted', async () => {
    const { store, quarantine, ingest } = setUp();
    const { response, report } = await ingest(kinesisRecords([TEST_EVENT, [], TEST_EVENT]), TIME_LEFT);
    expect(response).toEqual(ALL_SAFE);
    expect(report).toMatchObject({ testEvents: ['one', 'one'], emptyRecords: 1 });
    expect(store.items.size + quarantine.records.length + quarantine.unsupported.length).toBe(0);
  });

  it('is kept as one object for the batch where its type is unknown, outside the quarantine', async () => {
    const { quarantine, ingest } = setUp();
    const other = (type: string) => ({ id: 'x', type, data: { call_sid: 'CA1' } });
    const batch = [cloudEvent(), other('summary'), [other('metrics'), TEST_EVENT, other('summary')], TEST_EVENT];
    const { response, report } = await ingest(kinesisRecords(batch), TIME_LEFT);
    expect(response).toEqual(ALL_SAFE);
    expect(quarantine.records).toEqual([]);
    expect(quarantine.unsupported).toEqual([
      {
        shardId: 'shardId-000000000000',
        firstSequenceNumber: sequenceNumber(1),
        lastSequenceNumber: sequenceNumber(2),
        arrivedAt: '2026-11-20T12:00:00.000Z',
        lines: [other('summary'), other('metrics'), other('summary')].map((event) => JSON.stringify(event)),
      },
    ]);
    expect(report.unsupported).toEqual(
      new Map([
        ['summary', 2],
        ['metrics', 1],
      ]),
    );
  });

  it('is delivered again where it cannot be kept', async () => {
    const { ingest } = setUp({
      quarantine: {
        putRecord: async () => undefined,
        putUnsupported: async () => {
          throw forbidden();
        },
      },
    });
    const { response } = await ingest(kinesisRecords([cloudEvent(), { id: 'x', type: 'summary' }]), TIME_LEFT);
    expect(response).toEqual(failedAt(1));
  });
});

describe('the report', () => {
  it('counts stored events by level and type, mismatches by path, the skew of clocks and the lag', async () => {
    const { ingest } = setUp();
    const future = new Date(ARRIVAL_MS + 3_600_000).toISOString();
    const batch = [
      cloudEvent({ id: 'a' }, { level: 'error' }),
      cloudEvent({ id: 'b', type: 'com.twilio.voice.insights.call-event.gateway' }, { level: 'ERROR', edge: 5 }),
      cloudEvent({ id: 'c' }, { timestamp: future, edge: null, name: {}, group: [] }),
    ];
    const [, ...records] = kinesisRecords(batch);
    const oldest = kinesisRecord(JSON.stringify(batch[0]), { arrivalMs: ARRIVAL_MS - 500 });
    const { report } = await ingest([oldest, ...records], TIME_LEFT);
    expect(report).toMatchObject({
      stored: [
        { level: 'ERROR', type: 'com.twilio.voice.insights.call-event.sdk', count: 1 },
        { level: 'ERROR', type: 'com.twilio.voice.insights.call-event.gateway', count: 1 },
        { level: 'INFO', type: 'com.twilio.voice.insights.call-event.sdk', count: 1 },
      ],
      clockSkewMs: 3_600_000,
      lagMs: 3_000,
    });
    expect(report.mismatches).toEqual(
      new Map([
        ['edge', 1],
        ['name', 1],
        ['group', 1],
      ]),
    );
  });

  it('counts the events filed a day or more before they came, each once, and says how far the furthest is', async () => {
    const timestamp = (days: number) => new Date(ARRIVAL_MS - days * 86_400_000).toISOString();
    const old = cloudEvent({ id: 'a' }, { timestamp: timestamp(3) });
    const batch = [old, cloudEvent({ id: 'b' }, { timestamp: timestamp(1) }), cloudEvent({ id: 'c' }), old];
    expect((await setUp().ingest(kinesisRecords(batch), TIME_LEFT)).report).toMatchObject({
      eventsBehind: 2,
      clockBehindMs: 3 * 86_400_000,
      clockSkewMs: 0,
    });
  });
});

describe('redaction', () => {
  it('happens before the item is made: the value is nowhere in it, not in what is copied from it either', async () => {
    const redactFields = ['sdk_edge.error.message', 'sdk_edge.metadata'];
    const { store, ingest } = setUp({ config: { ...CONFIG, redactFields } });
    const sdk_edge = { error: { code: 31005, message: 'Alice' }, metadata: { client_name: 'Alice' } };
    await ingest(kinesisRecords([cloudEvent({}, { level: 'ERROR', sdk_edge })]), TIME_LEFT);
    const [item] = store.items.values();
    expect(JSON.stringify(item)).not.toContain('Alice');
    expect(item && attributesOf(item)).toMatchObject({
      error_code: { N: '31005' },
      error_message: { S: '[redacted]' },
    });
  });

  it('leaves the record in quarantine raw', async () => {
    const { quarantine, ingest } = setUp({ config: { ...CONFIG, redactFields: ['client'] } });
    const records = kinesisRecords([cloudEvent({}, { client: 'Alice', huge: 1e200 })]);
    await ingest(records, TIME_LEFT);
    expect(quarantine.records.map(({ data }) => data)).toEqual(records.map(({ kinesis }) => kinesis.data));
  });
});
