import type { ArchiveLayout } from '../../families/archive/archive-table.ts';
import type { ArchiveRow } from '../../families/archive/column.ts';
import { layoutOf } from '../../families/archive/layouts.ts';
import { createArchive } from '../../lambda/archive/archive.ts';
import type { ArchiveStore } from '../../lambda/archive/archive-store.ts';
import { readRows, writeRows } from '../../lambda/archive/parquet.ts';
import { createMerge } from '../../lambda/merge/merge.ts';
import { placeOf } from '../../lambda/merge/object-place.ts';
import { startEventSourceMapping } from '../../local/event-source-mapping.ts';
import { createArchiveEraser } from '../../operations/archive/archive-eraser.ts';
import { ARRIVAL_MS, CONFIG } from '../../samples/builders.ts';
import { createRandom } from '../../samples/random.ts';
import { createMemoryArchive } from '../memory-archive.ts';
import { type ArchiveViolation, createArchiveAccount } from './archive-account.ts';
import type { ArchiveScenario } from './archive-scenario.ts';
import { beginLife, type Life } from './life.ts';
import { callSidOf, simulatedRecords } from './simulated-records.ts';
import { createSimulatedStream, type PlacedRecord } from './simulated-stream.ts';
import { createVirtualClock } from './virtual-clock.ts';

/** The code under simulation, so that a broken variant can stand in for a part of it. */
export interface ArchiveParts {
  /** As each of the three has the store. */
  archiveStore: (store: ArchiveStore) => ArchiveStore;
  mergeStore: (store: ArchiveStore) => ArchiveStore;
  forgetStore: (store: ArchiveStore) => ArchiveStore;
  layouts: readonly ArchiveLayout[];
}

/** Counts what is written, and says when the writer is killed. */
interface Killer {
  writes: number;
  kills: ReadonlySet<number>;
}

/** Of few columns, an object is written and read a hundred times as fast. */
const COLUMNS = ['event_id', 'arrived_at', 'call_sid', 'happened_at', 'started_at', 'rank'];
const LAYOUTS = [layoutOf('call_events'), layoutOf('call_summaries')].map(small);

export const ARCHIVE_AS_IT_IS: ArchiveParts = {
  archiveStore: (store) => store,
  mergeStore: (store) => store,
  forgetStore: (store) => store,
  layouts: LAYOUTS,
};

export interface ArchiveResult {
  violations: ArchiveViolation[];
  /** Merges that wrote something, kills, and calls that failed. */
  merged: number;
  killed: number;
  failed: number;
}

const POLL_MS = 5_000;
const RESTART_MS = 1_000;
const SLOW_MS = 90_000;
/** What a function may take. */
const MERGE_TIMEOUT_MS = 15 * 60_000;
const GRACE_MS = 5 * 60_000;
const AGAIN_MS = 60_000;
/** Longer than the troubles of any scenario last. */
const LIMIT_MS = 8 * 3_600_000;
const never = () => new Promise<never>(() => undefined);
const IMMORTAL = { alive: true };

/**
 * Runs a scenario: the archive function behind its event source mapping, merges and what forgets, as they are, over a
 * stream and a store in memory, in virtual time. The same scenario always runs the same.
 */
