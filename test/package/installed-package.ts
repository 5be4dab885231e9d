import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const ROOT = path.join(import.meta.dirname, '../..');

export interface Ended {
  code: number | null;
  out: string;
  errors: string;
}

/** The package in a folder that has nothing else, with the Node.js of the machine. */
export interface InstalledPackage {
  /** Where it is installed. */
  folder: string;
  /** Paths in the tarball, and its bytes. */
  tarball: { files: string[]; bytes: number };
  start(command: string, words: readonly string[], env?: Readonly<Record<string, string>>): ChildProcess;
  run(command: string, words: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  /** Puts a package of the clone beside it, as a person would install it. */
  link(name: string): void;
  remove(): void;
}

/** Packs this clone and installs the tarball. @throws Error with what npm says, where either fails */
export async function installPackage(): Promise<InstalledPackage> {
  const parent = mkdtempSync(path.join(tmpdir(), 'voice-insights-sink-package-'));
  const remove = () => rmSync(parent, { recursive: true });
  try {
    await must('npm', ['pack', '--pack-destination', parent], ROOT, process.env);
    const [name = ''] = readdirSync(parent);
    const file = path.join(parent, name);
    const { out } = await must('tar', ['-tzf', file], parent, process.env);
    const folder = mkdtempSync(path.join(parent, 'empty-'));
    writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
    const env = withoutClone(process.env);
    await must('npm', ['install', file, '--prefer-offline', '--no-audit', '--no-fund'], folder, env);
    return {
      folder,
      tarball: { files: out.trim().split('\n'), bytes: statSync(file).size },
      start: (command, words, more = {}) => started(command, words, folder, { ...env, ...more }),
      run: (command, words, more = {}) => ended(started(command, words, folder, { ...env, ...more })),
      link: (name) => symlinkSync(path.join(ROOT, 'node_modules', name), path.join(folder, 'node_modules', name)),
      remove,
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** What npm adds for the scripts of this clone is taken away: its programs, its Node.js, its folder. */
function withoutClone(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ofNpm = /^(npm_(lifecycle|package|command|execpath|node_execpath)|npm_config_(local|global)_prefix$|INIT_CWD$)/;
  const kept = Object.entries(env).filter(([name]) => !ofNpm.test(name) && !/^(NODE_|VITEST|AWS_)/.test(name));
  const folders = (env.PATH ?? '').split(path.delimiter).filter((folder) => !folder.includes('node_modules'));
  return { ...Object.fromEntries(kept), PATH: folders.join(path.delimiter) };
}

function started(command: string, words: readonly string[], cwd: string, env: NodeJS.ProcessEnv): ChildProcess {
  // A process group of its own, as a terminal gives it, to be interrupted together.
  return spawn(command, words, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function ended(child: ChildProcess): Promise<Ended> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('it has no outputs');
  const [out, errors, [code]] = await Promise.all([text(stdout), text(stderr), once(child, 'close')]);
  return { code, out, errors };
}

async function must(command: string, words: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ended> {
  const all = await ended(started(command, words, cwd, env));
  if (all.code !== 0) throw new Error(`${command} ${words.join(' ')}: ${all.errors}${all.out}`);
  return all;
}
