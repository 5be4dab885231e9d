import { createHash } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Trouble } from '../../shared/trouble.ts';

/** Longer than any attach takes; a pid that old may be another program's by now. */
const STALE_AFTER_MS = 10 * 60_000;
const ATTEMPTS = 2;

/**
 * Keeps two runs on this machine from making two sinks at once. A file in the temporary folder says who works on what;
 * one whose process is gone is nobody's. Where no file can be written, nothing is kept from anything.
 * @param what is worked on, such as an account and a stream
 * @returns gives it up
 * @throws Trouble where another process works on the same
 */
export function lock(what: string, nowMs: number): () => void {
  const name = createHash('sha256').update(what).digest('hex').slice(0, 16);
  const file = path.join(tmpdir(), `voice-insights-sink-attach-${name}.lock`);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      writeFileSync(file, `${process.pid}`, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') break;
    }
    const pid = holder(file, nowMs);
    if (pid !== undefined) {
      throw new Trouble(`another attach to this stream is at work (pid ${pid})`, 'wait until it is done');
    }
    try {
      rmSync(file, { force: true });
    } catch {
      break;
    }
  }
  return () => undefined;
}

/** Who holds it; undefined where that one is gone, or is another user's, whose file proves nothing. */
function holder(file: string, nowMs: number): number | undefined {
  try {
    const { mtimeMs, uid } = statSync(file);
    const pid = Number(readFileSync(file, 'utf8'));
    if (nowMs - mtimeMs > STALE_AFTER_MS || uid !== (process.getuid?.() ?? uid)) return undefined;
    // In a container a run that was killed may have had the very number of this one.
    if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return undefined;
    process.kill(pid, 0);
    return pid;
  } catch {
    return undefined;
  }
}