export async function simulateArchive(
  scenario: ArchiveScenario,
  parts: ArchiveParts = ARCHIVE_AS_IT_IS,
): Promise<ArchiveResult> {
  const random = createRandom(scenario.seed);
  const startMs = ARRIVAL_MS + scenario.startMs;
  const time = createVirtualClock(startMs);
  const stream = createSimulatedStream(scenario.shards);
  const memory = createMemoryArchive({ now: time.now });
  /** Rows by object, as it was put. */
  const rows = new Map<string, readonly ArchiveRow[]>();
  const account = createArchiveAccount(function* () {
    for (const key of memory.objects.keys()) yield* rows.get(key) ?? [];
  });
  const records = simulatedRecords(scenario.records);
  const acknowledged = new Set<PlacedRecord>();
  const checkpoints = new Map<string, string>();
  const result = { violations: account.violations, merged: 0, killed: 0, failed: 0 };
  const forgetting = new Set<number>(scenario.forgets.keys());
  let calls = 0;
  let isQuiet = false;

  /** A call to the store: takes its time, fails as planned, and may be the last thing somebody does. */
  async function call<Value>(
    life: Life,
    commit: () => Value | Promise<Value>,
    onWrite: () => void = () => undefined,
  ): Promise<Value> {
    const { sleep } = time.of(life, random.next);
    const fault = isQuiet ? undefined : scenario.faults.find((one) => one.call === calls)?.kind;
    calls += 1;
    if (fault !== undefined) result.failed += 1;
    // Now and then so long that whatever else happens meanwhile is through.
    const usualMs = random.chance(0.06) ? random.integer(1, 30_000) : random.integer(1, 400);
    await sleep(fault === 'slow' ? SLOW_MS : usualMs);
    onWrite();
    if (!life.step()) return never();
    if (fault === 'before') throw new Error('SlowDown');
    const value = await commit();
    onWrite();
    if (!life.step()) return never();
    await sleep(random.integer(1, 400));
    if (fault === 'after') throw new Error('socket hang up');
    return value;
  }

  function storeFor(life: Life, onWrite?: () => void): ArchiveStore {
    return {
      put: (key, body) =>
        call(
          life,
          async () => {
            const before = memory.objects.get(key)?.bytes;
            const place = placeOf(key);
            if (place?.level === 0 && before !== undefined && Buffer.compare(before, body) !== 0) {
              account.report('immutable', key);
            }
            const layout = LAYOUTS.find(({ folder }) => folder === place?.folder);
            await memory.put(key, body);
            rows.set(key, layout === undefined ? [] : await readRows(layout, memory.open({ key, bytes: body.length })));
            account.checkForgotten();
          },
          onWrite,
        ),
      async *list(prefix, after) {
        yield* await call(life, () => Array.fromAsync(memory.list(prefix, after)));
      },
      open: (object) => ({
        byteLength: object.bytes,
        slice: (...range) => call(life, () => memory.open(object).slice(...range)),
      }),
      async remove(objects) {
        // A batch of deletions is not one thing.
        for (const object of objects) await call(life, () => memory.remove([object]), onWrite);
        account.checkArchived();
      },
      erase: (key) => call(life, () => memory.erase(key), onWrite),
      create: (...created) => call(life, () => memory.create(...created)),
      replace: (...replaced) => call(life, () => memory.replace(...replaced)),
      read: (key) => call(life, () => memory.read(key)),
    };
  }

  /** Something that is done again and again until it is through, and is killed as planned. */
  async function attempt(
    killer: Killer,
    work: (life: Life, store: ArchiveStore) => Promise<unknown>,
  ): Promise<boolean> {
    const life = beginLife();
    const timer = new AbortController();
    time
      .of(IMMORTAL, random.next)
      .sleep(MERGE_TIMEOUT_MS, timer.signal)
      .then(life.end, () => undefined);
    const store = storeFor(life, () => {
      killer.writes += 1;
      if (!isQuiet && killer.kills.has(killer.writes)) life.end();
    });
    try {
      await Promise.race([work(life, store), life.died]);
      return true;
    } catch {
      if (!life.alive) result.killed += 1;
      return false;
    } finally {
      timer.abort();
    }
  }

  const killerOf = (kills: readonly number[]): Killer => ({ writes: -1, kills: new Set(kills) });
  async function merges(): Promise<void> {
    const { sleep } = time.of(IMMORTAL, random.next);
    const killer = killerOf(scenario.mergeKills);
    while (!isQuiet) {
      await attempt(killer, merge);
      await sleep(scenario.mergeEveryMs);
    }
  }

  async function merge(life: Life, store: ArchiveStore): Promise<number> {
    const once = createMerge({
      store: parts.mergeStore(store),
      clock: time.of(life, random.next),
      archiveDays: 0,
      thresholds: {
        graceMs: GRACE_MS,
        minObjects: scenario.minObjects,
        minAgeMs: 3_000,
        lookBackDays: Number.POSITIVE_INFINITY,
      },
      holder: 'merge',
      layouts: parts.layouts,
      limits: { maxRows: scenario.maxRows },
    });
    const { written, isLocked } = await once();
    result.merged += written;
    return isLocked ? -1 : written;
  }

  async function forgets(index: number): Promise<void> {
    const { sleep } = time.of(IMMORTAL, random.next);
    const { call: number, afterMs } = scenario.forgets[index] ?? { call: 0, afterMs: 0 };
    const callSid = callSidOf(number);
    const isOf = (record: Pick<PlacedRecord, 'data'>) => Buffer.from(record.data, 'base64').includes(callSid);
    const all = records.filter(isOf).length;
    // Before, a batch can come again: who forgets is told to do it again then.
    while ([...acknowledged].filter(isOf).length < all) await sleep(500);
    await sleep(afterMs);
    account.beginsToForget(callSid);
    const killer = killerOf(scenario.forgetKills);
    for (;;) {
      const isDone = await attempt(killer, async (life, store) => {
        const clock = time.of(life, random.next);
        const eraser = createArchiveEraser({
          store: parts.forgetStore(store),
          clock,
          holder: 'forget',
          layouts: parts.layouts,
        });
        await eraser.erase({ sids: new Set([callSid]), parties: new Set() });
        account.forgot(callSid);
      });
      if (isDone) break;
      await sleep(AGAIN_MS);
    }
    forgetting.delete(index);
  }

  function acknowledge(checkpoint: string, value: string): void {
    const [shardId] = checkpoint.split(' ');
    for (const record of stream.shards.find((shard) => shard.shardId === shardId)?.records ?? []) {
      if (/^\d+$/.test(value) && record.kinesis.kinesis.sequenceNumber > value) break;
      if (!acknowledged.has(record)) account.acknowledged(record);
      acknowledged.add(record);
    }
    account.checkArchived();
  }

  const kills = new Set(scenario.kills);
  let processSteps = 0;
  let reader: Life | undefined;
  async function runProcess(): Promise<void> {
    const life = beginLife({
      onStep() {
        processSteps += 1;
        if (!life.alive || !kills.delete(processSteps)) return;
        life.end();
        result.killed += 1;
        void time.of(IMMORTAL, random.next).sleep(RESTART_MS).then(runProcess);
      },
    });
    reader = life;
    const clock = time.of(life, random.next);
    const archive = createArchive({
      store: parts.archiveStore(storeFor(life)),
      config: CONFIG,
      clock,
      write: (layout, some) => writeRows(small(layout), some, { isCompressed: false }),
    });
    await startEventSourceMapping({
      source: stream.source(
        (_target, answer) => call(life, answer),
        () => random.integer(1, 6),
      ),
      checkpoints: {
        load: async (name) => checkpoints.get(name),
        save: (name, value) =>
          call(life, () => {
            checkpoints.set(name, value);
            acknowledge(name, value);
          }),
        close: async () => undefined,
      },
      clock,
      pollMs: POLL_MS,
      batchSize: scenario.batchSize,
      maximumBatchingWindowMs: scenario.maximumBatchingWindowMs,
      bisectBatchOnError: true,
      invoke: async ({ Records }) => {
        await archive(Records);
        return { batchItemFailures: [] };
      },
    }).catch(async () => {
      await clock.sleep(RESTART_MS);
      await runProcess();
    });
  }

  async function produce(): Promise<void> {
    const { sleep } = time.of(IMMORTAL, random.next);
    for (const [index, record] of records.entries()) {
      if (record.plan.gapMs > 0) await sleep(record.plan.gapMs);
      for (const { before, kind, shard } of scenario.reshards) if (before === index) stream[kind](shard);
      stream.put(record, time.now());
    }
  }

  void produce();
  void runProcess();
  void merges();
  for (const index of scenario.forgets.keys()) void forgets(index);
  const isDone = () => acknowledged.size === scenario.records.length && forgetting.size === 0;
  if (!(await time.run(isDone, startMs + LIMIT_MS)))
    account.report('end', `${acknowledged.size} records, ${forgetting.size} forgets`);
  // Then nobody is killed any more, and the day is over: merges go on until there is nothing to do.
  isQuiet = true;
  reader?.end();
  let isMerged = false;
  void (async () => {
    const { sleep } = time.of(IMMORTAL, random.next);
    await sleep(36 * 3_600_000 - LIMIT_MS);
    for (let idle = 0; idle < 2; ) {
      await attempt(killerOf([]), async (life, store) => {
        idle = (await merge(life, store)) === 0 ? idle + 1 : 0;
      });
      await sleep(AGAIN_MS);
    }
    isMerged = true;
  })();
  if (!(await time.run(() => isMerged, time.now() + 36 * 3_600_000))) account.report('end', 'merges go on and on');
  account.close();
  return result;
}

function small(layout: ArchiveLayout): ArchiveLayout {
  const columns = layout.columns.filter(({ name }) => COLUMNS.includes(name));
  return { ...layout, columns, order: layout.order.filter((name) => COLUMNS.includes(name)), sids: ['call_sid'] };
}
