import { expect, it } from 'vitest';
import { createArchive } from '../../../lambda/archive/archive.ts';
import { archiveStatus } from '../../../operations/archive/archive-status.ts';
import { ARRIVAL_MS, CONFIG, cloudEvent, eventId, kinesisRecords } from '../../../samples/builders.ts';
import { systemClock } from '../../../shared/clock.ts';
import { createMemoryArchive } from '../../memory-archive.ts';

const clock = { ...systemClock, now: () => ARRIVAL_MS };

async function newestOf(...timestamps: readonly string[]) {
  const store = createMemoryArchive();
  const events = timestamps.map((timestamp, index) => cloudEvent({ id: eventId(index) }, { timestamp }));
  await createArchive({ store, config: CONFIG, clock })(kinesisRecords(events));
  const { tables } = await archiveStatus({ store });
  return tables.find(({ table }) => table === 'call_events')?.newest;
}

it('the newest row of a table is the one that happened last', async () => {
  expect(await newestOf('2026-11-20T11:00:00Z', '2026-11-19T11:00:00Z')).toBe('2026-11-20T11:00:00.000Z');
});

it('a clock that is ahead makes no row newer than it came', async () => {
  expect(await newestOf('9999-12-31T23:59:59Z', '2026-11-20T11:00:00Z')).toBe('2026-11-20T12:00:00.000Z');
});
