import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { listen } from '../../local/embedded-server.ts';
import { removeReady, writeReady } from '../../local/ready-file.ts';
import { CALL_SID, cloudEvent, eventId } from '../../samples/builders.ts';
import { type AnnouncedPipeline, announcePipeline } from './announced-pipeline.ts';
import { runCli } from './run-cli.ts';

const CLI = path.resolve(import.meta.dirname, '../../cli/voice-insights.ts');

vi.setConfig({ testTimeout: 60_000 });

let pipeline: AnnouncedPipeline;
beforeAll(async () => {
  pipeline = await announcePipeline();
});
afterAll(async () => {
  await pipeline.stop();
});

function spawnTail(port: number, ...words: string[]) {
  const { PATH = '', TMPDIR = '' } = process.env;
  return spawn(process.execPath, [CLI, 'tail', `--local=${port}`, ...words], { env: { PATH, TMPDIR } });
}

/** A tail in a process of its own, once it waits for events. */
async function startTail(...words: string[]) {
  const child = spawnTail(pipeline.ready.port, ...words);
  let out = '';
  let notes = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    notes += chunk;
  });
  await vi.waitFor(() => expect(notes).toContain('waiting for events'), { timeout: 40_000, interval: 20 });
  return {
    lines: () => out.split('\n').filter((line) => line !== ''),
    notes: () => notes,
    async stop(signal: NodeJS.Signals = 'SIGINT') {
      const end = once(child, 'close');
      child.kill(signal);
      return (await end)[0] as number | null;
    },
  };
}

const error = cloudEvent(
  { id: eventId(1) },
  { level: 'ERROR', name: 'error', sdk_edge: { error: { code: 31_005, message: 'Gone\u001b[2J' } } },
);
const info = cloudEvent({ id: eventId(2) }, { call_sid: `CA${'b'.repeat(32)}`, edge: 'carrier_edge' });

it('prints the events that come, one a line, those asked for only, and ends by Ctrl-C', async () => {
  await pipeline.put(cloudEvent({ id: eventId(99) }, { name: 'before' }));
  const [all, errors, call, carrier, json] = await Promise.all([
    startTail(),
    startTail('--level', 'error,DEBUG', '--level', 'WARNING'),
    startTail('--call', ` "${CALL_SID.toUpperCase()}"`),
    startTail('--edge', 'carrier_edge'),
    startTail('--json'),
  ]);
  await pipeline.put(error, Buffer.from('not JSON'), [info], { type: 'com.twilio.eventstreams.test-event', id: 'x' });
  await vi.waitFor(
    () => expect([all, errors, call, carrier, json].map((tail) => tail.lines().length)).toEqual([2, 1, 1, 1, 2]),
    {
      timeout: 40_000,
      interval: 50,
    },
  );
  const ofError = `2026-11-20T11:59:00.000Z  ${CALL_SID}  ERROR  sdk_edge  connection/error  31005 Gone\\u001b[2J`;
  expect(all.lines()).toEqual([
    ofError,
    `2026-11-20T11:59:00.000Z  CA${'b'.repeat(32)}  INFO  carrier_edge  connection/accepted-by-remote`,
  ]);
  expect(errors.lines()).toEqual([ofError]);
  expect(call.lines()).toEqual([ofError]);
  expect(carrier.lines()).toHaveLength(1);
  expect(json.lines().map((line) => JSON.parse(line))).toMatchObject([
    { id: eventId(1), timestamp: '2026-11-20T11:59:00.000Z' },
    { id: eventId(2), timestamp: '2026-11-20T11:59:00.000Z' },
  ]);
  expect(await Promise.all([all.stop(), errors.stop('SIGTERM'), call.stop(), carrier.stop(), json.stop()])).toEqual(
    Array(5).fill(0),
  );
});

it('begins as far back as asked for', async () => {
  await pipeline.put(cloudEvent({ id: eventId(98) }, { name: 'back then' }));
  const tail = await startTail('--since', '1h', '--json');
  await vi.waitFor(() => expect(tail.lines().join()).toContain(eventId(98)), { timeout: 40_000, interval: 50 });
  expect(await tail.stop()).toBe(0);
});

it('ends by itself where it is told an end, after what came before it', async () => {
  await pipeline.put(cloudEvent({ id: eventId(97) }, { name: 'in time' }));
  const end = new Date();
  await vi.waitUntil(() => Date.now() > end.getTime(), { interval: 1 });
  await pipeline.put(cloudEvent({ id: eventId(96) }, { name: 'too late' }));
  const words = ['tail', '--json', `--local=${pipeline.ready.port}`, '--until', end.toISOString()];
  const { code, out } = await runCli([...words, '--since', '1h']);
  expect(code).toBe(0);
  expect(out).toContain(eventId(97));
  expect(out).not.toContain(eventId(96));
  expect(await runCli(words)).toMatchObject({
    code: 2,
    notes: [expect.stringMatching(/^the time range is empty: .* in the past\. Say --since too$/)],
  });
});

it('ends by Ctrl-C also while the stream does not answer', async () => {
  const asked = Promise.withResolvers<void>();
  const silent = await listen(
    createServer(() => asked.resolve()),
    0,
    'PORT',
  );
  const port = Number(new URL(silent.url).port);
  writeReady({ ...pipeline.ready, port, kinesis: silent.url });
  const child = spawnTail(port);
  const end = once(child, 'close');
  await asked.promise;
  child.kill('SIGINT');
  expect(await end).toEqual([0, null]);
  removeReady(port);
  await silent.close();
});
