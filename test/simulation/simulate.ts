import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { Command, InvalidArgumentError, Option } from 'commander';
import { PROPERTIES } from './account.ts';
import { BROKEN_VARIANTS } from './broken.ts';
import { describe, type FailedRun, type RunOptions, run } from './run.ts';

interface Options {
  runs: number;
  seed?: number;
  path?: string;
  workers: number;
  broken?: true;
}

/** What a thread says: of a failure as it is found, and of its end. */
type Said = { kind: 'failing' | 'failed'; failure: FailedRun } | { kind: 'held' };

const MAX_SEED = 2 ** 31 - 1;
const BROKEN_RUNS = 1_000;

if (isMainThread) await main();
else await runShare(workerData);

async function main(): Promise<void> {
  const command = new Command('simulate')
    .description(
      'Runs the pipeline in memory, on what streams and services may do to it, and looks for what must not be.',
    )
    .option('--runs <n>', 'scenarios to run', wholeNumber(1), 1_000)
    .option('--seed <n>', 'what the scenarios are drawn from (default: another each time)', wholeNumber(0, MAX_SEED))
    .option('--path <path>', 'one scenario of a seed again, as a failure names it', pathOfNumbers)
    .option('--workers <n>', 'threads', wholeNumber(1), availableParallelism())
    .addOption(
      new Option('--broken', 'run deliberately broken variants instead, each until it is caught').conflicts([
        'runs',
        'path',
        'workers',
      ]),
    )
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .parse();
  const options = command.opts<Options>();
  if (options.path !== undefined && options.seed === undefined) {
    command.error('error: --path is one of a seed: say --seed, as the failure does');
  }
  const seed = options.seed ?? Math.floor(Math.random() * MAX_SEED);
  process.exitCode = options.broken ? await runBroken(seed) : await runAll({ ...options, seed });
}

async function runAll({ runs, seed, path, workers }: Options & { seed: number }): Promise<number> {
  const begun = performance.now();
  const count = path === undefined ? Math.min(workers, runs) : 1;
  const shares = Array.from(
    { length: count },
    (_share, index): RunOptions => ({
      runs: path === undefined ? Math.floor(runs / count) + (index < runs % count ? 1 : 0) : 1,
      seed: (seed + index) % MAX_SEED,
      path,
    }),
  );
  const failed = (await Promise.all(shares.map(runInThread))).filter((failure) => failure !== undefined);
  for (const failure of failed) print(describe(failure));
  const held = shares.reduce((sum, share) => sum + share.runs, 0);
  const done = failed.length === 0 ? `${held} runs` : 'stopped at the first';
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  print(`${done}, ${failed.length} violations, ${seconds} s, seed ${seed}`);
  return failed.length === 0 ? 0 : 1;
}

async function runInThread(share: RunOptions): Promise<FailedRun | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<FailedRun | undefined>();
  const worker = new Worker(new URL(import.meta.url), { workerData: share });
  worker.on('error', reject).on('message', (said: Said) => {
    if (said.kind === 'held') return resolve(undefined);
    if (said.kind === 'failed') return resolve(said.failure);
    const { seed, path } = said.failure;
    print(`failed: --seed ${seed} --path ${path}; looking for a smaller one`);
  });
  return promise.catch((error: Error) => {
    // Of fast-check, where a path leads nowhere.
    process.stderr.write(`error: ${error.message.split('\n', 1)[0]}\n`);
    process.exit(2);
  });
}

async function runShare(share: RunOptions): Promise<void> {
  const say = (said: Said) => parentPort?.postMessage(said);
  const failure = await run({ ...share, onFailure: (found) => say({ kind: 'failing', failure: found }) });
  say(failure === undefined ? { kind: 'held' } : { kind: 'failed', failure });
}

/** @returns 1 where a variant is not caught: then its property says nothing */
async function runBroken(seed: number): Promise<number> {
  let missed = 0;
  for (const { property, mistake, parts } of BROKEN_VARIANTS) {
    const failure = await run({ runs: BROKEN_RUNS, seed, parts, property });
    if (failure === undefined) missed += 1;
    const caught = failure === undefined ? `not caught in ${BROKEN_RUNS} runs` : `caught in run ${failure.after + 1}`;
    print(`${property.padEnd(10)} ${caught.padEnd(24)} ${mistake}`);
  }
  const names = Object.keys(PROPERTIES).length;
  print(`${BROKEN_VARIANTS.length} variants for ${names} properties, ${missed} not caught, seed ${seed}`);
  return missed === 0 ? 0 : 1;
}

function pathOfNumbers(text: string): string {
  if (!/^\d+(:\d+)*$/.test(text)) throw new InvalidArgumentError('Numbers with colons between them are wanted.');
  return text;
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
