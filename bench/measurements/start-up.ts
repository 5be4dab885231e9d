import { type BundleName, bundleFile } from '../bundles.ts';
import { type Figure, median } from '../figure.ts';
import { invokeCold } from '../invocation.ts';
import { realisticRecords } from '../records.ts';
import { CREDENTIAL, startStub, stubEnvironment } from '../stub-dynamodb.ts';

const ROUNDS = 15;
/** The stub's certificate is nobody's. */
const TRUST_ANYBODY = { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' };
/** As deployed, for what is deployed. */
const DEPLOYED = { NODE_OPTIONS: '--enable-source-maps' };
const INGEST = { event: batch(), answer: /^{"batchItemFailures":\[\]}$/ };
const HANDLERS: Record<BundleName, { event: unknown; answer: RegExp; env?: object }> = {
  empty: INGEST,
  ingest: { ...INGEST, env: DEPLOYED },
  'read-api': { event: apiRequest(), answer: /"statusCode":200/, env: DEPLOYED },
  naive: INGEST,
  'naive-unbundled': INGEST,
  careful: INGEST,
  lean: INGEST,
};

/** From the start of a process to its first answer, over TLS as in Lambda: plain HTTP would load more of Node. */
export async function measure(folder: string): Promise<Figure[]> {
  const stub = await startStub({ tls: true });
  const names = Object.keys(HANDLERS) as (keyof typeof HANDLERS)[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<string, number[]>;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of names) {
      const { event, answer, env } = HANDLERS[name];
      const cold = await invokeCold(bundleFile(folder, name), event, {
        ...stubEnvironment(stub.url),
        ...TRUST_ANYBODY,
        ...env,
      });
      if (!answer.test(cold.answer)) throw new Error(`${name} answered ${cold.answer}`);
      times[name]?.push(cold.wallMs);
    }
  }
  stub.stop();
  const overEmpty = (name: keyof typeof HANDLERS) =>
    median(times[name]?.map((wallMs, round) => wallMs / (times.empty?.[round] ?? 0)) ?? []);
  const figure = (name: keyof typeof HANDLERS, what: string, mustHold?: Figure['mustHold']): Figure => ({
    name: `start to first answer: ${what}, over an empty handler`,
    value: overEmpty(name),
    unit: 'x',
    ...(mustHold && { mustHold }),
  });
  return [
    { name: 'start to first answer: empty handler', value: median(times.empty ?? []), unit: 'ms' },
    figure('ingest', 'ingest', { atMost: 5 }),
    figure('read-api', 'read API', { atMost: 5.5 }),
    figure('naive', 'naive rival, bundled'),
    figure('naive-unbundled', 'naive rival, unbundled'),
    figure('careful', 'careful rival, bundled'),
    figure('lean', 'lean rival, bundled'),
  ];
}

/** One record: of more, a rival that puts each by itself would be timed for its connections. */
function batch() {
  return { Records: realisticRecords(1) };
}

function apiRequest() {
  const { accountSid, authToken } = CREDENTIAL;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const domainName = 'abc.execute-api.us-east-1.amazonaws.com';
  const rawPath = `/v1/Voice/CA${'0'.repeat(32)}/Events`;
  const http = { method: 'GET', path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'bench' };
  return {
    version: '2.0',
    rawPath,
    rawQueryString: 'Edge=all',
    headers: { authorization },
    requestContext: { domainName, http, requestId: 'request', stage: '$default' },
  };
}
