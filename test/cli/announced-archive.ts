import { createServer } from 'node:http';
import { vi } from 'vitest';
import { listen } from '../../local/embedded-server.ts';
import { type Ready, removeReady, writeReady } from '../../local/ready-file.ts';
import { CONFIG } from '../../samples/builders.ts';
import { archiveFolder, type Tables } from '../questions/archive-folder.ts';

const PORT = 4321;

/** A local pipeline that commands find by `--local=4321`, of which only the archive is there, with some rows. */
export async function announceArchive(tables: Tables, ready: Partial<Ready> = {}) {
  const folder = await archiveFolder(tables);
  vi.stubEnv('TMPDIR', folder.directory);
  // Whoever looks for a pipeline asks whether its table answers.
  const database = await listen(
    createServer((_request, response) => response.end('healthy')),
    0,
    'DYNAMODB_PORT',
  );
  writeReady({
    ...CONFIG,
    api: 'http://127.0.0.1:1',
    kinesis: 'http://127.0.0.1:1',
    dynamodb: database.url,
    accountSid: 'AC1',
    authToken: 'token',
    port: PORT,
    quarantine: `${folder.directory}/quarantine`,
    archive: folder.directory,
    pid: process.pid,
    ...ready,
  });
  return {
    directory: folder.directory,
    async stop() {
      removeReady(PORT);
      vi.unstubAllEnvs();
      await database.close();
      await folder.remove();
    },
  };
}

export const LOCAL = `--local=${PORT}`;
