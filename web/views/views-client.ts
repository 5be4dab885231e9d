import { createRequests } from '../api-client.ts';
import { createServerClock } from '../server-clock.ts';
import type { SavedView } from './read-views.ts';

/** Writes views. */
export interface ViewsClient {
  /** Puts a view in the place of one of the same name. @throws ApiTrouble, `refused` for what is wrong about it */
  save(view: Pick<SavedView, 'name' | 'address' | 'alert'>): Promise<void>;
  /** @throws ApiTrouble */
  remove(name: string): Promise<void>;
}

/** Where views are read. */
export const VIEWS_PATH = '/views';

const HEADERS = { 'content-type': 'application/json' };

export function createViewsClient(fetchFrom: typeof fetch): ViewsClient {
  const request = createRequests(fetchFrom, createServerClock(Date.now));
  async function write(name: string, init: RequestInit): Promise<void> {
    const path = `${VIEWS_PATH}/${encodeURIComponent(name)}`;
    const { trouble } = await request(path, new AbortController().signal, { ...init, headers: HEADERS });
    if (trouble !== undefined) throw trouble;
  }
  return {
    save: ({ name, ...view }) => write(name, { method: 'PUT', body: JSON.stringify(view) }),
    remove: (name) => write(name, { method: 'DELETE' }),
  };
}
