import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { listen } from '../../local/embedded-server.ts';
import type { Ready } from '../../local/ready-file.ts';
import { readyFile } from '../../local/ready-file.ts';
import { cloudEvent } from '../../samples/builders.ts';
import { documentEvents } from '../../samples/documents.ts';
import { sampleEvents, showcaseCalls } from '../../samples/sample-calls.ts';
import { byDay, itAtNight } from '../nightly.ts';
import { isRunning, type NpmStart, npmStart } from './npm-start.ts';
import { freePort, pipelineClients } from './running-pipeline.ts';

const STOPS_WITHIN_MS = 2_000;

// Processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

let directory: string;
let started: NpmStart[] = [];

beforeAll(async () => {
  // Its ready files and temporary folders are ours alone.
  directory = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-test-'));
  vi.stubEnv('TMPDIR', directory);
});
afterEach(async () => {
  await Promise.all(started.map(kill));
  started = [];
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true });
});

function start(env: Readonly<Record<string, string>>): NpmStart {
  const process = npmStart(env);
  started.push(process);
  return process;
}

async function kill({ ready, npm, end }: NpmStart): Promise<void> {
  const pid = await ready.then(
    (found) => found.pid,
    () => undefined,
  );
  if (pid !== undefined && isRunning(pid)) process.kill(pid, 'SIGKILL');
  npm.kill();
  await end;
}

/** That nothing of a pipeline is left: no process, no open port, no file. */
async function expectGone({ pid, port, api, kinesis, dynamodb, quarantine }: Ready): Promise<void> {
  expect(isRunning(pid)).toBe(false);
  for (const url of [api, kinesis, dynamodb]) {
    await (await listen(createServer(), Number(new URL(url).port), 'PORT')).close();
  }
  await expect(stat(readyFile(port))).rejects.toThrow('ENOENT');
  await expect(stat(quarantine)).rejects.toThrow('ENOENT');
}

describe('npm start', () => {
  it('says when all is up, in a line and in a file for its owner, and plays samples', async () => {
    const { npm, ready, end } = start({ SAMPLES: 'on' });
    const said = await ready;
    const url = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(said).toEqual({
      api: url,
      kinesis: url,
      dynamodb: url,
      accountSid: expect.stringMatching(/^AC[\da-f]{32}$/),
      authToken: expect.stringMatching(/^[\da-f]{32}$/),
      port: expect.any(Number),
      archive: expect.stringMatching(/\/archive$/),
      quarantine: expect.stringContaining(directory),
      retentionDays: 395,
      metricDays: 30,
      redactFields: [],
      partyLookup: true,
      indexedLevels: ['ERROR', 'WARNING'],
      pid: expect.any(Number),
    });
    expect(said.pid).not.toBe(npm.pid);
    expect(JSON.parse(await readFile(readyFile(said.port), 'utf8'))).toEqual(said);
    expect((await stat(readyFile(said.port))).mode & 0o777).toBe(0o600);

    const { rows, destroy } = pipelineClients(said);
    const samples = showcaseCalls({ seed: 1, startMs: 0 }).flat().length + documentEvents().length;
    await vi.waitFor(async () => expect(await rows()).toHaveLength(samples), { timeout: 40_000, interval: 100 });
    destroy();

    const told = Date.now();
    npm.kill('SIGTERM');
    const { code, errors } = await end;
    expect(Date.now() - told).toBeLessThan(STOPS_WITHIN_MS);
    expect(code).toBe(0);
    await expectGone(said);
    expect(errors).toEqual([
      `The page:                ${said.api}  (SID ${said.accountSid}, token ${said.authToken})`,
      `Which calls were there?  npx voice-insights calls --local=${said.port}`,
      `Why did one of them end? npx voice-insights why CA… --local=${said.port}`,
      `What went wrong lately?  npx voice-insights errors --local=${said.port}`,
      `Questions in SQL:        npx voice-insights ask --local=${said.port}`,
      `The same over HTTP:      curl -u ${said.accountSid}:${said.authToken} ${said.api}/v1/Voice/Events`,
      'To stop it:              Ctrl-C. It deletes the rows; DATA_DIR=FOLDER keeps them',
    ]);
  });

  itAtNight('stops by Ctrl-C, which every process of the terminal gets, while clients keep it busy', async () => {
    const dataDir = path.join(directory, 'busy');
    const { npm, ready, end } = start({ DATA_DIR: dataDir });
    const said = await ready;
    const { put, rows, destroy } = pipelineClients(said);
    await put(...sampleEvents({ seed: 2, events: 1_500, startMs: Date.now(), mix: 'realistic' }));
    await vi.waitFor(async () => expect(await rows()).toHaveLength(1_500), { timeout: 40_000, interval: 200 });
    let reads = 0;
    const readers = Array.from({ length: 6 }, async () => {
      // Until the connection is cut.
      for (;;) {
        await rows();
        reads += 1;
      }
    });
    const cut = Promise.allSettled(readers);
    await vi.waitFor(() => expect(reads).toBeGreaterThan(2), { timeout: 40_000 });
    const told = Date.now();
    process.kill(-Number(npm.pid), 'SIGINT');
    const { code, errors } = await end;
    expect(Date.now() - told).toBeLessThan(STOPS_WITHIN_MS);
    expect(code).toBe(0);
    expect(errors.filter((line) => !/The page|npx voice-insights|curl -u/.test(line))).toEqual([
      `To stop it:              Ctrl-C. The data stays in ${dataDir}`,
    ]);
    expect(isRunning(said.pid)).toBe(false);
    destroy();
    await cut;
  });
});

