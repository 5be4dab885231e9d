import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { listen } from '../local/embedded-server.ts';
import { attributesOf } from '../samples/builders.ts';
import { childAnswer } from './child-answer.ts';
import { sampleItems } from './sample-items.ts';

/** What the read API finds in Secrets Manager. */
export const CREDENTIAL = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'token' };

/**
 * A DynamoDB in a process of its own, so that its CPU time is nobody's: it takes every write, and answers a query with
 * as many items as it asks for. Of Secrets Manager it knows one secret.
 */
export async function startStub({ latencyMs = 0, tls = false } = {}): Promise<{ url: string; stop(): void }> {
  const child = fork(fileURLToPath(import.meta.url), [String(latencyMs), tls ? 'https' : 'http']);
  const url = await childAnswer<string>(child);
  return { url, stop: () => void child.kill() };
}

/** What a contestant's environment has to say to reach the stub. */
export function stubEnvironment(url: string): Record<string, string> {
  return {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'any',
    AWS_SECRET_ACCESS_KEY: 'any',
    AWS_ENDPOINT_URL: url,
    TABLE_NAME: 'call-events',
    INSIGHTS_TABLE_NAME: 'call-insights',
    QUARANTINE_BUCKET_NAME: 'quarantine',
    CREDENTIALS_SECRET_ARN: 'arn:credentials',
    PAGE_TOKEN_SECRET_ARN: 'arn:page-tokens',
    POWERTOOLS_SERVICE_NAME: 'bench',
  };
}

const pages = new Map<number, string>();

function page(limit: number): string {
  const known = pages.get(limit);
  if (known !== undefined) return known;
  const items = sampleItems(limit).map(attributesOf);
  const last = items.at(-1);
  const LastEvaluatedKey = { call_sid: last?.call_sid, timestamp: last?.timestamp };
  const json = JSON.stringify({ Count: limit, ScannedCount: limit, Items: items, LastEvaluatedKey });
  pages.set(limit, json);
  return json;
}

function answer(operation: string | undefined, body: string): string {
  if (operation === 'Query') return page(JSON.parse(body).Limit);
  if (operation === 'GetSecretValue') return JSON.stringify({ SecretString: JSON.stringify(CREDENTIAL) });
  return operation === 'BatchWriteItem' ? '{"UnprocessedItems":{}}' : '{}';
}

/** The certificate that dynalite brings: nobody is asked to trust it. */
const certificate = (file: string) => readFileSync(fileURLToPath(import.meta.resolve(`dynalite/ssl/${file}`)));

async function serve(latencyMs: number, protocol: string): Promise<void> {
  const listener: RequestListener = async (request, response) => {
    const json = answer(String(request.headers['x-amz-target']).split('.').at(-1), await text(request));
    const end = () => response.setHeader('content-type', 'application/x-amz-json-1.0').end(json);
    if (latencyMs === 0) end();
    else setTimeout(end, latencyMs);
  };
  const server =
    protocol === 'https'
      ? createTlsServer({ key: certificate('server-key.pem'), cert: certificate('server-crt.pem') }, listener)
      : createServer(listener);
  const { url } = await listen(server, 0, 'PORT');
  process.send?.(url.replace(/^http/, protocol));
}

if (import.meta.main) {
  // Nobody is left to ask it.
  process.on('disconnect', () => process.exit());
  await serve(Number(process.argv[2]), process.argv[3] ?? 'http');
}
