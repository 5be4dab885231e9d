import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { systemClock } from '../../shared/clock.ts';
import { PROXY_FAULTS } from './fault-proxy.ts';
import { prove } from './proof.ts';

const NOTHING_LOST = { missing: [], doubled: [] };

it('loses and doubles nothing of 1,500 events while calls to the table fail in every way and the process is killed', async () => {
  const result = await prove({ events: 1_500, kills: 1, seed: 5, share: 0.3, clock: systemClock });
  expect(result).toMatchObject({ sent: 1_516, stored: 1_500, quarantined: 16, givenUp: 0, kills: 1, ...NOTHING_LOST });
  expect([...result.faults.keys()].sort()).toEqual(Object.keys(PROXY_FAULTS).sort());
}, 60_000);

it('finds what a handler loses that says all is well', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-test-'));
  const handler = path.join(directory, 'handler.ts');
  const real = path.join(import.meta.dirname, '../../lambda/ingest/handler.ts');
  await writeFile(
    handler,
    `import { handler as real } from ${JSON.stringify(real)};
     const soon = { getRemainingTimeInMillis: () => 1_000 };
     export const handler = async (event) => { await real(event, soon); return { batchItemFailures: [] }; };`,
  );
  // It has no time to write, and says nothing of that.
  const result = await prove({
    events: 50,
    kills: 0,
    seed: 1,
    share: 0,
    clock: systemClock,
    handler,
    stalledMs: 2_000,
  });
  await rm(directory, { recursive: true });
  expect(result.stored + result.missing.length).toBe(51);
  expect(result.missing.length).toBeGreaterThan(0);
}, 60_000);
