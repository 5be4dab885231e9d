import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const CLI = path.resolve(import.meta.dirname, '../../cli/voice-insights.ts');

/** What a command says of a right that its credentials lack. */
export const notAllowed = (message: string) =>
  `AWS does not allow this to these credentials (${message}): have that right added to them, or name another profile with --profile`;

/** What a command ends with. */
export interface CliAnswer {
  /** Null where a signal ended it. */
  code: number | null;
  /** Of standard output. */
  out: string;
  /** Lines on standard error. */
  notes: string[];
}

/** Runs the command line as a process of its own, with nothing but these variables and its outputs in pipes. */
export async function runCli(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
  onStart: (child: ChildProcess) => void = () => undefined,
): Promise<CliAnswer> {
  const { PATH = '', TMPDIR = '', HOME = '' } = process.env;
  // Most of a command's time is compiling.
  const NODE_COMPILE_CACHE = path.join(tmpdir(), 'voice-insights-sink-compiled');
  const child = spawn(process.execPath, [CLI, ...words], {
    env: { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onStart(child);
  const [out, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, out, notes: errors.split('\n').filter((line) => line !== '') };
}

/** The same, to be killed in the middle. */
export function startCli(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const started: ChildProcess[] = [];
  const answer = runCli(words, env, (child) => void started.push(child));
  return { kill: () => started[0]?.kill('SIGKILL'), answer };
}
