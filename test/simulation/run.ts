import * as fc from 'fast-check';
import type { Property, Violation } from './account.ts';
import { AS_IT_IS, type Parts } from './parts.ts';
import { type Scenario, scenarios } from './scenario.ts';
import { type SimulationResult, simulate } from './simulation.ts';

export interface RunOptions {
  runs: number;
  seed: number;
  /** Of one run among those of a seed, as a failure names it. */
  path?: string;
  parts?: Parts;
  /** To look at one property alone. @default all of them */
  property?: Property;
  /** Told what came of each run. */
  onResult?: (result: SimulationResult) => void;
  /** Told of a failure before the smallest scenario is looked for that fails too; without it none is. */
  onFailure?: (failure: FailedRun) => void;
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

const SHRINK_MS = 20_000;

/**
 * Simulates scenarios one after the other, and stops at the first in which something does not hold.
 * @throws Error for a path that leads nowhere
 */
export async function run(options: RunOptions): Promise<FailedRun | undefined> {
  const { runs, path, onFailure } = options;
  const failure = await check(options, { numRuns: path === undefined ? runs : 1, path, endOnFailure: true });
  if (failure === undefined || onFailure === undefined) return failure;
  onFailure(failure);
  const shrinking = { numRuns: 1, path: failure.path, interruptAfterTimeLimit: SHRINK_MS };
  return { ...((await check(options, shrinking)) ?? failure), after: failure.after };
}

async function check(
  { seed, parts = AS_IT_IS, property, onResult }: RunOptions,
  parameters: fc.Parameters<[Scenario]>,
): Promise<FailedRun | undefined> {
  const violationsIn = async (scenario: Scenario) => {
    const result = await simulate(scenario, parts);
    onResult?.(result);
    return result.violations.filter((violation) => property === undefined || violation.property === property);
  };
  const holds = fc.asyncProperty(scenarios, async (scenario) => (await violationsIn(scenario)).length === 0);
  const details = await fc.check(holds, { ...parameters, seed });
  if (!details.failed || details.counterexample === null) return undefined;
  const [scenario] = details.counterexample;
  return {
    violations: await violationsIn(scenario),
    scenario,
    seed: details.seed,
    path: details.counterexamplePath ?? '',
    after: details.numRuns - 1,
  };
}

const DETAILS = 3;

/** A failed run for people, with the command that runs it again. */
export function describe({ violations, scenario, seed, path }: FailedRun): string {
  const byProperty = [...Map.groupBy(violations, ({ property }) => property)];
  return [
    JSON.stringify(scenario),
    ...byProperty.flatMap(([property, found]) => [
      ...found.slice(0, DETAILS).map(({ detail }) => `${property}: ${detail}`),
      ...(found.length > DETAILS ? [`${property}: ${found.length - DETAILS} more`] : []),
    ]),
    `again: npm run simulate -- --seed ${seed} --path ${path}`,
  ].join('\n');
}
