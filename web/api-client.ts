import type { EventResource } from '../families/call-event/event-resource.ts';
import type { EventPage as EventPageAnswer, Problem } from '../lambda/api/answers.ts';
import { isJsonObject, type JsonObject } from '../shared/json.ts';
import { createKeptAnswers } from './kept-answers.ts';
import { createServerClock, type ServerClock } from './server-clock.ts';

export interface EventPage {
  events: EventResource[];
  /** Path and query of the page behind this one, null where there is none. */
  next: string | null;
}

/** Why there is no answer; `unreachable` is no answer at all, `failed` is everything that is the API's fault. */
export type TroubleKind = 'signed-out' | 'refused' | 'not-found' | 'throttled' | 'failed' | 'unreachable';

export class ApiTrouble extends Error {
  readonly kind: TroubleKind;
  /** When to ask again, where the API says so. */
  readonly retryAfterMs: number | undefined;

  constructor(kind: TroubleKind, message: string, retryAfterMs?: number) {
    super(message);
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

export interface ApiClient {
  /**
   * @returns the same object as before where nothing changed; as what it says is kept, nobody may change it
   * @throws ApiTrouble; whatever an aborted `fetch` throws where the signal is aborted
   */
  readPage(path: string, signal: AbortSignal): Promise<EventPage>;
}

/** Reads what is no list of events. */
export interface JsonClient {
  /**
   * @param waitS after so many seconds a part is better than nothing; what is counted says whether it is whole
   * @throws as `readPage` does
   */
  readObject(path: string, signal: AbortSignal, waitS?: number): Promise<JsonObject>;
}

const TIMEOUT_MS = 20_000;
const NOT_MODIFIED = 304;
const KINDS: Readonly<Record<number, TroubleKind>> = {
  400: 'refused',
  401: 'signed-out',
  404: 'not-found',
  429: 'throttled',
};
/** https://www.twilio.com/docs/api/errors/20404 */
const NOT_FOUND_CODE = 20_404;

/** An answer, with what is wrong about it. */
export interface Answer {
  status: number;
  /** What the API names this answer by, null where it does not. */
  etag: string | null;
  body: string;
  trouble?: ApiTrouble;
}

/**
 * The read API on this page's own host, which knows who asks by a cookie that no script sees; `clock` hears what time each
 * answer tells.
 */
export function createApiClient(
  fetchFrom: typeof fetch,
  clock: ServerClock = createServerClock(Date.now),
): ApiClient & JsonClient {
  const request = createRequests(fetchFrom, clock);
  const pages = createKeptAnswers();
  const objects = createKeptAnswers();
  return {
    readPage: (path, signal) => read(path, signal, pages, pageOf),
    readObject: (path, signal, waitS) => read(path, signal, objects, objectOf, waitS),
  };

  async function read<Value>(
    path: string,
    signal: AbortSignal,
    kept: ReturnType<typeof createKeptAnswers>,
    parsed: (body: string) => Value,
    waitS?: number,
  ): Promise<Value> {
    const known = kept.get(path);
    const headers = {
      ...(known && { 'if-none-match': known.etag }),
      ...(waitS !== undefined && { prefer: `wait=${waitS}` }),
    };
    const { status, etag, body, trouble } = await request(path, signal, { headers });
    if (status === NOT_MODIFIED && known !== undefined) return known.value as Value;
    if (trouble !== undefined) throw trouble;
    const value = parsed(body);
    if (etag !== null) kept.keep(path, { etag, value, length: body.length });
    return value;
  }
}

/**
 * Asks this page's own host, in the name of who is signed in.
 * @returns a function that throws ApiTrouble where nothing answers, and whatever an aborted `fetch` throws
 */
export function createRequests(fetchFrom: typeof fetch, clock: ServerClock) {
  return async (path: string, signal: AbortSignal, init: RequestInit = {}): Promise<Answer> => {
    const answered = clock.ask();
    const answer = await reach(() =>
      fetchFrom(path, {
        ...init,
        cache: 'no-store',
        credentials: 'same-origin',
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      }),
    );
    answered(answer.headers.get('date'));
    const body = await reach(() => answer.text());
    const { status, headers } = answer;
    return { status, etag: headers.get('etag'), body, ...(!answer.ok && { trouble: troubleOf(answer, body) }) };
  };
}

async function reach<Value>(ask: () => Promise<Value>): Promise<Value> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiTrouble('unreachable', 'no answer');
  }
}

function troubleOf({ status, headers }: Response, body: string): ApiTrouble {
  const retryAfter = headers.get('retry-after');
  const retryAfterMs = retryAfter !== null && /^\d{1,5}$/.test(retryAfter) ? Number(retryAfter) * 1_000 : undefined;
  const { code, message } = errorOf(body);
  // What stands before the API, or in its place while it is deployed, knows nothing of a call.
  const isForeign = status === 404 && code !== NOT_FOUND_CODE;
  const kind = (isForeign ? undefined : KINDS[status]) ?? 'failed';
  // What the API says of a question is a sentence; of everything else the status tells more.
  const said = kind === 'refused' && message !== '' ? message : `${status} ${message}`.trim();
  return new ApiTrouble(kind, said, retryAfterMs);
}

/** Of the API's own errors, and of those that API Gateway answers in its place. */
function errorOf(body: string): { code: unknown; message: string } {
  try {
    const { code, message }: Partial<Problem> = JSON.parse(body);
    return { code, message: typeof message === 'string' ? message : '' };
  } catch {
    return { code: undefined, message: '' };
  }
}

function pageOf(body: string): EventPage {
  try {
    const { meta, events }: EventPageAnswer = JSON.parse(body);
    if (!Array.isArray(events)) throw new TypeError('events');
    return { events, next: pathOf(meta.next_page_url) };
  } catch {
    throw new ApiTrouble('failed', 'the answer is not a page of events');
  }
}

/** An answer that is a JSON object. @throws ApiTrouble for any other */
export function objectOf(body: string): JsonObject {
  try {
    const object: unknown = JSON.parse(body);
    if (isJsonObject(object)) return object;
  } catch {
    // Said below.
  }
  throw new ApiTrouble('failed', 'the answer is not JSON');
}

/** A link is of the host that the API knows itself by, which need not be the one that this page was asked on. */
export function pathOf(link: string | null): string | null {
  if (link === null) return null;
  const { pathname, search } = new URL(link);
  return `${pathname}${search}`;
}
