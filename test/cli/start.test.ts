import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { type AnnouncedPipeline, announcePipeline } from './announced-pipeline.ts';
import { doers, nameOf, wholeProgram } from './every-command.ts';
import { runCli, runProcess } from './run-cli.ts';

vi.setConfig({ testTimeout: 60_000 });

let pipeline: AnnouncedPipeline;
beforeAll(async () => {
  pipeline = await announcePipeline();
});
afterAll(async () => {
  await pipeline.stop();
});

/** Writes, at the end, what was loaded to the file that LOADED names. */
const LISTS_MODULES = `data:text/javascript,${encodeURIComponent(`
  import { writeFileSync } from 'node:fs';
  import { registerHooks } from 'node:module';
  const urls = [];
  registerHooks({ load(url, context, next) { urls.push(url); return next(url, context); } });
  process.on('exit', () => writeFileSync(process.env.LOADED, urls.join('\\n')));
`)}`;

/** Asks for the help of each command that its words name, one after the other. */
const ALL_HELPS = `data:text/javascript,${encodeURIComponent(`
  const { run } = await import('${new URL('../../cli/program.ts', import.meta.url).href}');
  for (const command of process.argv.slice(2)) await run([...command.split(' '), '--help']);
  process.exit();
`)}`;

/** The packages and the folders of ours that a command loads, or the process does with these `imports`. */
async function loadedBy(words: string[], imports: string[] = []): Promise<string[]> {
  const LOADED = path.join(pipeline.temporary, 'loaded');
  const NODE_OPTIONS = [LISTS_MODULES, ...imports].map((url) => `--import=${url}`).join(' ');
  const { code } = await runProcess(words, { NODE_OPTIONS, LOADED });
  expect(code).toBe(0);
  const urls = (await readFile(LOADED, 'utf8')).split('\n').filter((url) => url.startsWith('file:'));
  const root = new URL('../../', import.meta.url).href;
  const names = urls.map((url) => {
    const [, packageName] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? [];
    return packageName ?? `./${path.dirname(url.slice(root.length))}`;
  });
  return [...new Set(names)];
}

const CLIENT = /^(@aws-sdk|@smithy)\/|^(twilio|zod)$/;

it('loads nothing but names and descriptions for the help', async () => {
  const loaded = await loadedBy(['--help']);
  expect(loaded.filter((name) => !name.startsWith('./'))).toEqual(['commander']);
  // What options allow, and how problems are said.
  const LIGHT = /^\.\/(cli|shared|families(\/[\w-]+)?|operations|operations\/attach|twilio)$/;
  expect(loaded.filter((name) => name.startsWith('./') && !LIGHT.test(name))).toEqual([]);
});

it('loads no client, and nothing that reads events, for the help of any command', async () => {
  // In one process: a module is loaded by the first that needs it.
  const commands = doers(await wholeProgram()).map(nameOf);
  const loaded = await loadedBy(commands, [ALL_HELPS]);
  expect(loaded).toContain('./cli/commands');
  expect(loaded.filter((name) => CLIENT.test(name))).toEqual([]);
});

it('loads the client of DynamoDB alone to list errors of a local pipeline', async () => {
  const loaded = await loadedBy(['errors', `--local=${pipeline.ready.port}`]);
  const clients = loaded.filter((name) => /client-/.test(name) || /^(twilio|zod)$/.test(name));
  expect(clients).toEqual(['@aws-sdk/client-dynamodb']);
});

it('says its version', async () => {
  expect(await runCli(['--version'])).toEqual({ code: 0, out: `${packageJson.version}\n`, notes: [] });
});

it('says in the help which variables it reads, and how it is used', async () => {
  const { out } = await runCli(['--help']);
  for (const named of ['errors --since 1h', 'TWILIO_ACCOUNT_SID', 'TWILIO_API_KEY', 'AWS_PROFILE', 'NO_COLOR']) {
    expect(out).toContain(named);
  }
});

it('shows the options of a command before where it looks, and --local only where it is taken', async () => {
  const [errors, doctor] = await Promise.all([runCli(['errors', '--help']), runCli(['help', 'doctor'])]);
  const order = ['--since', '--limit', '--json', '--help', '--local', '--stack'].map((flag) =>
    errors.out.indexOf(flag),
  );
  expect(order).toEqual(order.toSorted((one, other) => one - other));
  expect(order).not.toContain(-1);
  expect(doctor.out).toContain('--stack');
  expect(doctor.out).not.toContain('--local');
});