describe('what a shell says of the real AWS', () => {
  const NO_PROXY_HERE = {
    http_proxy: 'http://127.0.0.1:1',
    https_proxy: 'http://127.0.0.1:1',
    NODE_USE_ENV_PROXY: '1',
  };
  const profile = (values: readonly [string, string][]) =>
    ['[default]', '[profile real]', ...values.map(([name, value]) => `${name} = ${value}`)].join('\n');

  it.each(
    byDay(1, [
      ['true', 'required', 'adaptive', 'auto'],
      ['perhaps', 'perhaps', 'perhaps', 'perhaps'],
    ]),
  )('does not reach the local pipeline or its commands: %s', async (flag, accountId, retryMode, defaultsMode) => {
    const config = path.join(directory, `config-${flag}`);
    await writeFile(
      config,
      profile([
        ['use_fips_endpoint', flag],
        ['use_dualstack_endpoint', flag],
        ['endpoint_discovery_enabled', flag],
        ['account_id_endpoint_mode', accountId],
        ['retry_mode', retryMode],
        ['defaults_mode', defaultsMode],
        ['max_attempts', 'none'],
        ['auth_scheme_preference', 'httpBearerAuth'],
        ['endpoint_url', 'http://127.0.0.1:1'],
        ['region', 'eu-central-1'],
        ['credential_process', '/bin/false'],
        ['sdk_ua_app_id', 'x'.repeat(100)],
      ]),
    );
    const shell = {
      ...NO_PROXY_HERE,
      AWS_CONFIG_FILE: config,
      AWS_PROFILE: 'real',
      AWS_USE_FIPS_ENDPOINT: flag,
      AWS_USE_DUALSTACK_ENDPOINT: flag,
      AWS_ENDPOINT_DISCOVERY_ENABLED: flag,
      AWS_ENABLE_ENDPOINT_DISCOVERY: flag,
      AWS_ACCOUNT_ID_ENDPOINT_MODE: accountId,
      AWS_RETRY_MODE: retryMode,
      AWS_DEFAULTS_MODE: defaultsMode,
      AWS_MAX_ATTEMPTS: 'none',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1',
      AWS_STS_REGIONAL_ENDPOINTS: flag,
      AWS_CA_BUNDLE: '/nowhere',
      AWS_SDK_UA_APP_ID: 'x'.repeat(100),
      AWS_AUTH_SCHEME_PREFERENCE: 'httpBearerAuth',
      AWS_DISABLE_REQUEST_COMPRESSION: flag,
    };
    const { ready } = start({ ...shell, SAMPLES: 'on' });
    const said = await ready;
    const command = ['cli/voice-insights.ts', 'errors', `--local=${said.port}`, '--json'];
    const errors = async () => {
      const run = promisify(execFile)(process.execPath, command, { env: { ...process.env, ...shell } });
      return JSON.parse((await run).stdout);
    };
    await vi.waitFor(async () => expect(JSON.stringify(await errors())).toContain('CA'), {
      timeout: 40_000,
      interval: 100,
    });
  });
});

