import { describe, expect, it } from 'vitest';
import type { ArchiveLayout, ArchiveTableName } from '../../../families/archive/archive-table.ts';
import type { ArchiveRow } from '../../../families/archive/column.ts';
import { ARCHIVE_LAYOUTS, layoutOf } from '../../../families/archive/layouts.ts';
import type { ArchiveStore } from '../../../lambda/archive/archive-store.ts';
import { writeRows } from '../../../lambda/archive/parquet.ts';
import { LockLost, takeLock } from '../../../lambda/merge/lock.ts';
import { createMerge, type MergeOptions } from '../../../lambda/merge/merge.ts';
import { HOURLY } from '../../../lambda/merge/merge-plan.ts';
import { createMemoryArchive } from '../../memory-archive.ts';
import { byDay } from '../../nightly.ts';
import { keysIn, putRows, rowsIn } from './rows-in-objects.ts';

/** Of a table with few columns an object is written ten times as fast. */
const EVENTS = withColumns('call_events', [
  'event_id',
  'arrived_at',
  'happened_at',
  'call_sid',
  'event_name',
  'is_error',
  'error_code',
  'latitude',
  'metric_values',
  'city',
  'other',
]);
const SUMMARIES = withColumns('call_summaries', ['rank', 'call_sid', 'call_state']);
const LAYOUTS = [EVENTS, SUMMARIES];
const NOW = Date.parse('2026-11-20T12:00:00Z');
const DAY = 'events/day=2026-11-18/';

function withColumns(table: ArchiveTableName, names: readonly string[]): ArchiveLayout {
  const layout = layoutOf(table);
  return { ...layout, columns: layout.columns.filter(({ name }) => names.includes(name)) };
}

function archive(options: Partial<MergeOptions> = {}) {
  const time = { now: NOW };
  const clock = { now: () => time.now };
  const store = createMemoryArchive(clock);
  const mergeIn = (some: ArchiveStore) =>
    createMerge({
      store: some,
      clock,
      archiveDays: 1095,
      thresholds: HOURLY,
      holder: 'test',
      layouts: LAYOUTS,
      ...options,
    });
  return { store, time, clock, merge: mergeIn(store), mergeIn };
}

/** The store, and how often each object was opened. */
function countingOpens(store: ArchiveStore) {
  const opened = new Map<string, number>();
  const open: ArchiveStore['open'] = (object) => {
    opened.set(object.key, (opened.get(object.key) ?? 0) + 1);
    return store.open(object);
  };
  return { ...store, open, opened };
}

let placed = 0;
/** Events as one batch of the archive function. */
async function putEvents(store: ArchiveStore, ...events: [callSid: string, eventId: string, rest?: ArchiveRow][]) {
  placed += 1;
  const rows = events.map(([call_sid, event_id, rest]) => ({ call_sid, event_id, arrived_at: placed, ...rest }));
  await putRows(store, EVENTS, `${DAY}0-shardId-000000000000-${placed}-${placed}.parquet`, rows);
}

const ids = async (store: ArchiveStore) => (await rowsIn(store, EVENTS)).map(({ event_id }) => event_id);

