import type twilio from 'twilio';
import type { Clock } from '../shared/clock.ts';
import { isJsonObject, type JsonObject } from '../shared/json.ts';
import { backoffMs } from '../shared/retry.ts';
import { Trouble } from '../shared/trouble.ts';
import { isTwilioFault, NoJson } from './twilio-fault.ts';

/** How Twilio's client does a request. */
export type TwilioRequest = twilio.RequestClient['request'];

type Options = Parameters<TwilioRequest>[0];
type Response = Awaited<ReturnType<TwilioRequest>>;

export interface PatientRequestOptions {
  request: TwilioRequest;
  /** Where each of Twilio's APIs is asked, without a slash at the end; the credential goes nowhere else. */
  bases: readonly string[];
  clock: Pick<Clock, 'now' | 'sleep' | 'random'>;
}

const REDIRECT = 300;
const CLIENT_FAULT = 400;
const TOO_MANY_REQUESTS = 429;
const SERVER_FAULT = 500;

const ATTEMPTS = 4;
/** Of waiting for one answer, where Twilio says that there are too many requests. It publishes no rates. */
const PATIENCE_MS = 60_000;

/**
 * Asks as Twilio's API wants to be asked, whoever asks. Too many requests wait as long as Twilio says. A fault of the
 * server, a connection that breaks and an answer that is no JSON are tried again where to ask twice changes nothing.
 * No other host than those that are known is asked.
 * @see https://www.twilio.com/docs/api/errors/20429
 */
export function createPatientRequest({ request, bases, clock }: PatientRequestOptions) {
  return async (options: Options): Promise<Response> => {
    requireKnown(options.uri, bases);
    const canAskTwice = options.method === 'get' || options.method === 'delete';
    const deadline = clock.now() + PATIENCE_MS;
    let faults = 0;
    for (let failures = 0; ; failures += 1) {
      const { response, error } = await once(options);
      const isThrottled = response?.statusCode === TOO_MANY_REQUESTS;
      if (!isThrottled) faults += 1;
      const mayTry = isThrottled || (canAskTwice && faults < ATTEMPTS && isTwilioFault(error));
      // A time that is over, or 0, is no leave to ask over and over.
      const askedMs = retryAfterMs(response, clock.now()) ?? 0;
      const waitMs = Math.max(askedMs, backoffMs(failures, clock.random));
      if (mayTry && clock.now() + waitMs <= deadline) {
        await clock.sleep(waitMs);
        continue;
      }
      if (response === undefined) throw error;
      if (isThrottled && askedMs > PATIENCE_MS) throw tooMany(askedMs);
      // A gateway's word for 429 need be no JSON, which the client would not know for Twilio's.
      return isJsonObject(response.body) ? response : { ...response, body: { message: 'no reason is given' } };
    }
  };

  async function once(options: Options): Promise<{ response?: Response; error?: unknown }> {
    try {
      const response = await request(options);
      if (!isOfTwilio(response, options)) return { error: noJson(response, options) };
      const { statusCode: status } = response;
      return { response, ...(status >= SERVER_FAULT && { error: { status } }) };
    } catch (error) {
      return { error };
    }
  }
}

function requireKnown(uri: string, bases: readonly string[]): void {
  if (bases.some((base) => uri.startsWith(`${base}/`))) return;
  throw new Trouble(`Twilio answered with a link to another host (${new URL(uri).host}), which gets no credential`);
}

function tooMany(waitMs: number): Trouble {
  const minutes = Math.ceil(waitMs / 60_000);
  return new Trouble('Twilio answers too many requests', `wait ${minutes} minutes, as it asks, and try again`);
}

function isOfTwilio({ statusCode, body }: Response, { method }: Options): boolean {
  if (statusCode >= REDIRECT && statusCode < CLIENT_FAULT) return false;
  // What is deleted comes without a body, and so may a status that says enough.
  const isDeleted = method === 'delete' && statusCode < REDIRECT && (body ?? '') === '';
  return isJsonObject(body) || isDeleted || statusCode === TOO_MANY_REQUESTS;
}

function noJson({ statusCode, body, headers }: Response, { uri }: Options): NoJson {
  const { host } = new URL(uri);
  if (statusCode >= REDIRECT && statusCode < CLIENT_FAULT) {
    const location = headerOf(headers, 'location');
    const to = location !== undefined && URL.canParse(location, uri) ? ` to ${new URL(location, uri).host}` : '';
    return new NoJson(
      `${host} answers with a redirect${to} (status ${statusCode}), which is not followed`,
      'a sign-in page on the way, or an address that has moved? Set the right URL (TWILIO_EVENTS_URL and so on)',
    );
  }
  const what = (body ?? '') === '' ? 'empty' : 'no JSON object';
  const type = headerOf(headers, 'content-type')?.split(';', 1)[0];
  const answer = `the answer of ${host} is ${what} (status ${statusCode}${type === undefined ? '' : `, ${type}`})`;
  return new NoJson(
    answer,
    statusCode >= SERVER_FAULT
      ? 'a fault of the server, or of a proxy on the way; run the command again'
      : 'is a proxy or a sign-in page on the way? Then run the command again',
  );
}

/** Seconds, or a date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function retryAfterMs(response: Response | undefined, nowMs: number): number | undefined {
  const text = headerOf(response?.headers, 'retry-after')?.trim();
  if (text === undefined || text === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : Math.max(0, ms - nowMs);
}

function headerOf(headers: unknown, name: string): string | undefined {
  const value = typeof headers === 'object' && headers !== null ? (headers as JsonObject)[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}
