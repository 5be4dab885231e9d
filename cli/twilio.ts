import twilio, { type Twilio } from 'twilio';
import type { Environment } from '../shared/environment.ts';
import { Trouble, UsageProblem } from './problem.ts';

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
 * @throws Trouble that says which variable is missing
 */
export function openTwilio(env: Environment, account?: string): TwilioAccount {
  const { TWILIO_ACCOUNT_SID: own, TWILIO_AUTH_TOKEN: token, TWILIO_API_KEY: key, TWILIO_API_SECRET: secret } = env;
  if (account !== undefined && !/^AC[\da-fA-F]{32}$/.test(account)) {
    throw new UsageProblem(`--account ${account}: expected AC and 32 hexadecimal digits`);
  }
  if (!own) throw new Trouble('no Twilio account: set TWILIO_ACCOUNT_SID, and TWILIO_AUTH_TOKEN or an API key');
  const [username, password] = key ? [key, secret] : [own, token];
  if (!username || !password) {
    throw new Trouble(
      key
        ? 'no secret for TWILIO_API_KEY: set TWILIO_API_SECRET'
        : 'no Twilio credential: set TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_SECRET',
    );
  }
  const accountSid = account ?? own;
  // Given, not left to the client: it would take region and edge from the environment and build them into any host.
  const client = twilio(username, password, { accountSid, env: {}, autoRetry: true });
  for (const [product, variable] of Object.entries(HOSTS) as [keyof typeof HOSTS, string][]) {
    const url = env[variable];
    if (url) client[product].baseUrl = url.replace(/\/$/, '');
  }
  return { client, accountSid };
}

/**
 * The same for what Twilio keeps by the credential, such as sinks: a main account's reaches into subaccounts on
 * `api.twilio.com` only, so a subaccount's own token is fetched there. It is never shown.
 * @param account the SID of a subaccount to act as
 * @see https://www.twilio.com/docs/iam/api/subaccounts
 */
export async function openTwilioAs(env: Environment, account?: string): Promise<TwilioAccount> {
  const opened = openTwilio(env, account);
  if (account === undefined || account === env.TWILIO_ACCOUNT_SID) return opened;
  const { authToken } = await opened.client.api.v2010.accounts(account).fetch();
  if (!authToken) {
    throw new Trouble(
      `no token of ${account} for these credentials: set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN to that account's own`,
    );
  }
  return openTwilio({ ...env, TWILIO_ACCOUNT_SID: account, TWILIO_AUTH_TOKEN: authToken, TWILIO_API_KEY: undefined });
}
