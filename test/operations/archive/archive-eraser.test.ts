import { describe, expect, it } from 'vitest';
import type { ArchiveLayout } from '../../../families/archive/archive-table.ts';
import type { ArchiveRow } from '../../../families/archive/column.ts';
import { ARCHIVE_LAYOUTS, layoutOf } from '../../../families/archive/layouts.ts';
import type { ArchiveStore } from '../../../lambda/archive/archive-store.ts';
import { writeRows } from '../../../lambda/archive/parquet.ts';
import { createS3Archive } from '../../../lambda/archive/s3-archive.ts';
import { LockLost, takeLock } from '../../../lambda/merge/lock.ts';
import { createMerge } from '../../../lambda/merge/merge.ts';
import { HOURLY } from '../../../lambda/merge/merge-plan.ts';
import { type ArchiveEraserOptions, createArchiveEraser } from '../../../operations/archive/archive-eraser.ts';
import { Trouble } from '../../../shared/trouble.ts';
import { FAKE_BUCKET, startFakeS3 } from '../../fake-s3.ts';
import { keysIn, putRows, rowsIn } from '../../lambda/merge/rows-in-objects.ts';
import { createMemoryArchive } from '../../memory-archive.ts';

const EVENTS = layoutOf('call_events');
const SUMMARIES = layoutOf('call_summaries');
const METRICS = layoutOf('call_metrics');
const CONFERENCES = layoutOf('conferences');
const PARTICIPANTS = layoutOf('participants');
const DAY = 'day=2026-11-18';
const NONE: ReadonlySet<string> = new Set();
const calls = (...sids: string[]) => ({ sids: new Set(sids), parties: NONE });

function eraserOf(store: ArchiveStore = createMemoryArchive(), options: Partial<ArchiveEraserOptions> = {}) {
  const time = { now: Date.parse('2026-11-20T12:00:00Z') };
  const clock = {
    now: () => time.now,
    sleep: async (ms: number) => {
      time.now += ms;
    },
  };
  return { store, clock, time, eraser: createArchiveEraser({ store, clock, holder: 'forget', ...options }) };
}

const ALL: readonly (readonly [layout: ArchiveLayout, name: string, rows: readonly ArchiveRow[], prefix?: string])[] = [
  [
    EVENTS,
    '0-a',
    [
      { call_sid: 'CA1', event_id: 'EV1' },
      { call_sid: 'CA2', event_id: 'EV2', is_error: true, metric_values: [1, 2] },
      { call_sid: 'CA1', event_id: 'EV3' },
    ],
  ],
  [EVENTS, '1-b-1763596800000', [{ call_sid: 'CA1', event_id: 'EV4' }]],
  [EVENTS, '0-c', [{ call_sid: 'CA3', event_id: 'EV5' }]],
  [EVENTS, '0-d', [{ call_sid: 'CA1', event_id: 'EV6' }], 'audit/'],
  [
    SUMMARIES,
    '0-a',
    [
      { call_sid: 'CA1', rank: '1', from_number: '+15550100', to_number: 'client:alice' },
      { call_sid: 'CA2', rank: '1', parent_call_sid: 'CA1', from_number: '+15550101' },
    ],
  ],
  [
    METRICS,
    '0-a',
    [
      { call_sid: 'CA1', event_id: 'EV7', client_name: 'bob' },
      { call_sid: 'CA4', event_id: 'EV8', client_name: 'carol' },
    ],
  ],
  [CONFERENCES, '0-a', [{ conference_sid: 'CF1', ended_by: 'CA1' }, { conference_sid: 'CF2' }]],
  [
    PARTICIPANTS,
    '0-a',
    [
      { conference_sid: 'CF1', participant_sid: 'CP1', call_sid: 'CA1' },
      { conference_sid: 'CF1', participant_sid: 'CP2', call_sid: 'CA5', from_number: '+15550102' },
      { conference_sid: 'CF2', participant_sid: 'CP3', to_number: '+15550100' },
    ],
  ],
];
// Made once: compressing so many columns takes its time.
const objects = ALL.map(([layout, name, rows, prefix = '']) => ({
  key: `${prefix}${layout.folder}/${DAY}/${name}.parquet`,
  body: writeRows(layout, rows),
}));

async function putAll(store: ArchiveStore): Promise<void> {
  for (const { key, body } of objects) await store.put(key, body);
}

