import path from 'node:path';
import type { IngestConfig } from '../families/ingest-config.ts';
import { REGION, STREAM_NAME, TABLES } from '../local/names.ts';
import { findReady, type Ready } from '../local/ready-file.ts';
import { Trouble } from '../shared/trouble.ts';
import { CALLED } from './help.ts';
import { NoArchive } from './of-archive.ts';
import { ofTable } from './of-table.ts';
import { once } from './once.ts';

/** A pipeline that runs under this PORT on this machine. What a command does not ask for is not loaded. */
export function createLocalTarget(port: number) {
  const ready = once(async (): Promise<Ready> => {
    const found = await findReady(port);
    if (found !== undefined) return found;
    throw new Trouble(`no local pipeline runs with PORT ${port}: start one with ${CALLED} start, or say --local=PORT`);
  });
  const directory = async () => path.dirname((await ready()).quarantine);
  const { store, ...table } = ofTable({
    async clientConfig() {
      const { embeddedClientConfig } = await import('../local/embedded-client.ts');
      return embeddedClientConfig((await ready()).dynamodb);
    },
    tableName: async (id) => TABLES[id],
    partyLookup: async () => configOf(await ready()).partyLookup,
    retentionDays: async () => configOf(await ready()).retentionDays,
  });
  const quarantine = once(async () => {
    const { createFileQuarantine } = await import('../lambda/quarantine/file-quarantine.ts');
    return createFileQuarantine({ directory: await directory() });
  });
  return {
    ...table,
    quarantine,
    stream: once(async () => {
      const { followingClient } = await import('../local/following-client.ts');
      return { client: followingClient((await ready()).kinesis), name: STREAM_NAME };
    }),
    ingest: once(async () => {
      return { store: await store(), quarantine: await quarantine(), config: configOf(await ready()) };
    }),
    setAside: once(async () => {
      const { createFileSetAside } = await import('../operations/set-aside/file-set-aside.ts');
      return createFileSetAside({ directory: await directory() });
    }),
    archivePlace: once(async () => {
      const { archive, pid } = await ready();
      if (archive !== undefined) return { directory: archive };
      throw new NoArchive(`the local pipeline (pid ${pid}) keeps no archive: stop it, and start this version`);
    }),
    takesSummaries: async () => true,
    // Made up, and the same whenever a pipeline runs under this PORT.
    sinkConfiguration: async () => ({
      arn: `arn:aws:kinesis:${REGION}:000000000000:stream/${STREAM_NAME}`,
      roleArn: 'arn:aws:iam::000000000000:role/local',
      externalId: `local-${(await ready()).port}`,
    }),
    indexedLevels: async () => ({
      levels: (await ready()).indexedLevels,
      setting: `INDEXED_LEVELS=all ${CALLED} start`,
    }),
  };
}

/** @throws Trouble for a pipeline that was started from another version, which says less */
function configOf({
  retentionDays,
  metricDays,
  indexedLevels,
  redactFields,
  partyLookup,
  pid,
}: Partial<Ready>): IngestConfig {
  if (
    retentionDays === undefined ||
    metricDays === undefined ||
    indexedLevels === undefined ||
    redactFields === undefined ||
    partyLookup === undefined
  ) {
    throw new Trouble(`the local pipeline (pid ${pid}) does not say its settings: stop it, and start this version`);
  }
  return { retentionDays, metricDays, indexedLevels, redactFields, partyLookup };
}
