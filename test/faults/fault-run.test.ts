import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { itAtNight } from '../nightly.ts';
import { FAULT_KINDS } from './fault-plan.ts';
import { type FaultRun, runFaults } from './fault-run.ts';

let real: FaultRun;
let broken: FaultRun;

// A call that hangs ends with the function's time: less of it than deployed. Of this seed the process is killed early, and
// the calls that hang come later. Both runs wait most of their time.
beforeAll(async () => {
  [real, broken] = await Promise.all([
    runFaults({ events: 2_000, kills: 1, seed: 62, share: 0.3, functionTimeoutMs: 2_500 }),
    runFaults({
      events: 500,
      kills: 0,
      seed: 1,
      share: 0.7,
      functionTimeoutMs: 2_000,
      handler: path.join(import.meta.dirname, 'broken-handler.ts'),
    }),
  ]);
}, 120_000);

it('has every event once where calls fail in every way and the process is killed', () => {
  expect(real).toMatchObject({ missing: [], doubled: [], strange: [], givenUp: 0, kills: 1 });
  expect(real.stored + real.quarantined).toBe(2_000);
  expect(real.quarantined).toBeGreaterThan(5);
  // What the deadline left.
  expect(real.partial).toBeGreaterThan(0);
  for (const kind of FAULT_KINDS) expect(real.faults[kind], kind).toBeGreaterThan(0);
});

itAtNight(
  'has every one of 50,000 metric events once, whatever fails and however often it is killed',
  async () => {
    const run = await runFaults({ of: 'metrics', events: 50_000, kills: 5, seed: 62, share: 0.2 });
    expect(run).toMatchObject({ missing: [], doubled: [], strange: [], givenUp: 0, kills: 5 });
    expect(run.stored + run.quarantined).toBe(50_000);
    expect(run.quarantined).toBeGreaterThan(100);
  },
  540_000,
);

it('finds what a broken function loses, doubles and changes', () => {
  expect(broken.missing).not.toEqual([]);
  expect(broken.doubled).not.toEqual([]);
  expect(broken.strange).not.toEqual([]);
});

it('ends with what the process said, where that ends by itself', async () => {
  const run = runFaults({ events: 1, kills: 0, seed: 1, share: 0, handler: '/no-such-handler.ts' });
  await expect(run).rejects.toThrow(/the process ended by itself: .*no-such-handler/s);
});
