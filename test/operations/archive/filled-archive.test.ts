import { beforeEach, describe, expect, it } from 'vitest';
import type { ArchiveTableName } from '../../../families/archive/archive-table.ts';
import { layoutOf } from '../../../families/archive/layouts.ts';
import { callEvents } from '../../../families/call-event/family.ts';
import { callMetrics } from '../../../families/call-metric/family.ts';
import { readRows } from '../../../lambda/archive/parquet.ts';
import { createFilledArchive, type FilledArchive } from '../../../operations/archive/filled-archive.ts';
import { ARRIVAL_MS, CONFIG, cloudEvent, eventId, kinesisRecords } from '../../../samples/builders.ts';
import { createMemoryArchive } from '../../memory-archive.ts';

const AT = '2026-11-20T11:59:00.000Z';
const DAY = 'day=2026-11-20/';

let store: ReturnType<typeof createMemoryArchive>;
let problem: Error | undefined;
let filled: FilledArchive;
beforeEach(() => {
  store = createMemoryArchive();
  problem = undefined;
  const put: typeof store.put = async (...object) => {
    if (problem !== undefined) throw problem;
    await store.put(...object);
  };
  filled = createFilledArchive({ store: { put }, config: CONFIG, clock: { now: () => ARRIVAL_MS } });
});

const keys = async () => (await Array.fromAsync(store.list(''))).map(({ key }) => key);
const add = (number: number, timestamp = AT) => {
  const { data, ...envelope } = cloudEvent({ id: eventId(number) }, { timestamp });
  return filled.add(callEvents, { ...envelope, data }, ARRIVAL_MS);
};
async function idsIn(table: ArchiveTableName): Promise<unknown[]> {
  const layout = layoutOf(table);
  const ids: unknown[] = [];
  for await (const object of store.list(`${layout.folder}/`)) {
    ids.push(...(await readRows(layout, store.open(object))).map(({ event_id: id }) => id));
  }
  return ids.sort();
}

describe('rows that a command writes', () => {
  it('are an object for each table and day, named after them', async () => {
    await add(1);
    await add(2);
    await add(3, '2026-11-19T23:00:00.000Z');
    const sample = { timestamp: AT, call_sid: 'CA1' };
    await filled.add(callMetrics, { id: eventId(4), type: 'metrics', data: [sample], isList: false }, ARRIVAL_MS);
    expect(await keys()).toEqual([]);
    await filled.flush();
    expect(await keys()).toEqual([
      expect.stringMatching(/^events\/day=2026-11-19\/0-backfill-[\da-f]{32}\.parquet$/),
      expect.stringMatching(`^events/${DAY}0-backfill-`),
      expect.stringMatching(`^metrics/${DAY}0-backfill-`),
    ]);
    expect(await idsIn('call_events')).toEqual([1, 2, 3].map(eventId));
    expect(await idsIn('call_metrics')).toEqual([eventId(4)]);
  });

  it('are those of records too, without what cannot be read', async () => {
    const records = kinesisRecords([cloudEvent({ id: eventId(1) }, { timestamp: AT }), 'no event']);
    await filled.addRecords(records);
    await filled.flush();
    expect(await idsIn('call_events')).toEqual([eventId(1)]);
  });

  it('are the same object when they come again, whatever their order, and another one with others', async () => {
    for (const numbers of [[1, 2], [2, 1], [1]]) {
      for (const number of numbers) await add(number);
      await filled.flush();
    }
    expect(await keys()).toHaveLength(2);
  });

  it('stay until they are archived, and none is lost that comes meanwhile', async () => {
    await add(1);
    problem = new Error('SlowDown');
    await expect(filled.flush()).rejects.toThrow('SlowDown');
    expect(await keys()).toEqual([]);
    problem = undefined;
    const flushing = filled.flush();
    await add(2);
    await flushing;
    await filled.flush();
    expect(await idsIn('call_events')).toEqual([1, 2].map(eventId));
  });
});
