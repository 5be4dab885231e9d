import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const CLI = path.resolve(import.meta.dirname, '../../cli/voice-insights.ts');

export interface Answer {
  /** Null where it was killed. */
  code: number | null;
  /** Of standard output. */
  out: string;
  /** Lines on standard error. */
  notes: string[];
}

/** The command line as a process of its own, with both outputs in pipes and of this environment only the path. */
export function startCli(words: readonly string[], env: Record<string, string> = {}) {
  const { PATH = '', TMPDIR = '', HOME = '' } = process.env;
  // Most of a command's time is compiling.
  const NODE_COMPILE_CACHE = path.join(TMPDIR, 'compiled');
  const child = spawn(process.execPath, [CLI, ...words], { env: { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE, ...env } });
  child.stdin.end();
  const answer = async (): Promise<Answer> => {
    const [out, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { code, out, notes: errors.split('\n').filter((line) => line !== '') };
  };
  return { kill: () => child.kill('SIGKILL'), answer: answer() };
}

/** What a command ends with. */
export function runCli(words: readonly string[], env: Record<string, string> = {}): Promise<Answer> {
  return startCli(words, env).answer;
}
