import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { layoutOf } from '../../families/archive/layouts.ts';
import { createFileArchive } from '../../lambda/archive/file-archive.ts';
import { createMerge } from '../../lambda/merge/merge.ts';
import { HOURLY } from '../../lambda/merge/merge-plan.ts';
import { isAliveHere } from '../../lambda/merge/process-holder.ts';
import { createRandom } from '../../samples/random.ts';
import { systemClock } from '../../shared/clock.ts';
import { putRows, rowsIn } from '../lambda/merge/rows-in-objects.ts';

const KILLS = 25;
const DAY = 'events/day=2026-11-18';

describe('a merge in a process of its own', () => {
  it('a merge that is killed again and again while it works loses no row, and in the end each is there once', {
    timeout: 300_000,
  }, async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-killed-merge-'));
    const store = createFileArchive({ directory });
    const events = layoutOf('call_events');
    const random = createRandom(20_261_129);
    const expected = new Set<string>();
    let objects = 0;
    try {
      for (let kill = 0; kill < KILLS; kill += 1) {
        const merging = spawn(process.execPath, [path.join(import.meta.dirname, 'merge-process.ts'), directory]);
        await once(merging.stdout, 'data');
        for (let batch = 0; batch < 6; batch += 1, objects += 1) {
          // Half of them came before.
          const ids = Array.from({ length: 10 }, (_, place) => `EV${objects * 5 + place}`);
          const rows = ids.map((event_id) => ({ event_id, call_sid: `CA${event_id.at(-1)}`, arrived_at: objects }));
          await putRows(store, events, `${DAY}/0-shardId-000000000000-${objects}-${objects}.parquet`, rows);
          for (const id of ids) expected.add(id);
        }
        await setTimeout(random.integer(0, 300));
        merging.kill('SIGKILL');
        await once(merging, 'close');
        const there = new Set((await rowsIn(store, events)).map(({ event_id }) => String(event_id)));
        expect([...expected].filter((id) => !there.has(id))).toEqual([]);
      }
      const merge = createMerge({
        store,
        clock: systemClock,
        archiveDays: 0,
        thresholds: { ...HOURLY, lookBackDays: Number.POSITIVE_INFINITY },
        holder: 'test',
        isAlive: isAliveHere,
      });
      await merge();
      const ids = (await rowsIn(store, events)).map(({ event_id }) => String(event_id));
      expect(ids.sort()).toEqual([...expected].sort());
      expect((await merge()).written).toBe(0);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
