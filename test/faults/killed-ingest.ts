import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { createRandom } from '../../samples/random.ts';
import type { IngestProcessSettings, Told } from './ingest-process.ts';

/** When the process is killed: so long after so many items were written, counted over all its lives. */
export interface KillMoment {
  items: number;
  delayMs: number;
}

const PROCESS = path.join(import.meta.dirname, 'ingest-process.ts');
/** So that any moment of a batch can be the last one. */
const MAX_DELAY_MS = 300;
/** The last kill comes while there is still something to do. */
const LATEST = 0.8;

/** In their order. */
export function killMoments({ seed, kills, events }: { seed: number; kills: number; events: number }): KillMoment[] {
  const random = createRandom(seed, 3);
  const moments = Array.from({ length: kills }, () => ({
    items: random.integer(1, Math.ceil(events * LATEST)),
    delayMs: random.integer(0, MAX_DELAY_MS),
  }));
  return moments.sort((one, other) => one.items - other.items);
}

export interface KilledIngestOptions {
  settings: IngestProcessSettings;
  /** All that the process has. */
  env: Readonly<Record<string, string>>;
  moments: readonly KillMoment[];
  onTold: (what: Told) => void;
}

/** Ingest in a process that is killed at the given moments, and started again at once. */
export function startKilledIngest({ settings, env, moments, onTold }: KilledIngestOptions) {
  const left = [...moments];
  let written = 0;
  let kills = 0;
  let process: ChildProcess;
  /** Killed, or about to be. */
  let isDoomed = false;
  let isStopping = false;
  let failure: Error | undefined;
  let ended: Promise<void>;

  function start(): void {
    isDoomed = false;
    process = startProcess(settings, env);
    process.on('message', (message) => onTold(message as Told));
    ended = endOf(process).then(({ signal, errors }) => {
      if (isStopping) return;
      if (signal !== 'SIGKILL') failure = new Error(`the process ended by itself: ${errors}`);
      else {
        kills += 1;
        start();
      }
    });
  }

  start();
  return {
    kills: () => kills,
    /** @throws Error where the process ended by itself */
    check(): void {
      if (failure !== undefined) throw failure;
    },
    written(items: number): void {
      written += items;
      const [next] = left;
      if (next === undefined || isDoomed || written < next.items) return;
      left.shift();
      isDoomed = true;
      const victim = process;
      setTimeout(() => victim.kill('SIGKILL'), next.delayMs);
    },
    async stop(): Promise<void> {
      isStopping = true;
      process.kill('SIGKILL');
      await ended;
    },
  };
}

function startProcess(settings: IngestProcessSettings, env: Readonly<Record<string, string>>): ChildProcess {
  // Standard output is the function's log and metrics.
  return spawn(globalThis.process.execPath, [PROCESS, JSON.stringify(settings)], {
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

async function endOf(process: ChildProcess): Promise<{ signal: NodeJS.Signals | null; errors: string }> {
  const end = new Promise<NodeJS.Signals | null>((resolve) => {
    process.on('close', (_code, signal) => resolve(signal));
  });
  const errors = process.stderr === null ? '' : await text(process.stderr);
  return { signal: await end, errors };
}
