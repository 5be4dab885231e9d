import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const CLI = path.resolve(import.meta.dirname, '../../cli/voice-insights.ts');

/** What a command ended with. */
export interface Answer {
  code: number;
  /** Of standard output. */
  out: string;
  /** Lines on standard error. */
  notes: string[];
}

/** Runs the command line as a process of its own, with both outputs in pipes. */
export async function runCli(words: readonly string[], env: Record<string, string> = {}): Promise<Answer> {
  const { PATH = '', TMPDIR = '' } = process.env;
  const child = spawn(process.execPath, [CLI, ...words], { env: { PATH, TMPDIR, ...env } });
  child.stdin.end();
  const [out, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, out, notes: errors.split('\n').filter((line) => line !== '') };
}
