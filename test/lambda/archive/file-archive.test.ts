import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFileArchive } from '../../../lambda/archive/file-archive.ts';
import { describeArchiveStore } from './store-contract.ts';

let folder = '';
let opened = 0;
const directory = () => path.join(folder, String(opened));
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-archive-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function open() {
  opened += 1;
  return createFileArchive({ directory: directory() });
}

describeArchiveStore('in a folder', open);

it('lists nothing that a killed process left half written', async () => {
  const store = await open();
  await store.put('events/0-a.parquet', new Uint8Array(3));
  await writeFile(path.join(directory(), 'events/0-b.parquet.tmp'), 'half');
  await writeFile(path.join(directory(), 'merge.lock.0b8c1d1c.tmp'), 'half');
  const keys = (await Array.fromAsync(store.list(''))).map(({ key }) => key);
  expect(keys).toEqual(['events/0-a.parquet']);
});

it('removes what a killed process left half written minutes ago, and nothing that is none of its own', async () => {
  const store = await open();
  await store.tidy?.(0);
  const now = Date.now();
  await store.put('events/day=2026-11-20/0-a.parquet', new Uint8Array(3));
  const names = ['events/day=2026-11-20/0-b.parquet.tmp', 'merge.lock.0b8c1d1c.tmp', 'events/mine.tmp'];
  for (const name of [...names, 'events/0-new.parquet.tmp']) await writeFile(path.join(directory(), name), 'half');
  for (const name of names) await utimes(path.join(directory(), name), now / 1000, now / 1000 - 300);
  await store.tidy?.(now);
  const left = (await readdir(directory(), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  expect(left.map(({ name }) => name).sort()).toEqual(['0-a.parquet', '0-new.parquet.tmp', 'mine.tmp']);
});

it('leaves nothing beside where a file cannot be put', async () => {
  const store = await open();
  await mkdir(path.join(directory(), 'events/0-a.parquet/in-the-way'), { recursive: true });
  await expect(store.put('events/0-a.parquet', new Uint8Array(3))).rejects.toThrow();
  await expect(store.put('events/0-b.parquet', new Uint8Array(3), AbortSignal.abort())).rejects.toThrow();
  expect(await readdir(path.join(directory(), 'events'))).toEqual(['0-a.parquet']);
});
