import { chmod, chown, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { listen } from '../../local/embedded-server.ts';
import { LocalError } from '../../local/local-error.ts';
import { findReady, type Ready, readyFile, removeReady, requireNoOther, writeReady } from '../../local/ready-file.ts';

const made: string[] = [];

beforeEach(async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-test-'));
  made.push(directory);
  vi.stubEnv('TMPDIR', directory);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all(made.map((directory) => rm(directory, { recursive: true })));
});

const database = await listen(
  createServer((_request, response) => response.end('healthy')),
  0,
  'DYNAMODB_PORT',
);
afterAll(() => database.close());

const READY: Ready = {
  api: 'http://127.0.0.1:3000',
  accountSid: 'AC1',
  authToken: 'secret',
  port: 3000,
  kinesis: 'http://127.0.0.1:4567',
  dynamodb: database.url,
  quarantine: '/data/quarantine',
  archive: '/data/archive',
  retentionDays: 395,
  metricDays: 30,
  indexedLevels: ['ERROR'],
  redactFields: [],
  partyLookup: true,
  pid: process.pid,
};

/** What a pipeline that was killed left behind, its process id somebody else's by now. */
const STALE: Ready = { ...READY, dynamodb: 'http://127.0.0.1:1' };

describe('the ready file', () => {
  it('is found by the port while its pipeline runs, and only by that port', async () => {
    writeReady(READY);
    expect(await findReady(3000)).toEqual(READY);
    expect(await findReady(3001)).toBeUndefined();
    removeReady(3000);
    expect(await findReady(3000)).toBeUndefined();
  });

  it('is one JSON document for its owner alone, even where one for everybody was there', async () => {
    await writeFile(readyFile(3000), 'old');
    await chmod(readyFile(3000), 0o666);
    writeReady(READY);
    expect((await stat(readyFile(3000))).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(readyFile(3000), 'utf8'))).toEqual(READY);
  });

  it('of a pipeline that was killed counts for nothing', async () => {
    writeReady(STALE);
    expect(await findReady(3000)).toBeUndefined();
  });

  it.skipIf(process.getuid?.() !== 0)('of another user counts for nothing (only root can make one)', async () => {
    writeReady(READY);
    await chown(readyFile(3000), 65_534, 65_534);
    expect(await findReady(3000)).toBeUndefined();
  });

  it.each(['', 'not JSON', 'null', '{}', '[]'])('that holds %j counts for nothing', async (text) => {
    await writeFile(readyFile(3000), text);
    expect(await findReady(3000)).toBeUndefined();
  });

  it('can be removed when it is gone already', async () => {
    removeReady(3000);
    expect(await readdir(path.dirname(readyFile(3000)))).toEqual([]);
  });
});

describe('a port', () => {
  it('is refused where another pipeline goes by it, with whose it is', async () => {
    writeReady(READY);
    await expect(requireNoOther(3000)).rejects.toThrow(
      new LocalError(`another local pipeline (pid ${process.pid}) has PORT 3000: stop that one, or set PORT`),
    );
  });

  it('is fine where none does, or one that was killed did', async () => {
    await requireNoOther(3000);
    writeReady(STALE);
    await requireNoOther(3000);
    writeReady({ ...READY, port: 0 });
    await requireNoOther(0);
    removeReady(0);
  });
});
