import type { KinesisStreamRecord } from 'aws-lambda';
import { createQuarantineWriter } from '../../lambda/quarantine/quarantine.ts';
import { createItemWriter } from '../../lambda/store/item-writer.ts';
import type { Checkpoints } from '../../local/checkpoints.ts';
import { startEventSourceMapping } from '../../local/event-source-mapping.ts';
import { TABLES } from '../../local/names.ts';
import type { KinesisFunction } from '../../local/shard-consumer.ts';
import { ARRIVAL_MS, CONFIG } from '../../samples/builders.ts';
import { createRandom } from '../../samples/random.ts';
import { createAccount, type Violation } from './account.ts';
import { beginLife, type Life } from './life.ts';
import { AS_IT_IS, type Parts } from './parts.ts';
import { replayProblems } from './replay.ts';
import type { FaultKind, FaultTarget, Scenario } from './scenario.ts';
import { simulatedRecords } from './simulated-records.ts';
import {
  batchProblem,
  checkItems,
  createSimulatedStorage,
  simulatedDynamoDb,
  type TableAnswer,
} from './simulated-storage.ts';
import { createSimulatedStream } from './simulated-stream.ts';
import { createVirtualClock } from './virtual-clock.ts';

export interface SimulationResult {
  violations: Violation[];
  /** Of each call that failed as planned: `<target> <kind>`. */
  faultsMet: Set<string>;
}

const FUNCTION_TIMEOUT_MS = 60_000;
/** What the deployed function's client waits for an answer. */
const REQUEST_TIMEOUT_MS = 10_000;
/** As often as Lambda looks. */
const POLL_MS = 1_000;
const SLOW_MS = 20_000;
const RESTART_MS = 1_000;
/** Longer than the troubles of any scenario last. */
const LIMIT_MS = 6 * 3_600_000;
/** A pill kills the function at one of its first steps, which every batch with a pill in it has. */
const PILL_STEPS = 2;

/** Of a call that nobody hears of any more. One for each: a promise remembers who waits for it. */
const never = () => new Promise<never>(() => undefined);
const IMMORTAL = { alive: true };

/**
 * Runs a scenario: the event source mapping and ingest as they are, on a stream, a table and a bucket in memory that
 * do what the scenario says, in virtual time. The same scenario always runs the same.
 */
