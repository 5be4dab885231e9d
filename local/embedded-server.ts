import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LocalError } from './local-error.ts';

const LOOPBACK = '127.0.0.1';

/** A server of this process that answers on the loopback interface. */
export interface EmbeddedServer {
  url: string;
  /** Cuts open connections: nobody is told to wait for a keep-alive. */
  close(): Promise<void>;
}

/** @param setting the name of the environment variable the port came from. @throws LocalError that names it */
export async function listen(server: Server, port: number, setting: string): Promise<EmbeddedServer> {
  server.listen(port, LOOPBACK);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new LocalError(`port ${port} is in use: stop what listens there, or set ${setting} (0 picks a free port)`);
    }
    throw new LocalError(`${setting}=${port}: ${message}`);
  }
  return {
    url: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
