import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { claimPort } from '../../local/claim-port.ts';
import { listen } from '../../local/embedded-server.ts';
import { LocalError } from '../../local/local-error.ts';
import { findReady, type Ready, readyFile, removeReady, writeReady } from '../../local/ready-file.ts';

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

const READY: Ready = {
  port: 3000,
  kinesis: 'http://127.0.0.1:4567',
  dynamodb: 'http://127.0.0.1:8000',
  quarantine: '/data/quarantine',
  indexedLevels: ['ERROR'],
  pid: process.pid,
};

/** A number that was a process a moment ago. */
const PID_OF_NOBODY = spawnSync(process.execPath, ['--version']).pid;

describe('the ready file', () => {
  it('is found by the port while its pipeline runs, and only by that port', () => {
    writeReady(READY);
    expect(findReady(3000)).toEqual(READY);
    expect(findReady(3001)).toBeUndefined();
    removeReady(3000);
    expect(findReady(3000)).toBeUndefined();
  });

  it('is one JSON document for its owner alone, even where one for everybody was there', async () => {
    await writeFile(readyFile(3000), 'old');
    await chmod(readyFile(3000), 0o666);
    writeReady(READY);
    expect((await stat(readyFile(3000))).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(readyFile(3000), 'utf8'))).toEqual(READY);
  });

  it('of a pipeline that was killed counts for nothing', () => {
    writeReady({ ...READY, pid: PID_OF_NOBODY });
    expect(findReady(3000)).toBeUndefined();
  });

  it.each(['', 'not JSON', 'null', '{}', '[]'])('that holds %j counts for nothing', async (text) => {
    await writeFile(readyFile(3000), text);
    expect(findReady(3000)).toBeUndefined();
  });

  it('can be removed when it is gone already', async () => {
    removeReady(3000);
    expect(await readdir(path.dirname(readyFile(3000)))).toEqual([]);
  });
});

describe('claiming a port', () => {
  it('gives the port asked for', async () => {
    expect(await claimPort(3000)).toBe(3000);
  });

  it('gives a free one for 0', async () => {
    const port = await claimPort(0);
    const server = await listen(createServer(), port, 'PORT');
    expect(server.url).toBe(`http://127.0.0.1:${port}`);
    await server.close();
  });

  it('refuses one that another pipeline goes by, and says whose it is', async () => {
    writeReady(READY);
    await expect(claimPort(3000)).rejects.toThrow(
      new LocalError(`another local pipeline (pid ${process.pid}) has PORT 3000: stop that one, or set PORT`),
    );
  });

  it('takes over the port of a pipeline that was killed', async () => {
    writeReady({ ...READY, pid: PID_OF_NOBODY });
    expect(await claimPort(3000)).toBe(3000);
  });
});