export async function simulate(scenario: Scenario, parts: Parts = AS_IT_IS): Promise<SimulationResult> {
  const random = createRandom(scenario.seed);
  const startMs = ARRIVAL_MS + scenario.startMs;
  const time = createVirtualClock(startMs);
  const stream = createSimulatedStream(scenario.shards);
  const storage = createSimulatedStorage();
  const account = createAccount({ scenario, stream, storage });
  const kills = new Set(scenario.kills);
  const calls = new Map<FaultTarget, number>();
  const faultsMet = new Set<string>();
  let processSteps = 0;
  let invocations = 0;

  function nextFault(target: FaultTarget): FaultKind | undefined {
    const call = calls.get(target) ?? 0;
    calls.set(target, call + 1);
    const fault = scenario.faults.find(
      (one) => one.target === target && one.first <= call && call < one.first + one.calls,
    );
    if (fault !== undefined) faultsMet.add(`${target} ${fault.kind}`);
    return fault?.kind;
  }

  /** Somebody's call to the outside: takes its time, fails as planned, and may be the last thing they do. */
  async function call<Value>(
    life: Life,
    target: FaultTarget,
    commit: (fault: FaultKind | undefined) => Value,
    signal?: AbortSignal,
  ): Promise<Value> {
    const { sleep } = time.of(life, random.next);
    const fault = nextFault(target);
    await sleep(fault === 'slow' ? SLOW_MS : random.integer(1, 15), signal);
    if (!life.step()) return never();
    if (fault === 'hang' && signal !== undefined) await sleep(Number.MAX_SAFE_INTEGER, signal);
    if (fault === 'hang' || fault === 'timeout') await sleep(REQUEST_TIMEOUT_MS, signal);
    if (fault !== undefined && BEFORE_COMMIT[fault] !== undefined) throw BEFORE_COMMIT[fault]();
    const value = commit(fault);
    if (!life.step()) return never();
    await sleep(random.integer(1, 15), signal);
    if (fault === 'reset-after-commit') throw new Error('socket hang up');
    return value;
  }

  function table(life: Life) {
    return simulatedDynamoDb(({ items, isBatch, guard }, signal) => {
      const problem = isBatch ? batchProblem(items) : undefined;
      if (problem !== undefined) account.report('batch', problem);
      const commit = (fault: FaultKind | undefined): TableAnswer => {
        checkItems(items);
        const [item] = items;
        if (guard !== undefined && item !== undefined) {
          const replaced = storage.writeGuarded(item, guard);
          account.summaryWritten(item);
          return { replaced };
        }
        const held = fault === 'unprocessed' && isBatch ? items.filter(() => random.chance(0.5)) : [];
        storage.write(items.filter((item) => !held.includes(item)));
        return { left: held };
      };
      return call(life, 'store', commit, signal);
    });
  }

  function invokeIn(process: Life): KinesisFunction {
    return async ({ Records }, context) => {
      const invocation = invocations;
      invocations += 1;
      const crashAt = crashStep(invocation, Records);
      const life = beginLife({ within: process, onStep: (step) => void (step === crashAt && life.end()) });
      const clock = time.of(life, random.next);
      const writer = createItemWriter({
        client: parts.table(table(life)),
        tables: TABLES,
        clock,
      });
      const quarantine = createQuarantineWriter((entry, signal) =>
        call(life, 'quarantine', () => storage.keep(entry), signal),
      );
      const ingest = parts.createIngest({
        store: parts.writer(writer, clock),
        quarantine: parts.quarantine(quarantine),
        config: CONFIG,
        clock,
        isPatient: true,
      });
      const calledMs = time.now();
      account.invoked(Records, calledMs);
      const timer = new AbortController();
      const late = () => account.report('deadline', `${Records.length} records`);
      clock.sleep(FUNCTION_TIMEOUT_MS, timer.signal).then(late, () => undefined);
      life.step();
      const answer = ingest(Records, context).catch((error: unknown) => {
        account.report('throw', String(error));
        throw error;
      });
      const { response } = await Promise.race([answer, life.died]);
      timer.abort();
      account.answered(Records, response, time.now() - calledMs);
      return response;
    };
  }

  function crashStep(invocation: number, records: readonly KinesisStreamRecord[]): number | undefined {
    if (account.holdsPill(records)) return random.integer(0, PILL_STEPS);
    return scenario.crashes.find((crash) => crash.invocation === invocation)?.step;
  }

  function checkpointsIn(process: Life): Checkpoints {
    return {
      load: async (name) => storage.checkpoints.get(name),
      save: (name, value) =>
        call(process, 'checkpoint', () => {
          storage.checkpoints.set(name, value);
          account.checkpointSaved(name, value);
        }),
      close: async () => undefined,
    };
  }

  async function runProcess(): Promise<void> {
    const life = beginLife({ onStep: endIfKilled });
    function endIfKilled(): void {
      processSteps += 1;
      if (!life.alive || !kills.delete(processSteps)) return;
      life.end();
      void time.of(IMMORTAL, random.next).sleep(RESTART_MS).then(runProcess);
    }
    const clock = time.of(life, random.next);
    const options = parts.mapping({
      ...scenario.mapping,
      source: stream.source(
        (target, answer) => call(life, target, answer),
        () => random.integer(1, scenario.recordsPerRead),
      ),
      checkpoints: checkpointsIn(life),
      clock,
      functionTimeoutMs: FUNCTION_TIMEOUT_MS,
      pollMs: POLL_MS,
      invoke: invokeIn(life),
      onFailure: (batch) => call(life, 'destination', () => storage.giveUp(batch, time.now())),
    });
    // The first list of shards may fail, and then the process is started again, as whoever runs it would.
    await startEventSourceMapping(options).catch(async () => {
      await clock.sleep(RESTART_MS);
      await runProcess();
    });
  }

  async function produce(): Promise<void> {
    const { sleep } = time.of(IMMORTAL, random.next);
    for (const [index, record] of simulatedRecords(scenario.records).entries()) {
      if (record.plan.gapMs > 0) await sleep(record.plan.gapMs);
      for (const { before, kind, shard } of scenario.reshards) if (before === index) stream[kind](shard);
      stream.put(record, time.now());
    }
  }

  void produce();
  void runProcess();
  const isDone = await time.run(account.isDone, startMs + LIMIT_MS);
  account.close(isDone);
  // What throws has no replay.
  if (!isDone || account.violations.some(({ property }) => property === 'throw')) {
    return { violations: account.violations, faultsMet };
  }
  for (const problem of await replayProblems({ stream, storage, parts, random }))
    account.report(problem.property, problem.detail);
  return { violations: account.violations, faultsMet };
}

const BEFORE_COMMIT: Partial<Record<FaultKind, () => Error>> = {
  throttle: () => failure('ProvisionedThroughputExceededException', 400),
  denied: () => failure('AccessDeniedException', 400),
  'error-500': () => failure('InternalServerError', 500),
  'reset-before-commit': () => new Error('socket hang up'),
  timeout: () => Object.assign(new Error('no answer in time'), { name: 'TimeoutError' }),
  hang: () => Object.assign(new Error('no answer in time'), { name: 'TimeoutError' }),
};

function failure(name: string, httpStatusCode: number): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
}
