import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createFileQuarantine } from '../../../lambda/quarantine/file-quarantine.ts';
import { createFileSetAside } from '../../../operations/set-aside/file-set-aside.ts';
import { SHARD_ID, sequenceNumber } from '../../../samples/builders.ts';
import { describeSetAside } from '../../operations/set-aside/set-aside-contract.ts';
import { describeQuarantine, quarantinedRecord } from './quarantine-contract.ts';

const opened: string[] = [];
afterAll(() => Promise.all(opened.map((directory) => rm(directory, { recursive: true }))));

async function open() {
  const directory = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-test-'));
  opened.push(directory);
  return {
    directory,
    quarantine: createFileQuarantine({ directory }),
    setAside: createFileSetAside({ directory }),
    async contents(ending: string) {
      const files = await readdir(directory, { recursive: true });
      const named = files.filter((file) => file.endsWith(ending));
      return Promise.all(named.map((file) => readFile(path.join(directory, file), 'utf8')));
    },
  };
}

describeQuarantine('files', open);
describeSetAside('files', open);

it('is one JSON file for each record, directly in the folder quarantine, and nothing half written', async () => {
  const { directory, quarantine } = await open();
  await quarantine.putRecord(quarantinedRecord(7), new AbortController().signal);
  expect(await readdir(path.join(directory, 'quarantine'))).toEqual([`${SHARD_ID}-${sequenceNumber(7)}.json`]);
});
