import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryCheckpoints, openCheckpoints } from '../../local/checkpoints.ts';
import { LocalError } from '../../local/local-error.ts';
import { sequenceNumber } from '../../samples/builders.ts';

let directory: string;
let folders = 0;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-test-'));
});
afterAll(() => rm(directory, { recursive: true }));

const freshFolder = () => path.join(directory, String(folders++));

describe.each([
  ['in memory', async () => createMemoryCheckpoints()],
  ['in a folder', () => openCheckpoints(freshFolder())],
])('checkpoints %s', (_where, open) => {
  it('hold the latest sequence number of each shard, and none of a shard nobody read', async () => {
    const checkpoints = await open();
    await checkpoints.save('shard 0', sequenceNumber(1));
    await checkpoints.save('shard 1', sequenceNumber(7));
    await checkpoints.save('shard 0', sequenceNumber(2));
    expect(await checkpoints.load('shard 0')).toBe(sequenceNumber(2));
    expect(await checkpoints.load('shard 1')).toBe(sequenceNumber(7));
    expect(await checkpoints.load('shard 2')).toBeUndefined();
    expect((await checkpoints.names()).toSorted()).toEqual(['shard 0', 'shard 1']);
    await checkpoints.forget('shard 1');
    expect(await checkpoints.names()).toEqual(['shard 0']);
    expect(await checkpoints.load('shard 1')).toBeUndefined();
    await checkpoints.close();
  });
});

describe('a folder of checkpoints', () => {
  it('still has them when it is opened again', async () => {
    const folder = freshFolder();
    const before = await openCheckpoints(folder);
    await before.save('shard 0', sequenceNumber(3));
    await before.close();
    const after = await openCheckpoints(folder);
    expect(await after.load('shard 0')).toBe(sequenceNumber(3));
    await after.close();
  });

  it('belongs to one pipeline at a time', async () => {
    const folder = freshFolder();
    const first = await openCheckpoints(folder);
    await expect(openCheckpoints(folder)).rejects.toThrow(
      new LocalError('DATA_DIR is in use by another local pipeline: stop that one, or choose another folder'),
    );
    await first.close();
    await (await openCheckpoints(folder)).close();
  });

  it('that cannot be made says so', async () => {
    const file = freshFolder();
    await writeFile(file, '');
    await expect(openCheckpoints(path.join(file, 'below'))).rejects.toThrow(
      expect.objectContaining({
        constructor: LocalError,
        message: expect.stringMatching(/^DATA_DIR cannot be used: \S/),
      }),
    );
  });
});
