import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { byDay, isNightly } from '../nightly.ts';
import { ARCHIVE_PROPERTIES, type ArchiveProperty } from './archive-account.ts';
import { ARCHIVE_BROKEN_VARIANTS } from './archive-broken.ts';
import { type ArchiveScenario, archiveScenarios } from './archive-scenario.ts';
import { ARCHIVE_AS_IT_IS, type ArchiveParts, type ArchiveResult, simulateArchive } from './archive-simulation.ts';

const SEED = 20_261_129;
const RUNS = isNightly ? 1_000 : 12;
const BROKEN_RUNS = isNightly ? 1_000 : 60;
vi.setConfig({ testTimeout: 400_000 });

interface FailureOptions {
  property?: ArchiveProperty;
  where?: Partial<ArchiveScenario>;
  onResult?: (result: ArchiveResult) => void;
}

/** The first scenario in which a property does not hold, in words. */
async function failureOf(
  parts: ArchiveParts,
  runs: number,
  { property, where, onResult }: FailureOptions = {},
): Promise<string | undefined> {
  const holds = fc.asyncProperty(archiveScenarios, async (scenario) => {
    const result = await simulateArchive({ ...scenario, ...where }, parts);
    onResult?.(result);
    const found = result.violations.filter((violation) => property === undefined || violation.property === property);
    if (found.length > 0) throw new Error(found.map((one) => `${one.property}: ${one.detail}`).join('\n'));
  });
  const { failed, counterexample, errorInstance, seed, counterexamplePath } = await fc.check(holds, {
    seed: SEED,
    numRuns: runs,
    endOnFailure: true,
  });
  return failed
    ? `${(errorInstance as Error).message}\n${JSON.stringify(counterexample?.[0])}\nseed ${seed}, path ${counterexamplePath}`
    : undefined;
}

describe('a property of the archive', () => {
  it.each(byDay(2, ARCHIVE_BROKEN_VARIANTS))('finds that $mistake ($property)', async ({ property, parts, where }) => {
    expect(await failureOf(parts, BROKEN_RUNS, { property, where })).toMatch(new RegExp(`^${property}: `));
  });

  it('is never without a variant that breaks it', () => {
    expect(new Set(ARCHIVE_BROKEN_VARIANTS.map(({ property }) => property))).toEqual(
      new Set(Object.keys(ARCHIVE_PROPERTIES)),
    );
  });
});

describe('many scenarios of the archive', () => {
  it('lose nothing, double nothing and bring nothing back', async () => {
    const seen = { merged: 0, killed: 0, failed: 0 };
    const onResult = (result: ArchiveResult) => {
      for (const what of ['merged', 'killed', 'failed'] as const) seen[what] += result[what];
    };
    expect((await failureOf(ARCHIVE_AS_IT_IS, RUNS, { onResult })) ?? '').toBe('');
    expect(seen.merged).toBeGreaterThan(RUNS);
    expect(seen.killed).toBeGreaterThan(RUNS / 2);
    expect(seen.failed).toBeGreaterThan(RUNS / 5);
  });
});
