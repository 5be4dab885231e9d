import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CALL_SID, cloudEvent, eventId } from '../../samples/builders.ts';
import { byDay } from '../nightly.ts';
import { type AnnouncedPipeline, announcePipeline } from './announced-pipeline.ts';

const CLI = path.resolve(import.meta.dirname, '../../cli/voice-insights.ts');

vi.setConfig({ testTimeout: 60_000 });

let pipeline: AnnouncedPipeline;
beforeAll(async () => {
  pipeline = await announcePipeline();
  const timestamp = new Date().toISOString();
  await pipeline.ingest(cloudEvent({ id: eventId(1) }, { timestamp, level: 'ERROR', name: 'error' }));
});
afterAll(async () => {
  await pipeline.stop();
});

/** Runs a line of the shell, in which `cli` is the command line and `$LOCAL` this test's pipeline. */
async function shell(line: string) {
  const { PATH = '', TMPDIR = '' } = process.env;
  const script = `set -o pipefail; cli() { "${process.execPath}" "${CLI}" "$@"; }; ${line}`;
  const LOCAL = `--local=${pipeline.ready.port}`;
  const child = spawn('bash', ['-c', script], { env: { PATH, TMPDIR, LOCAL }, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, out, errors };
}

const noSuchCall = `call CA${'d'.repeat(32)}`;

describe('standard error that is closed', () => {
  it.each(
    byDay(2, [
      ['before anything is said', `cli errors $LOCAL 2>&-`, 0],
      ['makes wrong usage no success', `cli repair 2>/dev/full`, 2],
      ['makes trouble no success', `cli errors --local=1 2>&-`, 1],
      ['by a reader', `{ cli ${noSuchCall} $LOCAL 2>&1 1>&3 | true; } 3>/dev/null`, 0],
      ['and says nothing about an answer', `cli ${noSuchCall} $LOCAL 2>&-`, 0],
      ['with standard output, by a reader', `cli errors $LOCAL 2>&1 | head -1 >/dev/null`, 0],
      ['for lack of room', `cli ${noSuchCall} $LOCAL 2>/dev/full`, 0],
    ]),
  )('%s', async (_what, line, code) => {
    expect(await shell(line)).toMatchObject({ code, errors: '' });
  });
});

it.each(byDay(2, [['errors $LOCAL'], ['--help'], [`call ${CALL_SID} $LOCAL --json`], ['--version']]))(
  'says that standard output is full to %s, exit code 1',
  async (command) => {
    expect(await shell(`cli ${command} >/dev/full`)).toEqual({
      code: 1,
      out: '',
      errors: 'standard output takes no more: the disk is full\n',
    });
  },
);

it('a reader that has seen enough makes no failure', async () => {
  expect(await shell('cli errors $LOCAL | true')).toEqual({ code: 0, out: '', errors: '' });
  expect(await shell('cli errors $LOCAL >&-')).toMatchObject({ code: 0, errors: '' });
});

it('a local pipeline is asked directly whatever proxy, region or kind of endpoint the shell is set to', async () => {
  const file = path.join(pipeline.temporary, 'config');
  await using config = await open(file, 'w');
  await config.write('[default]\nuse_fips_endpoint = true\nuse_dualstack_endpoint = true\nregion = eu-west-9\n');
  const dead = 'http://127.0.0.1:1';
  const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy'].map(
    (name) => `${name}=${dead}`,
  );
  const settings = [
    ...proxies,
    'NODE_USE_ENV_PROXY=1',
    'AWS_USE_FIPS_ENDPOINT=true',
    'AWS_USE_DUALSTACK_ENDPOINT=true',
    'AWS_PROFILE=none',
    `AWS_ENDPOINT_URL=${dead}`,
    `AWS_CONFIG_FILE=${file}`,
  ];
  const { code, out, errors } = await shell(`export ${settings.join(' ')}; cli errors $LOCAL --json`);
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  expect(JSON.parse(out).events).toHaveLength(1);
});

describe('a file that is named', () => {
  it('may be a pipe, as the shell makes one of a command', async () => {
    const file = path.join(pipeline.temporary, 'event.json');
    await writeFile(file, JSON.stringify(cloudEvent({ id: eventId(2) })));
    for (const line of [`cli send --yes <(cat ${file}) $LOCAL`, `cat ${file} | cli send --yes /dev/stdin $LOCAL`]) {
      expect(await shell(line)).toEqual({ code: 0, out: 'sent 1 event to call-events\n', errors: '' });
    }
  });

  it.each([
    ['/', 1, '/ is a folder: name a file of it\n'],
    ['/dev/null/x', 1, '/dev/null/x: no such file\n'],
    ["$'/no\\e[2Jwhere'", 1, '/no\\u001b[2Jwhere: no such file\n'],
    ["' '", 2, "error: command-argument value ' ' is invalid for argument 'file'. Expected the name of a file.\n"],
  ])('%s is told in one line where it cannot be read', async (name, code, errors) => {
    expect(await shell(`cli send --yes ${name} $LOCAL`)).toEqual({ code, out: '', errors });
  });
});
