import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { run } from '../../cli/program.ts';

const CLI = path.resolve(import.meta.dirname, '../../cli/voice-insights.ts');

/** What a command says of a right that its credentials lack. */
export const notAllowed = (message: string) =>
  `AWS does not allow this to these credentials (${message}): have that right added to them, or name another profile with --profile`;

/** What a command says that would change something and cannot ask. */
export const noTerminal = (command: string) =>
  `${command} changes something, and there is no terminal to ask on: say --yes to do it, or --dry-run to see what it would do`;

/** What a command ended with. */
export interface CliAnswer {
  /** Null where a signal ended it. */
  code: number | null;
  /** Of standard output. */
  out: string;
  /** Lines on standard error. */
  notes: string[];
}

type Environment = Readonly<Record<string, string>>;

/** What one expects of every process: where things are. */
function inherited() {
  const { PATH = '', TMPDIR = '', HOME = '' } = process.env;
  return { PATH, TMPDIR, HOME };
}

const linesOf = (errors: string) => errors.split('\n').filter((line) => line !== '');

/** Runs the command line as a process of its own, with nothing but these variables and its outputs in pipes. */
export async function runProcess(
  words: readonly string[],
  env: Environment = {},
  { input = '', onStart }: { input?: string; onStart?: (child: ChildProcess) => void } = {},
): Promise<CliAnswer> {
  const child = spawn(process.execPath, [CLI, ...words], {
    env: { ...inherited(), ...env },
  });
  onStart?.(child);
  // A command that is wrong ends without reading it.
  child.stdin.on('error', () => undefined).end(input);
  const [out, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, out, notes: linesOf(errors) };
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
let last: Promise<unknown> = Promise.resolve();

/** The same in this process, of which there is one environment: one command at a time. */
function runHere(words: readonly string[], env: Environment): Promise<CliAnswer> {
  const answer = last.then(() => runAlone(words, env));
  last = answer.catch(() => undefined);
  return answer;
}

async function runAlone(words: readonly string[], env: Environment): Promise<CliAnswer> {
  const { env: envBefore, exitCode: codeBefore, stdout, stderr } = process;
  const said = { out: '', errors: '' };
  const restores = [[stdout, 'out'] as const, [stderr, 'errors'] as const].map(([stream, name]) => {
    const { write } = stream;
    stream.write = (chunk: string | Uint8Array) => {
      said[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      return true;
    };
    return () => {
      stream.write = write;
    };
  });
  const listening = new Set(SIGNALS.flatMap((signal) => process.listeners(signal)));
  process.env = { ...inherited(), ...env };
  process.exitCode = undefined;
  try {
    const code = (await run(words)) ?? process.exitCode ?? 0;
    return { code: Number(code), out: said.out, notes: linesOf(said.errors) };
  } finally {
    process.env = envBefore;
    process.exitCode = codeBefore;
    // A process that ends takes no signals any more.
    for (const signal of SIGNALS) {
      for (const listener of process.listeners(signal)) {
        if (!listening.has(listener)) process.off(signal, listener);
      }
    }
    for (const restore of restores) restore();
  }
}

const seen = new Set<string>();

/**
 * What a command ends with that has nothing but these variables. The first time in a test file each command is a process
 * of its own, as it is for people; from then on it runs in this one, since most of its time is loading.
 */
export function runCli(words: readonly string[], env: Environment = {}): Promise<CliAnswer> {
  const command = words.find((word) => !word.startsWith('-')) ?? '';
  if (seen.has(command)) return runHere(words, env);
  seen.add(command);
  return runProcess(words, env);
}

/** A process to be killed in the middle. */
export function startCli(words: readonly string[], env: Environment = {}) {
  const started: ChildProcess[] = [];
  const answer = runProcess(words, env, { onStart: (child) => void started.push(child) });
  return { kill: () => started[0]?.kill('SIGKILL'), answer };
}
