import * as fc from 'fast-check';
import type { Property, Violation } from './account.ts';
import { type Scenario, scenarios } from './scenario.ts';
import { AS_IT_IS, type Parts, simulate } from './simulation.ts';

export interface RunOptions {
  runs: number;
  seed: number;
  /** Of one run among those of a seed, as a failure names it. */
  path?: string;
  parts?: Parts;
  /** To look at one property alone. @default all of them */
  property?: Property;
  /** Whether the smallest scenario is looked for that fails in the same way. @default true */
  shrink?: boolean;
}

/** What did not hold in a scenario, and the way back to it. */
export interface FailedRun {
  violations: Violation[];
  scenario: Scenario;
  seed: number;
  path: string;
  /** How many runs held before it. */
  after: number;
}

/** Simulates scenarios one after the other, and stops at the first in which something does not hold. */
export async function run({
  runs,
  seed,
  path,
  parts = AS_IT_IS,
  property,
  shrink = true,
}: RunOptions): Promise<FailedRun | undefined> {
  const violationsIn = async (scenario: Scenario) =>
    (await simulate(scenario, parts)).filter((violation) => property === undefined || violation.property === property);
  const holds = fc.asyncProperty(scenarios, async (scenario) => (await violationsIn(scenario)).length === 0);
  const details = await fc.check(holds, { numRuns: runs, seed, path, endOnFailure: !shrink || path !== undefined });
  if (!details.failed) return undefined;
  if (details.counterexample === null) throw details.errorInstance;
  const [scenario] = details.counterexample;
  return {
    violations: await violationsIn(scenario),
    scenario,
    seed: details.seed,
    path: details.counterexamplePath ?? '',
    after: details.numRuns - 1,
  };
}

/** A failed run for people, with the command that runs it again. */
export function describe({ violations, scenario, seed, path }: FailedRun): string {
  return [
    ...violations.map(({ property, detail }) => `${property}: ${detail}`),
    JSON.stringify(scenario),
    `again: npm run simulate -- --seed ${seed} --path ${path}`,
  ].join('\n');
}