const left = async (store: ArchiveStore) =>
  (await Promise.all(ARCHIVE_LAYOUTS.map((layout) => rowsIn(store, layout)))).flat();
const eventIds = async (store: ArchiveStore) => (await rowsIn(store, EVENTS)).map(({ event_id }) => event_id).sort();

describe('forgetting in the archive', () => {
  it('counts the rows of a call in every table and changes nothing', async () => {
    const { store, eraser } = eraserOf();
    await putAll(store);
    const before = await keysIn(store);
    expect(await eraser.count(calls('CA1'))).toEqual({ rows: 7, unread: [] });
    expect(await eraser.count(calls('CA9'))).toEqual({ rows: 0, unread: [] });
    expect(await keysIn(store)).toEqual(before);
  });

  it('deletes the rows of a call, those of audits too, and nothing that only names it', async () => {
    const { store, eraser } = eraserOf();
    await putAll(store);
    const before = await left(store);
    expect(await eraser.erase(calls('CA1'))).toEqual({ rows: 7, unread: [] });
    const after = await left(store);
    expect(after.filter(({ call_sid }) => call_sid === 'CA1')).toEqual([]);
    expect(after).toEqual(expect.arrayContaining(before.filter(({ call_sid }) => call_sid !== 'CA1')));
    expect(after).toHaveLength(8);
    expect(await keysIn(store, 'audit/')).toEqual([]);
    expect(await eraser.count(calls('CA1'))).toEqual({ rows: 0, unread: [] });
    expect(await store.read('merge.lock')).toBeUndefined();
  });

  it('touches no object that has no such row', async () => {
    const { store, eraser } = eraserOf();
    await putAll(store);
    const before = await keysIn(store);
    await eraser.erase(calls('CA3'));
    expect(before.filter((key) => key !== `events/${DAY}/0-c.parquet`)).toEqual(await keysIn(store));
  });

  it('deletes a conference with its participants, and not their calls', async () => {
    const { store, eraser } = eraserOf();
    await putAll(store);
    expect((await eraser.erase(calls('CF1'))).rows).toBe(3);
    expect(await rowsIn(store, CONFERENCES)).toEqual([{ conference_sid: 'CF2' }]);
    expect(await rowsIn(store, PARTICIPANTS)).toHaveLength(1);
    expect(await eventIds(store)).toHaveLength(5);
  });

  it('finds calls of a number in summaries, participants and samples, and a participant of no call by itself', async () => {
    const { store, eraser } = eraserOf();
    await putAll(store);
    const of = async (...parties: string[]) => [...(await eraser.callsOf(new Set(parties)))].sort();
    expect(await of('+15550100')).toEqual(['CA1']);
    expect(await of('client:alice', '+15550102')).toEqual(['CA1', 'CA5']);
    expect(await of('client:carol')).toEqual(['CA4']);
    expect(await of('carol')).toEqual(['CA4']);
    expect(await of('+1555010')).toEqual([]);
    const whose = { sids: NONE, parties: new Set(['+15550100']) };
    expect((await eraser.erase(whose)).rows).toBe(1);
    expect((await rowsIn(store, PARTICIPANTS)).map(({ participant_sid }) => participant_sid)).toEqual(['CP1', 'CP2']);
    expect(await rowsIn(store, SUMMARIES)).toHaveLength(2);
  });

  it('finds each of many calls, among few with the filters and among many without', async () => {
    const { store, eraser } = eraserOf();
    const sids = Array.from({ length: 300 }, (_, place) => `CA${String(place * 7).padStart(32, '0')}`);
    const rows = sids.map((call_sid, place) => ({ call_sid, event_id: `EV${place}` }));
    await putRows(store, EVENTS, `events/${DAY}/0-a.parquet`, rows);
    for (const some of [sids.slice(0, 1), sids.slice(17, 60), sids.slice(299), sids.slice(0, 51), sids]) {
      expect((await eraser.count(calls(...some, 'CAnone'))).rows).toBe(some.length);
    }
  });

  it('says which objects it cannot read, and erases from the others', async () => {
    const { store, eraser } = eraserOf();
    await putAll(store);
    await store.put(`events/${DAY}/0-torn.parquet`, new TextEncoder().encode('no Parquet at all'));
    const { rows, unread } = await eraser.erase(calls('CA1'));
    expect(rows).toBe(7);
    expect(unread).toEqual([{ key: `events/${DAY}/0-torn.parquet`, problem: expect.any(String) }]);
  });

  it('says so of an object that a newer version wrote, and leaves it whole', async () => {
    const { store, eraser } = eraserOf();
    const newer = { ...EVENTS, columns: [...EVENTS.columns, { name: 'added', type: 'string', about: '' } as const] };
    await putRows(store, newer, `events/${DAY}/0-a.parquet`, [{ call_sid: 'CA1', added: 'x' }, { call_sid: 'CA2' }]);
    const { rows, unread } = await eraser.erase(calls('CA1'));
    expect(rows).toBe(0);
    expect(unread).toEqual([expect.objectContaining({ problem: expect.stringContaining('deploy the version') })]);
    expect(await keysIn(store)).toEqual([`events/${DAY}/0-a.parquet`]);
  });

  it('waits for a merge, and gives up where it never ends', async () => {
    const waits: string[] = [];
    const { store, clock, time, eraser } = eraserOf(undefined, { onWait: () => waits.push('') });
    await putAll(store);
    const merge = await takeLock({ store, clock, holder: 'merge' });
    const begun = time.now;
    await expect(
      createArchiveEraser({
        store,
        holder: 'forget',
        clock: { now: clock.now, sleep: async (ms) => clock.sleep(ms).then(() => merge?.keep()) },
      }).erase(calls('CA1')),
    ).rejects.toThrow(Trouble);
    expect(time.now - begun).toBeGreaterThan(20 * 60_000);
    clock.sleep = async () => merge?.release();
    expect((await eraser.erase(calls('CA1'))).rows).toBe(7);
    expect(waits).toHaveLength(1);
  });

  it('looks again for what was archived meanwhile', async () => {
    const memory = createMemoryArchive();
    let isLate = false;
    const busy: ArchiveStore = {
      ...memory,
      async erase(key) {
        await memory.erase(key);
        if (!isLate)
          await putRows(memory, EVENTS, `events/${DAY}/0-late.parquet`, [{ call_sid: 'CA1', event_id: 'EV9' }]);
        isLate = true;
      },
    };
    const { eraser } = eraserOf(busy);
    await putAll(memory);
    expect((await eraser.erase(calls('CA1'))).rows).toBe(8);
    expect((await left(memory)).filter(({ call_sid }) => call_sid === 'CA1')).toEqual([]);
  });

  it('can be killed anywhere and run again, and the next merge leaves each other row once', async () => {
    for (let kill = 0; kill < 6; kill += 1) {
      const memory = createMemoryArchive();
      let steps = 0;
      const step = async () => {
        steps += 1;
        if (steps > kill) throw new LockLost();
      };
      const mortal: ArchiveStore = {
        ...memory,
        put: (...put) => step().then(() => memory.put(...put)),
        erase: (key) => step().then(() => memory.erase(key)),
      };
      const { eraser, clock, time } = eraserOf(mortal);
      await putRows(memory, EVENTS, `events/${DAY}/0-a.parquet`, [
        { call_sid: 'CA1', event_id: 'EV1' },
        { call_sid: 'CA2', event_id: 'EV2' },
      ]);
      await eraser.erase(calls('CA1')).catch(() => undefined);
      const again = eraserOf(memory);
      again.time.now = time.now + 21 * 60_000;
      await again.eraser.erase(calls('CA1'));
      const merge = createMerge({
        store: memory,
        clock,
        archiveDays: 0,
        thresholds: HOURLY,
        holder: 'm',
        layouts: [EVENTS],
      });
      await merge();
      expect(await eventIds(memory)).toEqual(['EV2']);
    }
  });

  it('leaves no version of an object that had a row of the call', async () => {
    const s3 = await startFakeS3();
    try {
      const store = createS3Archive({ client: s3.client, bucketName: FAKE_BUCKET });
      const { eraser } = eraserOf(store);
      const key = `events/${DAY}/0-a.parquet`;
      await putRows(store, EVENTS, key, [{ call_sid: 'CA1', event_id: 'EV1' }]);
      await putRows(store, EVENTS, key, [
        { call_sid: 'CA1', event_id: 'EV1' },
        { call_sid: 'CA2', event_id: 'EV2' },
      ]);
      await eraser.erase(calls('CA1'));
      expect(s3.versionsOf(key)).toEqual([]);
      expect(await eventIds(store)).toEqual(['EV2']);
    } finally {
      await s3.close();
    }
  });
});
