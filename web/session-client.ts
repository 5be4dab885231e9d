import { createRequests, objectOf } from './api-client.ts';
import type { ServerClock } from './server-clock.ts';

/** What somebody signs in with: an account SID and its token, or an API key's SID and secret. */
export interface Credential {
  sid: string;
  token: string;
}

/** Who is signed in, and to what. */
export interface Session {
  /** Undefined where nobody is. */
  sid: string | undefined;
  /** Of the stack, `''` where it does not say. */
  name: string;
  /** There is an archive whose trends whoever is signed in may see. */
  trends: boolean;
}

/** The session of this browser, which the API keeps in a cookie that no script sees. */
export interface SessionClient {
  /** @throws ApiTrouble where there is no telling */
  ask(signal: AbortSignal): Promise<Session>;
  /** @throws ApiTrouble, `signed-out` for a credential that the API does not know */
  signIn(credential: Credential): Promise<void>;
  /** @throws ApiTrouble where the session may go on for whoever has a copy of the cookie */
  signOut(): Promise<void>;
}

const PATH = '/session';
const HEADERS = { 'content-type': 'application/json' };
const NEVER = new AbortController().signal;

export function createSessionClient(fetchFrom: typeof fetch, clock: ServerClock): SessionClient {
  const request = createRequests(fetchFrom, clock);
  return {
    async ask(signal) {
      const { status, body, trouble } = await request(PATH, signal);
      if (trouble !== undefined && status !== 401) throw trouble;
      const { sid, name, trends } = objectOf(body);
      return {
        sid: status === 200 && typeof sid === 'string' ? sid : undefined,
        name: typeof name === 'string' ? name : '',
        trends: trends === true,
      };
    },
    signIn: (credential) => write({ method: 'POST', body: JSON.stringify(credential) }),
    signOut: () => write({ method: 'DELETE' }),
  };

  async function write(init: RequestInit): Promise<void> {
    const { trouble } = await request(PATH, NEVER, { ...init, headers: HEADERS });
    if (trouble !== undefined) throw trouble;
  }
}
