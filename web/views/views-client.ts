import { createRequests } from '../api-client.ts';
import { createServerClock } from '../server-clock.ts';
import type { SavedView } from './read-views.ts';

/** Writes views. */
export interface ViewsClient {
  /** Puts a view in the place of one of the same name. @throws ApiTrouble, `refused` for what is wrong about it */
  save(view: Pick<SavedView, 'name' | 'address' | 'alert'>): Promise<void>;
  /** @throws ApiTrouble */
  remove(view: Pick<SavedView, 'name'> & Partial<Pick<SavedView, 'scope'>>): Promise<void>;
}

/** Where views are read. */
export const VIEWS_PATH = '/views';

const HEADERS = { 'content-type': 'application/json' };

export function createViewsClient(fetchFrom: typeof fetch): ViewsClient {
  const request = createRequests(fetchFrom, createServerClock(Date.now));
  async function write(name: string, init: RequestInit, scope?: string | null): Promise<void> {
    const query = new URLSearchParams({ Name: name, ...(scope && { Scope: scope }) });
    const path = `${VIEWS_PATH}?${query}`;
    const { trouble } = await request(path, new AbortController().signal, { ...init, headers: HEADERS });
    if (trouble !== undefined) throw trouble;
  }
  return {
    save: ({ name, ...view }) => write(name, { method: 'PUT', body: JSON.stringify(view) }),
    remove: ({ name, scope }) => write(name, { method: 'DELETE' }, scope),
  };
}
