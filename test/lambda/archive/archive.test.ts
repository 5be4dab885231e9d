import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutOf } from '../../../families/archive/layouts.ts';
import { archiveTableNamed } from '../../../families/archive/tables.ts';
import { createArchive } from '../../../lambda/archive/archive.ts';
import { dayOf } from '../../../lambda/archive/day.ts';
import { batchObjectKey, filledObjectKey } from '../../../lambda/archive/object-name.ts';
import { readRows } from '../../../lambda/archive/parquet.ts';
import { prepareBatch } from '../../../lambda/ingest/batch.ts';
import { auditEvent, newRun, toCloudEvent } from '../../../operations/audit/audit-run.ts';
import { ARRIVAL_MS, CONFIG, cloudEvent, eventId, kinesisRecord, kinesisRecords } from '../../../samples/builders.ts';
import { metricEvent, sdkMetricData } from '../../../samples/call-metric.ts';
import { summaryEvent } from '../../../samples/call-summary.ts';
import { familySamples } from '../../../samples/family-samples.ts';
import { systemClock } from '../../../shared/clock.ts';
import { recordsOfEveryKind } from '../../families/records-of-every-kind.ts';
import { hostileRecord } from '../../hostile/generator.ts';
import { createMemoryArchive } from '../../memory-archive.ts';
import { timesByDay } from '../../nightly.ts';

const DAY = 86_400_000;

function opened(config = CONFIG) {
  const store = createMemoryArchive();
  const archive = createArchive({ store, config, clock: systemClock });
  return { store, archive, keys: () => [...store.objects.keys()].sort() };
}

/** Every row of the archive, by table. */
async function rowsOf({ objects }: ReturnType<typeof createMemoryArchive>, name: Parameters<typeof layoutOf>[0]) {
  const layout = layoutOf(name);
  const files = [...objects].filter(([key]) => key.startsWith(`${layout.folder}/`));
  const rows = await Promise.all(
    files.map(([, { bytes }]) =>
      readRows(layout, {
        byteLength: bytes.length,
        slice: (start, end) => bytes.slice(start, end).buffer as ArrayBuffer,
      }),
    ),
  );
  return rows.flat();
}

