import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Level } from '../shared/level.ts';

/** What a running local pipeline says of itself, on its ready line and in a file where `--local` finds it. */
export interface Ready {
  /** What `--local=PORT` takes. */
  port: number;
  /** Addresses of the two APIs. */
  kinesis: string;
  dynamodb: string;
  /** The folder of quarantined records, one JSON file each. */
  quarantine: string;
  indexedLevels: readonly Level[];
  pid: number;
}

export function readyFile(port: number): string {
  return path.join(tmpdir(), `voice-insights-sink-${port}.json`);
}

/** The pipeline that runs under a port; undefined where none does. A killed one leaves its file behind. */
export function findReady(port: number): Ready | undefined {
  try {
    const ready = JSON.parse(readFileSync(readyFile(port), 'utf8')) as Ready;
    return isRunning(ready.pid) ? ready : undefined;
  } catch {
    // No file, or one that somebody else wrote.
    return undefined;
  }
}

export function writeReady(ready: Ready): void {
  // Removed first: a file that is there would keep its mode and its owner.
  removeReady(ready.port);
  writeFileSync(readyFile(ready.port), `${JSON.stringify(ready)}\n`, { mode: 0o600, flag: 'wx' });
}

export function removeReady(port: number): void {
  rmSync(readyFile(port), { force: true });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
