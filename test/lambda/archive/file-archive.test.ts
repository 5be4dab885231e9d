import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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
