import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { byDay, isNightly, itAtNight, timesByDay } from '../nightly.ts';
import { PROPERTIES } from './account.ts';
import { BROKEN_VARIANTS } from './broken.ts';
import { AS_IT_IS, type Parts } from './parts.ts';
import { describe as describeRun, type FailedRun, run } from './run.ts';
import { FAULTS_OF, RECORD_KINDS, scenarios } from './scenario.ts';
import type { SimulationResult } from './simulation.ts';

const SEED = 20_261_121;
const RUNS = timesByDay(300, 1_000);
// All of it is work, half a minute at most, and a busy machine makes minutes of that.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });
/** For `npm run simulate` with other seeds, see CONTRIBUTING.md. */
const drawn = fc.sample(scenarios, { seed: SEED, numRuns: RUNS });

describe('a property', () => {
  it.each(byDay(5, BROKEN_VARIANTS))('finds that $mistake ($property)', async ({ property, parts }) => {
    const failed = await run({ runs: RUNS, seed: SEED, parts, property });
    expect(failed?.violations[0]?.property).toBe(property);
  });

  it('is never without a variant that breaks it', () => {
    expect(new Set(BROKEN_VARIANTS.map(({ property }) => property))).toEqual(new Set(Object.keys(PROPERTIES)));
  });
});

describe('hundreds of scenarios', () => {
  const seen = { faults: new Set<string>(), givenUp: 0, processes: 0, shards: 0, atOnce: 0, largestBatch: 0 };
  let failed: FailedRun | undefined;
  beforeAll(async () => {
    const onResult = ({ faultsMet }: SimulationResult) => {
      for (const fault of faultsMet) seen.faults.add(fault);
    };
    failed = await run({ runs: RUNS, seed: SEED, parts: watching(), onResult });
  });

  it('lose nothing, double nothing and delay nothing', () => {
    expect(failed === undefined ? '' : describeRun(failed)).toBe('');
  });

  function watching(): Parts {
    let underWay = 0;
    return {
      ...AS_IT_IS,
      mapping(options) {
        seen.processes += 1;
        const shards = async () => {
          const found = await options.source.shards();
          seen.shards = Math.max(seen.shards, found.length);
          return found;
        };
        return {
          ...options,
          source: { ...options.source, shards },
          onFailure: async (batch) => {
            seen.givenUp += 1;
            await options.onFailure?.(batch);
          },
          invoke: async (event, context) => {
            underWay += 1;
            seen.atOnce = Math.max(seen.atOnce, underWay);
            seen.largestBatch = Math.max(seen.largestBatch, event.Records.length);
            return options.invoke(event, context).finally(() => {
              underWay -= 1;
            });
          },
        };
      },
    };
  }

  it('hold every kind of record', () => {
    const kinds = new Set(drawn.flatMap(({ records }) => records.map(({ kind }) => kind)));
    expect([...kinds].sort()).toEqual([...RECORD_KINDS].sort());
  });

  it('meet every fault of every target', () => {
    const all = Object.entries(FAULTS_OF).flatMap(([target, kinds]) => kinds.map((kind) => `${target} ${kind}`));
    // By day there are too few scenarios for the rarest.
    if (isNightly) expect([...seen.faults].sort()).toEqual(all.sort());
    else expect(seen.faults.size).toBeGreaterThan(0.85 * all.length);
  });

  it('have batches given up, processes killed, shards split and merged, several batches at a time, and large ones', () => {
    expect(seen.givenUp).toBeGreaterThan(RUNS / 10);
    expect(seen.processes).toBeGreaterThan(1.3 * RUNS);
    expect(seen.shards).toBeGreaterThan(5);
    expect(seen.atOnce).toBeGreaterThan(5);
    expect(seen.largestBatch).toBeGreaterThan(75);
  });
});

it('runs a scenario the same each time', async () => {
  const [variant] = BROKEN_VARIANTS;
  const failed = await run({ runs: RUNS, seed: SEED, parts: variant?.parts });
  const again = await run({ runs: RUNS, seed: SEED, parts: variant?.parts, path: failed?.path });
  expect(failed?.violations.length).toBeGreaterThan(0);
  expect(again).toEqual({ ...failed, after: 0 });
});

describe('npm run simulate', () => {
  async function simulateWith(...words: string[]) {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'simulate.ts'), ...words]);
    const [out, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { code, out, errors };
  }

  itAtNight('says how many runs there were, what did not hold, and how long it took', async () => {
    const { code, out, errors } = await simulateWith('--runs', '20', '--seed', '3');
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(out).toMatch(/^20 runs, 0 violations, \d+\.\d s, seed 3\n$/);
  });

  it('names a word it does not understand, and ends with 2', async () => {
    const { code, errors } = await simulateWith('--runs', 'many');
    expect(code).toBe(2);
    expect(errors).toMatch(/--runs/);
  });
});
