import type { Twilio } from 'twilio';
import { isJsonObject, type JsonObject } from '../shared/json.ts';
import { Trouble } from '../shared/trouble.ts';
import { isOfOneCall, twilioCode, twilioStatus } from './twilio-answer.ts';

/** The API of Twilio's that a path belongs to. */
export type TwilioProduct = 'insights' | 'api' | 'events' | 'monitor';

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
 * Reads what Twilio's API answers as it came: the client's own classes drop members that they do not know.
 * @param client one that is patient, such as that of `openTwilio`
 */
export function createTwilioReader(client: Twilio): TwilioReader {
  const baseOf = (product: TwilioProduct) => client[product].baseUrl;

  async function* list(product: TwilioProduct, path: string, key: string, query?: Record<string, string>) {
    const base = baseOf(product);
    let uri = base + path;
    let page = await read(client, uri, query);
    for (;;) {
      const elements = page[key];
      if (!Array.isArray(elements))
        throw new Trouble(
          `Twilio answered ${path} without ${key}`,
          'is a URL set that is not Twilio’s, or a proxy on the way?',
        );
      yield* elements.filter(isJsonObject);
      const next = isJsonObject(page.meta) ? page.meta.next_page_url : page.next_page_uri;
      if (typeof next !== 'string' || next === '') return;
      const link = onHost(base, next);
      if (link === uri) throw new Trouble(`Twilio answered ${path} with a page that links to itself`);
      uri = link;
      page = await read(client, uri);
    }
  }

  return { get: (product, path, query) => read(client, baseOf(product) + path, query), list };
}

/** Twilio's links have its own host; the credential goes to the one that was asked, which may be a proxy. */
function onHost(base: string, link: string): string {
  if (link.startsWith(`${base}/`)) return link;
  const url = URL.parse(link, base);
  if (url === null) throw new Trouble('Twilio answered with an invalid link', 'does Twilio answer at this address?');
  const { pathname, search } = url;
  return `${base}${pathname}${search}`;
}

async function read(client: Twilio, uri: string, params?: Record<string, string>): Promise<JsonObject> {
  const { statusCode, body } = await client.request({ method: 'get', uri, ...(params && { params }) });
  if (statusCode === 200 && isJsonObject(body)) return body;
  const { message, code, more_info } = isJsonObject(body) ? body : {};
  throw Object.assign(new Error(typeof message === 'string' ? message : 'no reason is given'), {
    status: statusCode,
    code,
    moreInfo: more_info,
  });
}

const NOT_FOUND = 404;

/** Twilio knows nothing of a call, or nothing any more. */
export class NoSuchCall extends Trouble {}

/** What Twilio answers about one call of an account. @throws NoSuchCall where it knows none */
export async function ofCall<Value>(accountSid: string, answer: Promise<Value>): Promise<Value> {
  return answer.catch((error) => {
    if (twilioStatus(error) !== NOT_FOUND || isOfOneCall(twilioCode(error))) throw error;
    throw new NoSuchCall(
      `Twilio has no such call in ${accountSid}`,
      'of a subaccount: --account AC…; of another account: with its credentials',
    );
  });
}
