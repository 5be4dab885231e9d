import { lookup as lookUp } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from '../../shared/public-host.ts';
import { type WebhookHosts, webhookProblem } from '../../shared/webhook.ts';

const TIMEOUT_MS = 5_000;

/**
 * Posts JSON to a webhook: no redirect is followed, no answer is read. Which addresses its name leads to is looked at in
 * the moment in which it is asked.
 * @throws Error that says why it was not taken, and nothing of its path, which may be a secret
 */
export async function postWebhook(webhook: string, json: string, hosts: WebhookHosts): Promise<void> {
  const problem = webhookProblem(webhook, hosts);
  if (problem !== undefined) throw new Error(problem);
  const url = new URL(webhook);
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const status = await new Promise<number>((resolve, reject) => {
    const asked = request(
      url,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(url.protocol === 'https:' && { lookup: publicLookup }),
      },
      (answer) => {
        answer.destroy();
        resolve(answer.statusCode ?? 0);
      },
    );
    asked.on('error', reject);
    asked.end(json);
  }).catch((error: Error) => {
    throw new Error(error.name === 'AbortError' || error.name === 'TimeoutError' ? 'no answer in 5 s' : error.message);
  });
  if (status < 200 || status > 299) throw new Error(`it answered with ${status}`);
}

const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookUp(hostname, { ...options, all: true }, (error, addresses) => {
    const found = addresses?.filter(({ address }) => isPublicAddress(address)) ?? [];
    const [first] = found;
    if (error !== null) callback(error, '', 4);
    else if (first === undefined) callback(new Error('its name leads to no host of the internet'), '', 4);
    else if (options.all) callback(null, found);
    else callback(null, first.address, first.family);
  });
};
