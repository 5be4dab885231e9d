import { isLoopbackHost } from './loopback.ts';
import { mayBePublicHost } from './public-host.ts';

/** As DynamoDB and messages have room for. */
const LONGEST = 2_000;

/** Which hosts may be told of alerts: of the internet alone, over TLS; or those of this machine, too. */
export type WebhookHosts = 'public' | 'loopback-too';

/** Why a text is no address that may be told of alerts; undefined for one that is. */
export function webhookProblem(text: string, hosts: WebhookHosts): string | undefined {
  if (text.length > LONGEST || !URL.canParse(text)) return `expected a URL of ${LONGEST} characters at most`;
  const { protocol, host, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return 'expected a URL without user and password';
  if (hosts === 'loopback-too' && protocol === 'http:' && isLoopbackHost(host)) return undefined;
  if (protocol !== 'https:') return 'expected a URL that begins with https:';
  return mayBePublicHost(hostname)
    ? undefined
    : 'expected a host of the internet, and none of this machine or a network';
}
