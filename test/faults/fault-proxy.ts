import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type EmbeddedServer, listen } from '../../local/embedded-server.ts';
import type { Random } from '../../local/samples/random.ts';

/** What can happen to a call on its way, by how often it does among all that fail. */
export const PROXY_FAULTS = {
  throttle: 4,
  'error-500': 4,
  'error-503': 4,
  /** The connection ends, and the table never heard of it. */
  'reset-before-commit': 4,
  /** The connection ends, and the table has done it: a retry does it again. */
  'reset-after-commit': 4,
  latency: 4,
  /** Half of a batch is not forwarded, and the answer says so. */
  unprocessed: 4,
  /** No answer, until the client gives up. Each costs its time. */
  hang: 1,
} as const;
export type ProxyFault = keyof typeof PROXY_FAULTS;

export interface FaultProxyOptions {
  /** Of the endpoint behind it. */
  target: string;
  /** What happens to a call; undefined for most. */
  plan: (operation: string) => ProxyFault | undefined;
  /** @default 300 */
  latencyMs?: number;
}

export interface FaultProxy extends EmbeddedServer {
  /** How many calls there were, and how many of them met which fault. */
  calls(): number;
  /** Items of writes that reached the table, again those that did so again. */
  itemsForwarded(): number;
  faults: Map<ProxyFault, number>;
}

/** So many of all calls fail, as the seed decides. */
export function randomFaults(random: Random, share: number): FaultProxyOptions['plan'] {
  const kinds = Object.entries(PROXY_FAULTS) as [ProxyFault, number][];
  return () => (random.chance(share) ? random.weighted(kinds) : undefined);
}

interface BatchWrite {
  RequestItems: Record<string, object[]>;
}

/** A proxy before a DynamoDB endpoint that makes calls fail in every way the network and the service know. */
export async function startFaultProxy({ target, plan, latencyMs = 300 }: FaultProxyOptions): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });
  const faults = new Map<ProxyFault, number>();
  const hanging = new Set<ServerResponse>();
  let calls = 0;
  let itemsForwarded = 0;

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const operation = String(incoming.headers['x-amz-target']).split('.').at(-1) ?? '';
    calls += 1;
    const fault = possible(plan(operation), body, operation);
    if (fault !== undefined) faults.set(fault, (faults.get(fault) ?? 0) + 1);
    switch (fault) {
      case 'throttle':
        return fail(outgoing, 400, 'ProvisionedThroughputExceededException');
      case 'error-500':
        return fail(outgoing, 500, 'InternalServerError');
      case 'error-503':
        return fail(outgoing, 503, 'ServiceUnavailable');
      case 'reset-before-commit':
        return void incoming.socket.destroy();
      case 'reset-after-commit':
        await forward(incoming, body);
        return void incoming.socket.destroy();
      case 'hang':
        hanging.add(outgoing);
        return void outgoing.on('close', () => hanging.delete(outgoing));
      case 'unprocessed':
        return answerInPart(incoming, outgoing, JSON.parse(body.toString()));
      case 'latency':
        return void setTimeout(() => void pass(incoming, outgoing, body), latencyMs);
      case undefined:
        return pass(incoming, outgoing, body);
    }
  }

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse, body: Buffer): Promise<void> {
    const { status, headers, text } = await forward(incoming, body);
    outgoing.writeHead(status, headers).end(text);
  }

  async function answerInPart(incoming: IncomingMessage, outgoing: ServerResponse, batch: BatchWrite): Promise<void> {
    const [[tableName, requests] = ['', []]] = Object.entries(batch.RequestItems);
    const middle = Math.floor(requests.length / 2);
    const forwarded = { ...batch, RequestItems: { [tableName]: requests.slice(0, middle) } };
    const { status, headers, text } = await forward(incoming, Buffer.from(JSON.stringify(forwarded)));
    if (status !== 200) return void outgoing.writeHead(status, headers).end(text);
    const { UnprocessedItems, ...rest } = JSON.parse(text.toString());
    const left = [...requests.slice(middle), ...(UnprocessedItems?.[tableName] ?? [])];
    respond(outgoing, 200, { ...rest, UnprocessedItems: { [tableName]: left } });
  }

  async function forward(incoming: IncomingMessage, body: Buffer) {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const headers = { ...incoming.headers, 'content-length': String(body.length) };
    request(target, { agent, method: incoming.method, headers }, resolve).on('error', reject).end(body);
    const response = await promise;
    itemsForwarded += itemsIn(body);
    const text = await buffer(response);
    const { 'content-type': type = CONTENT_TYPE } = response.headers;
    // Not its checksum: what is answered may be another text.
    return {
      status: response.statusCode ?? 500,
      headers: { 'content-type': type, 'content-length': text.length },
      text,
    };
  }

  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  const { url, close } = await listen(server, 0, '');
  return {
    url,
    faults,
    calls: () => calls,
    itemsForwarded: () => itemsForwarded,
    async close() {
      for (const outgoing of hanging) outgoing.destroy();
      agent.destroy();
      await close();
    },
  };
}

/** Each item of a write is named once in its request. */
function itemsIn(body: Buffer): number {
  return body.toString().split('"event_id"').length - 1;
}

const CONTENT_TYPE = 'application/x-amz-json-1.0';

/** Only a batch of several items can be done in part. */
function possible(fault: ProxyFault | undefined, body: Buffer, operation: string): ProxyFault | undefined {
  if (fault !== 'unprocessed') return fault;
  if (operation !== 'BatchWriteItem') return 'throttle';
  const [requests = []] = Object.values((JSON.parse(body.toString()) as BatchWrite).RequestItems);
  return requests.length > 1 ? fault : 'throttle';
}

function fail(outgoing: ServerResponse, status: number, name: string): void {
  respond(outgoing, status, { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: name });
}

function respond(outgoing: ServerResponse, status: number, body: object): void {
  outgoing.writeHead(status, { 'content-type': CONTENT_TYPE }).end(JSON.stringify(body));
}