describe('a merge', () => {
  it('makes one object of a day, sorted by its call', async () => {
    const { store, merge } = archive();
    await putEvents(store, ['CA2', 'EV2'], ['CA1', 'EV1']);
    await putEvents(store, ['CA1', 'EV3'], ['CA3', 'EV4']);
    expect(await merge()).toMatchObject({ objects: 2, written: 1, rows: 4, dropped: 0, isLocked: false });
    expect(await keysIn(store)).toEqual([expect.stringMatching(/^events\/day=2026-11-18\/1-/)]);
    expect(await ids(store)).toEqual(['EV1', 'EV3', 'EV2', 'EV4']);
    expect(await merge()).toMatchObject({ objects: 0, written: 0 });
  });

  it('keeps every value of every type', async () => {
    const { store, merge } = archive();
    const rest = {
      happened_at: NOW,
      is_error: false,
      error_code: -31_005,
      latitude: -0.5,
      metric_values: [1.5, -2],
      other: '{"a":"é\u{1f4de}"}',
      event_name: '',
    };
    await putEvents(store, ['CA1', 'EV1', rest]);
    await putEvents(store, ['CA2', 'EV2', { is_error: true, metric_values: [] }], ['CA3', 'EV3']);
    const before = await rowsIn(store, EVENTS);
    await merge();
    expect(await rowsIn(store, EVENTS)).toEqual(before);
    expect(before[0]).toMatchObject(rest);
    expect(before[1]).toMatchObject({ is_error: true, metric_values: [] });
  });

  it('keeps one row of an event that came twice, and merges a merged day with what came late', async () => {
    const { store, merge } = archive();
    await putEvents(store, ['CA1', 'EV1'], ['CA1', 'EV2']);
    await putEvents(store, ['CA1', 'EV1'], ['CA2', 'EV1']);
    expect(await merge()).toMatchObject({ rows: 3, dropped: 1 });
    await putEvents(store, ['CA1', 'EV2'], ['CA1', 'EV3']);
    expect(await merge()).toMatchObject({ objects: 2, rows: 4, dropped: 1 });
    expect(await ids(store)).toEqual(['EV1', 'EV2', 'EV3', 'EV1']);
  });

  it('keeps of a summary the greatest version, of equals the later', async () => {
    const { store, merge } = archive();
    const put = (place: number, ...rows: ArchiveRow[]) =>
      putRows(store, SUMMARIES, `summaries/day=2026-11-18/0-shardId-000000000000-${place}-${place}.parquet`, rows);
    await put(1, { call_sid: 'CA1', rank: '2', call_state: 'second' }, { call_sid: 'CA2', rank: '1', call_state: 'a' });
    await put(2, { call_sid: 'CA1', rank: '3', call_state: 'third' }, { call_sid: 'CA2', rank: '1', call_state: 'b' });
    await put(3, { call_sid: 'CA1', rank: '1', call_state: 'first' }, { call_sid: 'CA3', call_state: 'without' });
    await merge();
    expect(await rowsIn(store, SUMMARIES)).toEqual([
      { call_sid: 'CA1', rank: '3', call_state: 'third' },
      { call_sid: 'CA2', rank: '1', call_state: 'b' },
      { call_sid: 'CA3', call_state: 'without' },
    ]);
  });

  it.each(ARCHIVE_LAYOUTS.map((layout) => ({ ...layout })))(
    'knows rows alike of $name by their key',
    async (layout) => {
      const { store, merge } = archive({ layouts: [layout] });
      const key = (text: string) => Object.fromEntries(layout.key.map((name) => [name, columnOf(name, text)]));
      const columnOf = (name: string, text: string) =>
        layout.columns.find((column) => column.name === name)?.type === 'string' ? text : text.length;
      for (const place of [1, 2]) {
        const rows = [
          key('a'),
          key('bb'),
          { ...key('a'), [layout.key.at(-1) ?? '']: columnOf(layout.key.at(-1) ?? '', 'ccc') },
        ];
        await putRows(store, layout, `${layout.folder}/day=2026-11-18/0-${place}.parquet`, rows);
      }
      expect(await merge()).toMatchObject({ rows: 3, dropped: 3 });
    },
  );

  it('knows a sample of a list from one that is alone', async () => {
    const metrics = layoutOf('call_metrics');
    const { store, merge } = archive({ layouts: [metrics] });
    const sample = { call_sid: 'CA1', event_id: 'EV1' };
    await putRows(store, metrics, 'metrics/day=2026-11-18/0-a.parquet', [sample, { ...sample, sample_index: 0 }]);
    expect(await merge()).toMatchObject({ rows: 2, dropped: 0 });
  });

  it('writes null where an object is older than a column', async () => {
    const { store, merge } = archive();
    const before = { ...EVENTS, columns: EVENTS.columns.filter(({ name }) => name !== 'city') };
    await store.put(`${DAY}0-a.parquet`, writeRows(before, [{ call_sid: 'CA1', event_id: 'EV1', event_name: 'a' }]));
    await putEvents(store, ['CA1', 'EV2', { city: 'Berlin' }]);
    await merge();
    expect(await rowsIn(store, EVENTS)).toMatchObject([{ event_name: 'a' }, { city: 'Berlin' }]);
    expect((await rowsIn(store, EVENTS))[0]).not.toHaveProperty('city');
  });

  it('leaves an object alone that it would lose something of, and merges the others', async () => {
    const { store, merge } = archive();
    const newer = [...EVENTS.columns, { name: 'added_later', type: 'string', about: '' } as const];
    const changed = EVENTS.columns.map((column) =>
      column.name === 'city' ? ({ ...column, type: 'int' } as const) : column,
    );
    await store.put(
      `${DAY}0-newer.parquet`,
      writeRows({ ...EVENTS, columns: newer }, [{ call_sid: 'CA1', added_later: 'x' }]),
    );
    await store.put(
      `${DAY}0-changed.parquet`,
      writeRows({ ...EVENTS, columns: changed }, [{ call_sid: 'CA1', city: 1 }]),
    );
    await store.put(`${DAY}0-text.parquet`, new TextEncoder().encode('no Parquet at all'));
    await store.put(`${DAY}0-nothing.parquet`, new Uint8Array(0));
    const torn = writeRows(
      EVENTS,
      Array.from({ length: 50 }, (_, row) => ({ call_sid: `CA${row}`, city: `city ${row}` })),
    );
    await store.put(`${DAY}0-torn.parquet`, torn.fill(0, 200, 900));
    await putEvents(store, ['CA1', 'EV1']);
    await putEvents(store, ['CA1', 'EV2']);
    const report = await merge();
    expect(report).toMatchObject({ objects: 2, written: 1, rows: 2 });
    expect(Object.fromEntries(report.unreadable.map(({ key, problem }) => [key.slice(DAY.length), problem]))).toEqual({
      '0-newer.parquet': expect.stringContaining('added_later is none that this version knows'),
      '0-changed.parquet': expect.stringContaining('city is of another type'),
      '0-text.parquet': expect.any(String),
      '0-nothing.parquet': expect.any(String),
      '0-torn.parquet': expect.any(String),
    });
    expect(await keysIn(store)).toHaveLength(6);
    expect(await merge()).toMatchObject({ objects: 0, written: 0, unreadable: expect.objectContaining({ length: 5 }) });
  });

  it('writes several objects where one would be too large, each row once in all of them', async () => {
    const { store, merge } = archive({ limits: { maxRows: 4 } });
    for (let batch = 0; batch < 5; batch += 1) {
      await putEvents(store, ['CA1', `EV${batch}`], ['CA1', `EV${batch + 10}`], ['CA1', 'EVsame']);
    }
    expect(await merge()).toMatchObject({ objects: 5, rows: 11, dropped: 4 });
    expect((await keysIn(store)).length).toBeGreaterThan(2);
    expect(new Set(await ids(store)).size).toBe(11);
    expect(await ids(store)).toHaveLength(11);
    const before = await keysIn(store);
    expect(await merge()).toMatchObject({ written: 0 });
    await putEvents(store, ['CA1', 'EVlate']);
    await merge();
    // What stays as it is was not written again.
    expect((await keysIn(store)).filter((key) => before.includes(key)).length).toBeGreaterThan(0);
    expect(await ids(store)).toHaveLength(12);
  });

  it.each([
    ['', []],
    [', also beside a late event', ['EV3']],
  ])('makes good that two runs with other clocks wrote the same rows%s, and then rests', async (_, late) => {
    const { store, time, merge } = archive();
    await putEvents(store, ['CA1', 'EV1'], ['CA2', 'EV2']);
    const source = await Array.fromAsync(store.list(DAY));
    const body = await Promise.all(source.map((object) => store.open(object).slice(0, object.bytes)));
    await merge();
    time.now += 30 * 60_000;
    for (const [place, { key }] of source.entries()) await store.put(key, new Uint8Array(body[place] ?? []));
    const [first = ''] = (await keysIn(store)).filter((key) => key.includes('/1-'));
    const kept = store.objects.get(first)?.bytes ?? new Uint8Array(0);
    await merge();
    await store.put(first, kept);
    for (const id of late) await putEvents(store, ['CA3', id]);
    time.now += 3_600_000;
    expect(await merge()).toMatchObject({ objects: 2 + late.length, written: 1, dropped: 2 });
    expect((await ids(store)).sort()).toEqual(['EV1', 'EV2', ...late]);
    time.now += 3_600_000;
    expect(await merge()).toMatchObject({ objects: 0, written: 0 });
  });

  it('writes all objects of a day again that are of several runs, once', async () => {
    const { store, time, merge } = archive({ limits: { maxRows: 2 } });
    await putEvents(store, ['CA1', 'EV1'], ['CA1', 'EV2'], ['CA2', 'EV3']);
    await putEvents(store, ['CA3', 'EV4']);
    await merge();
    time.now += 3_600_000;
    await putEvents(store, ['CA4', 'EV5']);
    await merge();
    time.now += 3_600_000;
    await merge();
    time.now += 3_600_000;
    expect(await merge()).toMatchObject({ objects: 0, written: 0 });
    expect((await ids(store)).sort()).toEqual(['EV1', 'EV2', 'EV3', 'EV4', 'EV5']);
  });

  it('has a store removed what killed writers left, once it has the lock', async () => {
    const { store, time, mergeIn } = archive();
    const tidied: number[] = [];
    const folder: ArchiveStore = { ...store, tidy: async (now) => void tidied.push(now) };
    const lock = await takeLock({ store, clock: { now: () => time.now }, holder: 'forget' });
    await mergeIn(folder)();
    expect(tidied).toEqual([]);
    await lock?.release();
    await mergeIn(folder)();
    expect(tidied).toEqual([time.now]);
  });

  it('finds rows alike however far apart they are, though it holds few keys at a time', async () => {
    const { store, merge } = archive({ limits: { maxRows: 4, maxHeld: 6 } });
    const batch = (place: number, version: string) =>
      putEvents(store, ['CA1', `EV${place}`, { event_name: version }], ['CA2', `EV${place}`, { event_name: version }]);
    for (let place = 0; place < 8; place += 1) await batch(place, 'first');
    for (let place = 0; place < 8; place += 1) await batch(place, 'again');
    const { opened, ...counted } = countingOpens(store);
    expect(await archive({ limits: { maxRows: 4, maxHeld: 6 } }).mergeIn(counted)()).toMatchObject({
      ...{ objects: 16, rows: 16, dropped: 16 },
    });
    // Once for each part of the keys, once before there were parts, and twice as they are written.
    expect(Math.max(...opened.values())).toBeLessThanOrEqual(8 + 3 + 2);
    expect(await ids(store)).toHaveLength(16);
    expect((await rowsIn(store, EVENTS)).every(({ event_name: name }) => name === 'again')).toBe(true);
    expect(await merge()).toMatchObject({ written: 0 });
  });

  it('merges a day with more keys than it can go over in parts, and loses none', async () => {
    const limits = { maxRows: 4, maxHeld: 1 };
    const { store, merge } = archive({ limits });
    for (let place = 0; place < 12; place += 1) await putEvents(store, ['CA1', `EV${place}`], ['CA2', `EV${place}`]);
    expect(await merge()).toMatchObject({ objects: 12, rows: 24, dropped: 0, left: 0 });
    expect(await ids(store)).toHaveLength(24);
    expect(await merge()).toMatchObject({ written: 0 });
  });

  it('holds no keys of what a merge has made once, and drops rows alike of it all the same', async () => {
    const limits = { maxRows: 4, maxHeld: 3 };
    const { store, merge, mergeIn } = archive({ limits });
    for (let place = 0; place < 12; place += 1) await putEvents(store, ['CA1', `EV${place}`], ['CA2', `EV${place}`]);
    await merge();
    await putEvents(store, ['CA1', 'EV3', { event_name: 'late' }], ['CA2', 'EVnew']);
    const { opened, ...counted } = countingOpens(store);
    expect(await mergeIn(counted)()).toMatchObject({ rows: expect.any(Number), dropped: 1 });
    expect(Math.max(...opened.values())).toBeLessThanOrEqual(3);
    expect(await ids(store)).toHaveLength(25);
    const late = (await rowsIn(store, EVENTS)).filter(({ event_name: name }) => name === 'late');
    expect(late).toMatchObject([{ call_sid: 'CA1', event_id: 'EV3' }]);
  });

  it('reads none of a merged day again for an object that it cannot read', async () => {
    const { store, merge, mergeIn } = archive({ limits: { maxRows: 2 } });
    for (let place = 0; place < 4; place += 1) await putEvents(store, ['CA1', `EV${place}`], ['CA2', `EV${place}`]);
    await merge();
    await store.put(`${DAY}0-text.parquet`, new TextEncoder().encode('no Parquet at all'));
    const { opened, ...counted } = countingOpens(store);
    expect(await mergeIn(counted)()).toMatchObject({ unreadable: [{ key: `${DAY}0-text.parquet` }] });
    expect([...opened.keys()]).toEqual([`${DAY}0-text.parquet`]);
  });

  it('tells keys apart whatever their values hold', async () => {
    const { store, merge } = archive();
    await putEvents(store, ['CA1\u0000EV1', 'EV2'], ['CA1', 'EV1\u0000EV2'], ['CA1:3', 'EV'], ['CA1', '3:EV']);
    expect(await merge()).toMatchObject({ rows: 4, dropped: 0 });
  });

  it('does nothing while somebody else holds the lock, and lets it go afterwards', async () => {
    const { store, clock, merge } = archive();
    await putEvents(store, ['CA1', 'EV1']);
    const lock = await takeLock({ store, clock, holder: 'forget' });
    expect(await merge()).toMatchObject({ isLocked: true, written: 0 });
    await lock?.release();
    expect(await merge()).toMatchObject({ isLocked: false, written: 1 });
    expect(await store.read('merge.lock')).toBeUndefined();
  });

  it('deletes nothing any more when it has lost the lock', async () => {
    const { store, clock, time, mergeIn } = archive();
    await putEvents(store, ['CA1', 'EV1']);
    const [before] = await keysIn(store);
    const slow: ArchiveStore = {
      ...store,
      async put(key, body) {
        await store.put(key, body);
        time.now += 21 * 60_000;
        await takeLock({ store, clock, holder: 'another' });
      },
    };
    await expect(mergeIn(slow)()).rejects.toThrow(LockLost);
    expect(await keysIn(store, 'events/')).toContain(before);
    expect(await store.read('merge.lock')).toBeDefined();
  });

  it('begins nothing when its time is up, and says what is left', async () => {
    const { store, merge } = archive();
    await putEvents(store, ['CA1', 'EV1']);
    await putRows(store, SUMMARIES, 'summaries/day=2026-11-17/0-a.parquet', [{ call_sid: 'CA1' }]);
    expect(await merge(NOW)).toMatchObject({ left: 2, written: 0 });
    expect(await keysIn(store)).toHaveLength(2);
  });

  it('says that a day is left which its time sufficed for a part of', async () => {
    const { store, time, mergeIn } = archive({ limits: { maxRows: 2 } });
    for (let place = 0; place < 3; place += 1) await putEvents(store, ['CA1', `EV${place}`], ['CA2', `EV${place}`]);
    const slow: ArchiveStore = {
      ...store,
      async remove(objects) {
        await store.remove(objects);
        time.now += 60_000;
      },
    };
    expect(await mergeIn(slow)(NOW + 1)).toMatchObject({ left: 1, written: 1 });
    expect(await mergeIn(store)()).toMatchObject({ left: 0, written: 2 });
    await putEvents(store, ['CA1', 'EV1']);
    const reading: ArchiveStore = {
      ...store,
      open(object) {
        time.now += 60_000;
        return store.open(object);
      },
    };
    expect(await mergeIn(reading)(time.now + 1)).toMatchObject({ left: 1, written: 0 });
  });

  it('leaves a day for the next time of which something vanished meanwhile', async () => {
    const { store, mergeIn } = archive();
    await putEvents(store, ['CA1', 'EV1']);
    await putRows(store, SUMMARIES, 'summaries/day=2026-11-18/0-a.parquet', [{ call_sid: 'CA1' }]);
    const overtaken: ArchiveStore = {
      ...store,
      open(object) {
        if (object.key.startsWith('events/')) store.objects.delete(object.key);
        return store.open(object);
      },
    };
    expect(await mergeIn(overtaken)()).toMatchObject({ overtaken: 1, written: 1 });
  });

  it('deletes what is older than the days that are kept', async () => {
    const { store, merge } = archive({ archiveDays: 1 });
    await putEvents(store, ['CA1', 'EV1']);
    await store.put('events/day=2026-11-19/mine.parquet', new Uint8Array(1));
    expect(await merge()).toMatchObject({ expired: 1, written: 0 });
    expect(await keysIn(store)).toEqual(['events/day=2026-11-19/mine.parquet']);
  });
});

