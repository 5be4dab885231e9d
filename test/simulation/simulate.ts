import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { Command, InvalidArgumentError } from 'commander';
import { PROPERTIES } from './account.ts';
import { BROKEN_VARIANTS } from './broken.ts';
import { describe, type FailedRun, type RunOptions, run } from './run.ts';

interface Options {
  runs: number;
  seed: number;
  path?: string;
  workers: number;
  broken?: true;
}

const MAX_SEED = 2 ** 31 - 1;
const BROKEN_RUNS = 1_000;

if (isMainThread) await main();
else parentPort?.postMessage(await run(workerData));

async function main(): Promise<void> {
  const command = new Command('simulate')
    .description(
      'Runs the pipeline in memory, on what streams and services may do to it, and looks for what must not be.',
    )
    .option('--runs <n>', 'scenarios to run', wholeNumber(1), 1_000)
    .option(
      '--seed <n>',
      'what the scenarios are drawn from',
      wholeNumber(0, MAX_SEED),
      Math.floor(Math.random() * MAX_SEED),
    )
    .option('--path <path>', 'one scenario of a seed again, as a failure names it')
    .option('--workers <n>', 'threads', wholeNumber(1), availableParallelism())
    .option('--broken', 'run deliberately broken variants instead, each until it is caught')
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .parse();
  const options = command.opts<Options>();
  process.exitCode = options.broken ? await runBroken(options) : await runAll(options);
}

async function runAll({ runs, seed, path, workers }: Options): Promise<number> {
  const begun = performance.now();
  const count = path === undefined ? Math.min(workers, runs) : 1;
  const shares = Array.from(
    { length: count },
    (_share, index): RunOptions => ({
      runs: Math.floor(runs / count) + (index < runs % count ? 1 : 0),
      seed: (seed + index) % MAX_SEED,
      path,
    }),
  );
  const failed = (await Promise.all(shares.map(runInThread))).filter((failure) => failure !== undefined);
  for (const failure of failed) print(describe(failure));
  const done = shares.reduce((sum, share) => sum + share.runs, 0);
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  print(`${path === undefined ? done : 1} runs, ${failed.length} violations, ${seconds} s, seed ${seed}`);
  return failed.length === 0 ? 0 : 1;
}

async function runInThread(share: RunOptions): Promise<FailedRun | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<FailedRun | undefined>();
  new Worker(new URL(import.meta.url), { workerData: share }).on('message', resolve).on('error', reject);
  return promise;
}

/** @returns 1 where a variant is not caught: then its property says nothing */
async function runBroken({ seed }: Options): Promise<number> {
  let missed = 0;
  for (const { property, mistake, parts } of BROKEN_VARIANTS) {
    const failure = await run({ runs: BROKEN_RUNS, seed, parts, property, shrink: false });
    if (failure === undefined) missed += 1;
    const caught = failure === undefined ? `not caught in ${BROKEN_RUNS} runs` : `caught in run ${failure.after + 1}`;
    print(`${property.padEnd(10)} ${caught.padEnd(24)} ${mistake}`);
  }
  const names = Object.keys(PROPERTIES).length;
  print(`${BROKEN_VARIANTS.length} variants for ${names} properties, ${missed} not caught, seed ${seed}`);
  return missed === 0 ? 0 : 1;
}

function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const number = Number(text);
    if (!Number.isSafeInteger(number) || number < min || number > max || text.trim() === '') {
      throw new InvalidArgumentError(`A whole number from ${min} on is wanted.`);
    }
    return number;
  };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
