import { once } from 'node:events';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { IngestConfig } from '../families/ingest-config.ts';
import { LocalError } from './local-error.ts';

/** What a running local pipeline says of itself, on its ready line and in a file where `--local` finds it. */
export interface Ready extends IngestConfig {
  /** Addresses of the read API and the embedded ones. */
  api: string;
  kinesis: string;
  dynamodb: string;
  /** The read API's credential, of this run unless it was set. */
  accountSid: string;
  authToken: string;
  /** Of the read API: what `--local=PORT` takes. */
  port: number;
  /** The folder of quarantined records, one JSON file each. */
  quarantine: string;
  /** The folder of the archive: Parquet files by table and day. */
  archive: string;
  pid: number;
}

/** A port nobody listens on refuses at once; whoever listens may be busy. */
const ANSWERS_WITHIN_MS = 5_000;

export function readyFile(port: number): string {
  return path.join(tmpdir(), `voice-insights-sink-${port}.json`);
}

/**
 * The pipeline that runs under a port; undefined where none does. A killed one leaves its file behind, and its process
 * id may be another program's by now: only one that answers counts, and only one of the same user.
 */
export async function findReady(port: number): Promise<Ready | undefined> {
  const ready = readReady(port);
  return ready?.dynamodb !== undefined && (await answers(ready.dynamodb)) ? ready : undefined;
}

/** @throws LocalError where a pipeline runs under the port */
export async function requireNoOther(port: number): Promise<void> {
  const other = port === 0 ? undefined : await findReady(port);
  if (other === undefined) return;
  throw new LocalError(`another local pipeline (pid ${other.pid}) has PORT ${port}: stop that one, or set PORT`);
}

export function writeReady(ready: Ready): void {
  // Removed first: a file that is there would keep its mode and its owner.
  removeReady(ready.port);
  writeFileSync(readyFile(ready.port), `${JSON.stringify(ready)}\n`, { mode: 0o600, flag: 'wx' });
}

export function removeReady(port: number): void {
  rmSync(readyFile(port), { force: true });
}

function readReady(port: number): Ready | undefined {
  try {
    if (statSync(readyFile(port)).uid !== process.getuid?.()) return undefined;
    return JSON.parse(readFileSync(readyFile(port), 'utf8')) as Ready;
  } catch {
    // No file, or one that is no ready file.
    return undefined;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    // With connections of its own: `fetch` would ask the proxy that NODE_USE_ENV_PROXY and HTTP_PROXY name.
    const request = get(url, { agent: false, signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
    const [answer]: IncomingMessage[] = await once(request, 'response');
    answer?.resume();
    return true;
  } catch {
    return false;
  }
}