describe('a merge that is killed', () => {
  it.each([3, 100])('is made good by the next, wherever it stopped, where objects have %i rows', async (maxRows) => {
    for (const kill of byDay(3, [1, 3, 5, 0, 2, 4, 6, 7, 8, 9, 10, 11])) {
      const { store, time, mergeIn, merge } = archive({ limits: { maxRows } });
      await putEvents(store, ['CA1', 'EV1'], ['CA1', 'EV2']);
      await putEvents(store, ['CA1', 'EV3']);
      await merge();
      await putEvents(store, ['CA1', 'EV2'], ['CA1', 'EV4'], ['CA1', 'EV5']);
      await putEvents(store, ['CA1', 'EV6']);
      let steps = 0;
      const step = async () => {
        steps += 1;
        if (steps > kill) throw new Error('killed');
      };
      const mortal: ArchiveStore = {
        ...store,
        put: (...put) => step().then(() => store.put(...put)),
        async remove(objects) {
          // A batch of deletions is not one thing.
          for (const object of objects) await step().then(() => store.remove([object]));
        },
      };
      await mergeIn(mortal)().catch(({ message }: Error) => expect(message).toBe('killed'));
      expect(new Set(await ids(store)).size).toBe(6);
      time.now += 21 * 60_000;
      await merge();
      expect((await ids(store)).sort()).toEqual(['EV1', 'EV2', 'EV3', 'EV4', 'EV5', 'EV6']);
    }
  });
});
