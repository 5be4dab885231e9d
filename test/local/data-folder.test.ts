import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDataFolder } from '../../local/data-folder.ts';
import { LocalError } from '../../local/local-error.ts';
import { sequenceNumber } from '../../samples/builders.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-test-'));
  vi.stubEnv('TMPDIR', directory);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true });
});

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

describe('without DATA_DIR', () => {
  it('is a fresh temporary folder with a place for bad records, gone at the end', async () => {
    const [one, other] = [await openDataFolder(undefined), await openDataFolder(undefined)];
    expect(path.dirname(one.directory)).toBe(directory);
    expect(other.directory).not.toBe(one.directory);
    expect(await readdir(one.directory)).toContain('quarantine');
    await Promise.all([one.close(), other.close()]);
    expect([await exists(one.directory), await exists(other.directory)]).toEqual([false, false]);
  });

  it.each(['quarantine', 'unsupported'])('stays while there is something to read under %s', async (kept) => {
    const folder = await openDataFolder(undefined);
    const file = path.join(folder.directory, kept, 'record.json');
    await writeFile(file, '{}');
    await folder.close();
    expect(await exists(file)).toBe(true);
  });

  it('is gone at the end although something still writes into it', async () => {
    const folder = await openDataFolder(undefined);
    const stop = new AbortController();
    const write = async (name: string) => {
      for (let day = 0; !stop.signal.aborted; day += 1) {
        const within = path.join(folder.directory, 'archive', name, `day=${day % 50}`);
        await mkdir(within, { recursive: true })
          .then(() => writeFile(path.join(within, `${day}.parquet`), 'PAR1'))
          .catch(() => undefined);
      }
    };
    const writers = ['a', 'b', 'c', 'd'].map(write);
    const days = () => readdir(path.join(folder.directory, 'archive', 'a')).catch(() => []);
    await expect.poll(days).toHaveLength(50);
    const isThere = await folder
      .close()
      .then(() => existsSync(folder.directory))
      .finally(() => stop.abort());
    await Promise.all(writers);
    expect(isThere).toBe(false);
  });

  it('has databases and checkpoints in memory', async () => {
    const folder = await openDataFolder(undefined);
    expect(await folder.database('kinesis')).toBeUndefined();
    const checkpoints = await folder.checkpoints('checkpoints');
    await checkpoints.save('shard 0', sequenceNumber(1));
    expect(await (await folder.checkpoints('checkpoints')).load('shard 0')).toBeUndefined();
    await folder.close();
  });
});

describe('with DATA_DIR', () => {
  it('keeps everything below it, and makes the folders on the way', async () => {
    const dataDir = path.join(directory, 'a', 'b');
    const folder = await openDataFolder(path.relative(process.cwd(), dataDir));
    expect(folder.directory).toBe(dataDir);
    expect(await folder.database('kinesis')).toBe(path.join(dataDir, 'kinesis'));
    const before = await folder.checkpoints('checkpoints');
    await before.save('shard 0', sequenceNumber(1));
    await before.close();
    await folder.close();
    expect((await readdir(dataDir)).sort()).toEqual(['checkpoints', 'quarantine']);

    const after = await (await openDataFolder(dataDir)).checkpoints('checkpoints');
    expect(await after.load('shard 0')).toBe(sequenceNumber(1));
    await after.close();
  });

  it.skipIf(process.platform !== 'linux')(
    'where no folder can ever be says so, and does not try for ever (Linux: /proc)',
    async () => {
      await expect(openDataFolder('/proc/nowhere')).rejects.toThrow(
        /^DATA_DIR=\/proc\/nowhere cannot be written: ENOENT/,
      );
    },
  );

  it('that cannot be written says which it is and why', async () => {
    const file = path.join(directory, 'file');
    await writeFile(file, '');
    const dataDir = path.join(file, 'below');
    await expect(openDataFolder(dataDir)).rejects.toThrow(
      expect.objectContaining({
        constructor: LocalError,
        message: expect.stringMatching(new RegExp(`^DATA_DIR=${dataDir} cannot be written: ENOTDIR`)),
      }),
    );
  });
});