it('goes on where no one can read what it says of itself', async () => {
  const script = 'exec "$0" local/start.ts 2>/dev/full';
  const env = { ...process.env, PORT: '0', KINESIS_PORT: '0', DYNAMODB_PORT: '0', SAMPLES: 'off' };
  const running = spawn('sh', ['-c', script, process.execPath], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const end = once(running, 'close');
  const [line] = await once(running.stdout.setEncoding('utf8'), 'data');
  const said: Ready = JSON.parse(line.replace(/^ready /, ''));
  const { put, rows, destroy } = pipelineClients(said);
  await put('unreadable', cloudEvent());
  await vi.waitFor(async () => expect(await rows()).toHaveLength(1), { timeout: 40_000, interval: 100 });
  destroy();
  running.kill('SIGTERM');
  expect(await end).toEqual([0, null]);
});

it('says of what it sets aside a few lines of each kind, whatever somebody puts on the stream', async () => {
  const running = start({});
  const { pid, ...said } = await running.ready;
  const { put, rows, destroy } = pipelineClients(said);
  const unknown = (n: number) => ({ id: `${n}`, type: `made.up.${n}.${'x'.repeat(500)}`, data: {} });
  await put(
    Array.from({ length: 900 }, (_event, n) => unknown(n)),
    ...Array(60).fill('unreadable'),
  );
  await put(cloudEvent());
  await vi.waitFor(async () => expect(await rows()).toHaveLength(1), { timeout: 40_000, interval: 100 });
  destroy();
  process.kill(pid, 'SIGTERM');
  const { errors } = await running.end;
  expect(errors).toContain('and 880 more of this kind');
  expect(errors.filter((line) => line.startsWith('unsupported'))).toHaveLength(20);
  expect(Math.max(...errors.map((line) => line.length))).toBeLessThan(250);
});

itAtNight('killed in the middle of a stream and started again, makes exactly one row of every event', async () => {
  const env = { DATA_DIR: path.join(directory, 'killed') };
  const events = [...sampleEvents({ seed: 3, events: 3_000, startMs: Date.now(), mix: 'realistic' })];
  const batches = Array.from({ length: 60 }, (_batch, index) => events.slice(index * 50, (index + 1) * 50));

  const [safe, cut] = [batches.slice(0, 40), batches.slice(40)];

  const first = start(env);
  const { pid, ...said } = await first.ready;
  const { put, rows, destroy } = pipelineClients(said);
  for (const batch of safe) await put(...batch);
  await vi.waitFor(async () => expect((await rows()).length).toBeGreaterThan(300), { timeout: 40_000, interval: 5 });
  const underWay = Promise.allSettled(cut.slice(0, 5).map((batch) => put(...batch)));
  process.kill(pid, 'SIGKILL');
  expect((await underWay).map(({ status }) => status)).toContain('rejected');
  await first.end;
  destroy();

  const second = start(env);
  const again = pipelineClients(await second.ready);
  for (const batch of cut) await again.put(...batch);
  await vi.waitFor(async () => expect(await again.rows()).toHaveLength(events.length), {
    timeout: 40_000,
    interval: 100,
  });
  const ids = (await again.rows()).map(({ event_id }) => event_id?.S);
  expect(ids.sort()).toEqual(events.map(({ id }) => id).sort());
  again.destroy();
  expect(await readdir(path.join(env.DATA_DIR, 'quarantine'))).toEqual([]);
});

itAtNight('that cannot start says why in one line', async () => {
  const dataDir = path.join(directory, 'taken');
  const port = String(await freePort());
  const running = start({ PORT: port, DATA_DIR: dataDir });
  const { pid, kinesis } = await running.ready;
  const kinesisPort = new URL(kinesis).port;
  const file = path.join(directory, 'file');
  await writeFile(file, '');
  const damaged = path.join(directory, 'damaged');
  await mkdir(damaged);
  await writeFile(path.join(damaged, 'dynamodb'), 'no database');

  const damagedStream = path.join(directory, 'damaged-stream');
  await mkdir(path.join(damagedStream, 'kinesis'), { recursive: true });
  await writeFile(path.join(damagedStream, 'kinesis', 'CURRENT'), 'no database');

  const attempts: Readonly<Record<string, string>>[] = [
    { PORT: port },
    { DATA_DIR: dataDir },
    { KINESIS_PORT: kinesisPort },
    { DATA_DIR: path.join(file, 'below') },
    { DATA_DIR: damaged },
    { DATA_DIR: damagedStream },
    { PORT: 'http', RETENTION_DAYS: 'ever' },
  ];
  const ends = attempts.map(async (env) => {
    const { code, errors } = await start(env).end;
    return [code, ...errors];
  });
  expect(await Promise.all(ends)).toEqual([
    [1, `another local pipeline (pid ${pid}) has PORT ${port}: stop that one, or set PORT`],
    [1, 'DATA_DIR is in use by another local pipeline: stop that one, or choose another folder'],
    [1, `port ${kinesisPort} is in use: stop what listens there, or set KINESIS_PORT (0 picks a free port)`],
    [1, expect.stringMatching(new RegExp(`^DATA_DIR=${file}/below cannot be written: ENOTDIR`))],
    [
      1,
      expect.stringMatching(
        new RegExp(`^cannot go on \\(DATA_DIR=${damaged}\\): ${damaged}/dynamodb cannot be read: `),
      ),
    ],
    [
      1,
      expect.stringMatching(
        new RegExp(`: ${damagedStream}/kinesis cannot be read: Corruption.* Move it away and start again`),
      ),
    ],
    [
      2,
      'PORT="http": expected a port, 0 to 65535 (0 picks a free one)',
      'RETENTION_DAYS="ever": expected a number of days, 0 to 36500 (0 keeps rows for ever)',
    ],
  ]);
  expect(isRunning(pid)).toBe(true);
});
