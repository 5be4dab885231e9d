import type { Twilio } from 'twilio';
import type { Clock } from '../shared/clock.ts';
import { isJsonObject, type JsonObject } from '../shared/json.ts';
import { retry } from '../shared/retry.ts';
import { Trouble } from './problem.ts';

const TOO_MANY_REQUESTS = 429;
const SERVER_FAULT = 500;
/** Twilio publishes no rates: a minute or so of patience, since the client itself has tried four times each. */
const ATTEMPTS_WHEN_THROTTLED = 12;
const ATTEMPTS = 4;

/** The API of Twilio's that a path belongs to. */
export type TwilioProduct = 'insights' | 'api';

export interface TwilioReader {
  /** @throws what Twilio answered, in the form of the client's RestException */
  get(product: TwilioProduct, path: string, query?: Record<string, string>): Promise<JsonObject>;
  /** Every element of a list, page by page. @param key where they stand in a page */
  list(
    product: TwilioProduct,
    path: string,
    key: string,
    query?: Record<string, string>,
  ): AsyncGenerator<JsonObject, void>;
}

/**
 * Reads what Twilio's API answers as it came: the client's own classes drop members that they do not know. Too many
 * requests and faults of the server are tried again.
 * https://www.twilio.com/docs/api/errors/20429
 */
export function createTwilioReader(client: Twilio, clock: Pick<Clock, 'sleep' | 'random'>): TwilioReader {
  async function read(uri: string, query?: Record<string, string>): Promise<JsonObject> {
    let attempts = 0;
    const answer = await retry(
      async () => {
        attempts += 1;
        try {
          return { body: await readOnce(client, uri, query) };
        } catch (error) {
          if (attempts < attemptsFor(error)) throw error;
          return { error };
        }
      },
      clock,
      new AbortController().signal,
    );
    if ('error' in answer) throw answer.error;
    return answer.body;
  }

  const baseOf = (product: TwilioProduct) => client[product].baseUrl;

  async function* list(product: TwilioProduct, path: string, key: string, query?: Record<string, string>) {
    const base = baseOf(product);
    let page = await read(base + path, query);
    for (;;) {
      const elements = page[key];
      if (!Array.isArray(elements)) throw new Trouble(`Twilio answered ${path} without ${key}`);
      yield* elements.filter(isJsonObject);
      const next = isJsonObject(page.meta) ? page.meta.next_page_url : page.next_page_uri;
      if (typeof next !== 'string' || next === '') return;
      page = await read(onHost(base, next));
    }
  }

  return { get: (product, path, query) => read(baseOf(product) + path, query), list };
}

/** Twilio's links have its own host; the credential goes to the one that was asked, which may be a proxy. */
function onHost(base: string, link: string): string {
  if (link.startsWith(`${base}/`)) return link;
  const { pathname, search } = new URL(link, base);
  return `${base}${pathname}${search}`;
}

async function readOnce(client: Twilio, uri: string, params?: Record<string, string>): Promise<JsonObject> {
  const { statusCode, body } = await client.request({ method: 'get', uri, ...(params && { params }) });
  if (statusCode === 200 && isJsonObject(body)) return body;
  const { message, code, more_info } = isJsonObject(body) ? body : {};
  throw Object.assign(new Error(typeof message === 'string' ? message : 'no JSON'), {
    status: statusCode,
    code,
    moreInfo: more_info,
  });
}

/** Without a status no answer came. */
function attemptsFor(error: unknown): number {
  const { status } = error as { status?: number };
  if (status === TOO_MANY_REQUESTS) return ATTEMPTS_WHEN_THROTTLED;
  return status === undefined || status >= SERVER_FAULT ? ATTEMPTS : 1;
}
