import { Agent } from 'node:https';
import twilio, { type Twilio } from 'twilio';
import { type Clock, systemClock } from '../shared/clock.ts';
import type { Environment } from '../shared/environment.ts';
import { isLoopbackHost } from '../shared/loopback.ts';
import { accountSidOf } from '../shared/sid.ts';
import { Trouble } from '../shared/trouble.ts';
import { twilioStatus } from './twilio-answer.ts';
import { createPatientRequest, type TwilioRequest } from './twilio-http.ts';

/** An account of Twilio's, and the official client for it. */
export interface TwilioAccount {
  client: Twilio;
  /** Whose sinks, subscriptions and calls are meant; the `--account` of a subaccount, else the credential's own. */
  accountSid: string;
}

const HOSTS = {
  events: 'TWILIO_EVENTS_URL',
  insights: 'TWILIO_INSIGHTS_URL',
  api: 'TWILIO_API_URL',
  monitor: 'TWILIO_MONITOR_URL',
} as const;

/**
 * The account of the usual environment: `TWILIO_ACCOUNT_SID` with `TWILIO_AUTH_TOKEN`, or with `TWILIO_API_KEY` and
 * `TWILIO_API_SECRET`. Hosts can be replaced, for tests and proxies.
 * @param account the SID of a subaccount to act for
 * @param clock for what is tried again
 * @throws Trouble that says which variable is missing or wrong
 */
export function openTwilio(env: Environment, account?: string, clock: Clock = systemClock): TwilioAccount {
  const { TWILIO_AUTH_TOKEN: token, TWILIO_API_KEY: key, TWILIO_API_SECRET: secret } = env;
  const own = ownAccount(env);
  const [username, password] = key ? [key, secret] : [own, token];
  if (!username || !password) {
    throw key
      ? new Trouble('no secret for TWILIO_API_KEY', 'set TWILIO_API_SECRET')
      : new Trouble('no Twilio credential', 'set TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_SECRET');
  }
  const accountSid = account ?? own;
  const httpClient = new twilio.RequestClient();
  const direct = new Agent();
  // The client has one agent for all hosts, that of HTTP_PROXY where there is one.
  httpClient.axios.interceptors.request.use((config) =>
    isLoopbackHost(new URL(config.url ?? '').host) ? { ...config, httpsAgent: direct } : config,
  );
  // Given, not left to the client: it would take region and edge from the environment and build them into any host.
  const client = twilio(username, password, { accountSid, env: {}, httpClient });
  client.getHostname = (hostname) => hostname;
  for (const [product, variable] of Object.entries(HOSTS) as [keyof typeof HOSTS, string][]) {
    const url = env[variable];
    if (url) client[product].baseUrl = baseUrl(url, variable);
  }
  const bases = Object.keys(HOSTS).map((product) => client[product as keyof typeof HOSTS].baseUrl);
  const request = httpClient.request.bind(httpClient);
  // The client says what it expects of an answer's body; nothing here depends on it.
  httpClient.request = createPatientRequest({ request, bases, clock }) as TwilioRequest;
  return { client, accountSid };
}

/** As Twilio writes it, in whatever way it was pasted. What it is set to is not said: it may be a token, by mistake. */
function ownAccount({ TWILIO_ACCOUNT_SID: text }: Environment): string {
  if (!text) throw new Trouble('no Twilio account', 'set TWILIO_ACCOUNT_SID, and TWILIO_AUTH_TOKEN or an API key');
  const own = accountSidOf(text);
  if (own !== undefined) return own;
  throw new Trouble('TWILIO_ACCOUNT_SID is no account SID', 'expected AC and 32 hexadecimal digits');
}

/** Without a slash at the end. What it is set to is not said: a proxy's address may hold a password. */
function baseUrl(text: string, variable: string): string {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol) && !url.search && !url.hash) return url.href.replace(/\/+$/, '');
  throw new Trouble(`${variable} is no URL of a host`, 'expected one such as https://proxy.example.com');
}

/**
 * The same for what Twilio keeps by the credential, such as sinks: a main account's reaches into subaccounts on
 * `api.twilio.com` only, so a subaccount's own token is fetched there. It is never shown.
 * @param account the SID of a subaccount to act as
 * @see https://www.twilio.com/docs/iam/api/subaccounts
 */
export async function openTwilioAs(
  env: Environment,
  account?: string,
  clock: Clock = systemClock,
): Promise<TwilioAccount> {
  const opened = openTwilio(env, account, clock);
  const own = ownAccount(env);
  if (account === undefined || account === own) return opened;
  const token = await tokenOf(account, opened).catch((error) => {
    if (twilioStatus(error) === 404) throw new Trouble(`${account} is no subaccount of TWILIO_ACCOUNT_SID, ${own}`);
    if (env.TWILIO_API_KEY && isNotAllowed(error)) return undefined;
    throw error;
  });
  if (token) {
    const ofAccount = { TWILIO_ACCOUNT_SID: account, TWILIO_AUTH_TOKEN: token, TWILIO_API_KEY: undefined };
    return openTwilio({ ...env, ...ofAccount }, undefined, clock);
  }
  // https://www.twilio.com/docs/iam/api-keys: only Main keys reach accounts.
  throw new Trouble(
    `no token of ${account} for these credentials`,
    `leave TWILIO_API_KEY out for TWILIO_AUTH_TOKEN, take a Main API key, or that account's own credentials without --account`,
  );
}

/**
 * `active`, `suspended` or `closed`; undefined where the credential does not reach accounts, as Standard and Restricted
 * API keys do not.
 * @see https://www.twilio.com/docs/iam/api-keys
 */
export async function accountStatus({ client, accountSid }: TwilioAccount): Promise<string | undefined> {
  try {
    return (await client.api.v2010.accounts(accountSid).fetch()).status;
  } catch (error) {
    if (isNotAllowed(error)) return undefined;
    throw error;
  }
}

async function tokenOf(account: string, { client }: TwilioAccount): Promise<string | undefined> {
  return (await client.api.v2010.accounts(account).fetch()).authToken;
}

function isNotAllowed(error: unknown): boolean {
  return [401, 403].includes(twilioStatus(error) ?? 0);
}
