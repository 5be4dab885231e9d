import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Ready } from '../../local/ready-file.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Of npm's own lines, those on standard error; on standard output it names the script that it runs. */
const OF_NPM = /^npm /;

export interface NpmStart {
  npm: ChildProcess;
  /** What the ready line says; rejects where the process ends without one. */
  ready: Promise<Ready>;
  /** The exit code, or the signal that ended it, and our lines on standard error. */
  end: Promise<{ code: number | null; signal: NodeJS.Signals | null; errors: string[] }>;
}

/** `npm start` as a user runs it: free ports and no samples, unless the variables say otherwise. */
export function npmStart(env: Readonly<Record<string, string>>): NpmStart {
  const npm = spawn('npm', ['start'], {
    cwd: ROOT,
    // A process group of its own, as a terminal gives it, to be interrupted together.
    detached: true,
    env: {
      ...process.env,
      npm_config_update_notifier: 'false',
      PORT: '0',
      KINESIS_PORT: '0',
      DYNAMODB_PORT: '0',
      SAMPLES: 'off',
      ...env,
    },
  });
  let output = '';
  let errors = '';
  npm.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const end = once(npm, 'close').then(([code, signal]) => ({
    code,
    signal,
    errors: errors.split('\n').filter((line) => line !== '' && !OF_NPM.test(line)),
  }));
  const ready = new Promise<Ready>((resolve, reject) => {
    npm.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const line = /^ready (.*)\n/m.exec(output)?.[1];
      if (line !== undefined) resolve(JSON.parse(line));
    });
    end.then(() => reject(new Error(`npm start ended before it was ready: ${errors}`)));
  });
  // Whoever waits for the end only does not care.
  ready.catch(() => undefined);
  return { npm, ready, end };
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