describe('a batch', () => {
  it('is an object for each table and day, named after its first and last record', async () => {
    const { archive, keys } = opened();
    const records = kinesisRecords([
      cloudEvent({ id: eventId(1) }),
      cloudEvent({ id: eventId(2) }, { timestamp: '2026-11-19T23:59:59.999Z' }),
      cloudEvent({ id: eventId(3) }, { timestamp: '2026-11-19T00:00:00.000Z' }),
      summaryEvent(),
      metricEvent(),
    ]);
    const report = await archive(records);
    const [first, last] = [records[0], records.at(-1)].map((record) => record?.kinesis.sequenceNumber);
    const name = `0-shardId-000000000000-${first}-${last}.parquet`;
    expect(keys()).toEqual([
      `events/day=2026-11-19/${name}`,
      `events/day=2026-11-20/${name}`,
      `metrics/day=2026-11-20/${name}`,
      `summaries/day=2026-11-20/${name}`,
    ]);
    expect(report).toMatchObject({ records: 5, objects: 4, skipped: { unreadable: 0, unsupported: 0 } });
    expect([...report.rows]).toEqual([
      ['call_events', 3],
      ['call_summaries', 1],
      ['call_metrics', 1],
    ]);
  });

  it('loses none of the events beside one in its list that nobody foresaw', async () => {
    let asked = 0;
    const config = {
      ...CONFIG,
      get redactFields() {
        asked += 1;
        if (asked === 1) throw new Error('what nobody foresaw');
        return [];
      },
    };
    const { archive, store } = opened(config);
    const { skipped } = await archive(kinesisRecords([[1, 2, 3].map((number) => cloudEvent({ id: eventId(number) }))]));
    expect(skipped).toEqual({ unreadable: 1, unsupported: 0 });
    expect((await rowsOf(store, 'call_events')).map(({ event_id: id }) => id)).toEqual([eventId(2), eventId(3)]);
  });

  it('writes the same objects when it comes again, and others when it comes in two parts', async () => {
    const { archive, store, keys } = opened();
    const records = kinesisRecords([1, 2, 3].map((number) => cloudEvent({ id: eventId(number) })));
    await archive(records);
    const [[key, { bytes }] = ['', { bytes: new Uint8Array() }]] = [...store.objects];
    await archive(records);
    expect(keys()).toEqual([key]);
    expect(store.objects.get(key)?.bytes).toEqual(bytes);
    await archive(records.slice(0, 2));
    await archive(records.slice(2));
    expect(keys()).toHaveLength(3);
    expect(store.objects.get(key)?.bytes).toEqual(bytes);
  });

  it('leaves out what is no event, of no table, or can be no row', async () => {
    const { archive, store } = opened();
    const samples = familySamples(1, '2026-11-20T11:59:00.000Z');
    const report = await archive([
      kinesisRecord('no JSON'),
      kinesisRecord(JSON.stringify([cloudEvent(), cloudEvent({ id: 'x' }, { call_sid: 5 })]), { position: 1 }),
      kinesisRecord(JSON.stringify(cloudEvent({}, { name: '\ud800' })), { position: 2 }),
      kinesisRecord(JSON.stringify(samples['test-event']), { position: 3 }),
      kinesisRecord(JSON.stringify({ ...cloudEvent(), type: 'com.example.else' }), { position: 4 }),
      'no record' as never,
    ]);
    expect(report.skipped).toEqual({ unreadable: 4, unsupported: 2 });
    expect(await rowsOf(store, 'call_events')).toMatchObject([{ event_id: eventId(1) }]);
  });

  it('hides what ingest hides', async () => {
    const { archive, store } = opened({ ...CONFIG, redactFields: ['sdk_edge.metadata.ip_address', 'sdk_edge.error'] });
    const edge = { metadata: { ip_address: '192.0.2.1' }, error: { code: 5, message: 'x' } };
    await archive(kinesisRecords([cloudEvent({}, { sdk_edge: edge })]));
    expect(await rowsOf(store, 'call_events')).toMatchObject([
      { ip_address: '[redacted]', other: '{"sdk_edge":{"error":"[redacted]"}}' },
    ]);
  });

  it('has the events of an audit beside the tables', async () => {
    const { archive, keys } = opened();
    const event = toCloudEvent(
      auditEvent(
        newRun(1, () => 0.5),
        1,
      ),
      '2026-11-20T11:59:00.000Z',
    );
    await archive(kinesisRecords([event]));
    expect(keys()).toEqual([expect.stringMatching(/^audit\/events\/day=2026-11-20\/0-/)]);
  });

  it('without a row puts nothing', async () => {
    const { archive, keys } = opened();
    await archive([]);
    await archive([kinesisRecord('no JSON')]);
    expect(keys()).toEqual([]);
  });

  it('fails as a whole where one object cannot be put, after the others', async () => {
    const puts: string[] = [];
    const archive = createArchive({
      store: {
        async put(key) {
          if (key.startsWith('events/')) throw new Error('no such bucket');
          puts.push(key);
        },
      },
      config: CONFIG,
      clock: systemClock,
    });
    await expect(archive(kinesisRecords([cloudEvent(), summaryEvent()]))).rejects.toThrow('no such bucket');
    expect(puts).toEqual([expect.stringMatching(/^summaries\//)]);
  });

  it('of whatever records is archived, every row that ingest writes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostileRecord, { maxLength: 4 }), async (payloads) => {
        const { archive, store } = opened();
        const records = payloads.map((data, position) => kinesisRecord(data, { position }));
        const { rows } = await archive(records);
        const { items } = prepareBatch(records, { config: CONFIG, now: ARRIVAL_MS });
        const table = archiveTableNamed('call_events');
        const archived = (await rowsOf(store, 'call_events')).flatMap((row) => {
          const made = table.tableRows(row, CONFIG);
          return made.ok ? made.value.map(({ key }) => key) : [];
        });
        expect(archived).toHaveLength(rows.get('call_events') ?? 0);
        const ofEvents = items.filter(({ row }) => row.table === 'call-events').map(({ row }) => row.key);
        expect(new Set(archived)).toEqual(new Set(ofEvents));
      }),
      { numRuns: timesByDay(40, 1_000) },
    );
  });

  it('of every kind of event, good and hostile, becomes files', async () => {
    const { archive } = opened();
    const records = [...recordsOfEveryKind()].map(([, data], position) => kinesisRecord(data, { position }));
    const { rows } = await archive(records);
    expect([...rows.keys()]).toHaveLength(5);
  });
});

describe('the day of a row', () => {
  const day = (ownMs: number | null) =>
    dayOf({ dayFrom: 'happened_at' }, { happened_at: ownMs, arrived_at: ARRIVAL_MS });

  it.each([
    ['its own', ARRIVAL_MS - 35 * DAY, '2026-10-16'],
    ['its own, a little ahead', ARRIVAL_MS + 300_000, '2026-11-20'],
    ['that of its arrival, where its own is too old', ARRIVAL_MS - 35 * DAY - 1, '2026-11-20'],
    ['that of its arrival, where its own is to come', ARRIVAL_MS + DAY, '2026-11-20'],
    ['that of its arrival, where it has none', null, '2026-11-20'],
  ])('is %s', (_which, ownMs, expected) => {
    expect(day(ownMs)).toBe(expected);
  });
});

describe('the key of an object', () => {
  it('says the records of its batch', () => {
    const place = { shardId: 'shardId-1', firstSequenceNumber: '7', lastSequenceNumber: '9' };
    expect(batchObjectKey('events/day=2026-11-20/', place)).toBe('events/day=2026-11-20/0-shardId-1-7-9.parquet');
  });

  it('of rows that a command brought is the same for the same rows in any order, and for no others', () => {
    const key = (keys: string[]) => filledObjectKey('events/day=2026-11-20/', keys);
    expect(key(['a', 'b'])).toMatch(/^events\/day=2026-11-20\/0-backfill-[0-9a-f]{32}\.parquet$/);
    expect(key(['b', 'a'])).toBe(key(['a', 'b']));
    expect(new Set([key(['a', 'b']), key(['ab']), key(['a']), key(['a', 'b', 'c'])]).size).toBe(4);
  });
});

it('each sample of a list is a row of its own', async () => {
  const { archive, store } = opened();
  await archive(kinesisRecords([metricEvent({}, [sdkMetricData(), sdkMetricData()])]));
  expect((await rowsOf(store, 'call_metrics')).map(({ sample_index: index }) => index)).toEqual([0, 1]);
});
