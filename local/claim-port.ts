import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LocalError } from './local-error.ts';
import { findReady } from './ready-file.ts';

/** The port a pipeline goes by: the one asked for, a free one for 0. @throws LocalError where another one has it */
export async function claimPort(port: number): Promise<number> {
  if (port === 0) return freePort();
  const other = await findReady(port);
  if (other === undefined) return port;
  throw new LocalError(`another local pipeline (pid ${other.pid}) has PORT ${port}: stop that one, or set PORT`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
