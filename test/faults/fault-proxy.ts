import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listen } from '../../local/embedded-server.ts';
import type { Clock } from '../../shared/clock.ts';
import { FAULT_KINDS, type Fault, type FaultKind, type FaultPlan } from './fault-plan.ts';

export interface FaultProxyOptions {
  /** URL of a DynamoDB API. */
  target: string;
  plan: FaultPlan;
  clock: Pick<Clock, 'sleep'>;
  /** Told how many items a write that succeeded has put, before anybody else is. */
  onWritten?: (items: number) => void;
}

export interface FaultProxy {
  url: string;
  /** So far. */
  calls(): number;
  /** How often each fault was made so far. */
  faults(): Record<FaultKind, number>;
  /** Cuts all connections; resolves when nothing is under way to the API behind it any more. */
  close(): Promise<void>;
}

/** Of one item each, with the table it is for. */
type WriteRequests = { table: string; write: unknown }[];

interface Asked {
  incoming: IncomingMessage;
  body: Buffer;
  operation: string;
  /** Of a batch write. */
  requests: WriteRequests;
}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Errors as DynamoDB says them; a 503 comes from what stands before it, which speaks no JSON. */
const ANSWERS = {
  throttle: errorAnswer(
    400,
    'dynamodb.v20120810#ProvisionedThroughputExceededException',
    'The level of configured provisioned throughput for the table was exceeded.',
  ),
  'error-500': errorAnswer(
    500,
    'dynamodb.v20120810#InternalServerError',
    'The request processing has failed because of an unknown error.',
  ),
  'error-503': {
    status: 503,
    headers: { 'content-type': 'text/html' },
    body: Buffer.from('<html><body><b>Http/1.1 Service Unavailable</b></body></html>'),
  },
};

/** The DynamoDB API behind it, with faults that no emulator makes. The plan decides about every call. */
export async function startFaultProxy({ target, plan, clock, onWritten }: FaultProxyOptions): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });
  const made = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as Record<FaultKind, number>;
  const underWay = new Set<Promise<void>>();
  let calls = 0;

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    // Who is killed in the middle of a question has asked nothing.
    const body = await buffer(incoming).catch(() => undefined);
    if (body === undefined) return;
    const asked = readQuestion(incoming, body);
    calls += 1;
    const fault = plan({ operation: asked.operation, requests: asked.requests.length });
    if (fault !== undefined) made[fault.kind] += 1;
    const answer = await answerTo(asked, fault).catch((error: Error) =>
      errorAnswer(502, 'fault-proxy#NoAnswer', `${target}: ${error.message}`),
    );
    if (answer === 'hang') return;
    if (answer === 'reset') incoming.socket.resetAndDestroy();
    else
      outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length }).end(answer.body);
  }

  async function answerTo(asked: Asked, fault: Fault | undefined): Promise<Answer | 'reset' | 'hang'> {
    switch (fault?.kind) {
      case undefined:
        return forward(asked);
      case 'throttle':
      case 'error-500':
      case 'error-503':
        return ANSWERS[fault.kind];
      case 'reset-before':
        return 'reset';
      case 'reset-after':
        await forward(asked);
        return 'reset';
      case 'latency':
        await clock.sleep(fault.delayMs);
        return forward(asked);
      case 'unprocessed':
        return forwardPart(asked, fault.heldBack);
      case 'hang':
        return 'hang';
    }
  }

  async function forward({ incoming, body, operation, requests }: Asked): Promise<Answer> {
    const { method, url, headers } = incoming;
    const outgoing = request(new URL(url ?? '/', target), {
      agent,
      method,
      headers: { ...endToEnd(headers), host: new URL(target).host, 'content-length': body.length },
    });
    outgoing.end(body);
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    const answer = {
      status: response.statusCode ?? 0,
      headers: endToEnd(response.headers),
      body: await buffer(response),
    };
    const items = operation === 'PutItem' ? 1 : requests.length;
    if (answer.status === 200 && items > 0) onWritten?.(items);
    return answer;
  }

  async function forwardPart(asked: Asked, heldBack: ReadonlySet<number>): Promise<Answer> {
    const requests = asked.requests.filter((_request, place) => !heldBack.has(place));
    const left = asked.requests.filter((_request, place) => heldBack.has(place));
    const question = { ...JSON.parse(asked.body.toString()), RequestItems: byTable(requests) };
    const answer = await forward({ ...asked, body: Buffer.from(JSON.stringify(question)), requests });
    if (answer.status !== 200) return answer;
    const said = JSON.parse(answer.body.toString());
    const UnprocessedItems = byTable([...requestsOf(said.UnprocessedItems), ...left]);
    // Of the body as it was.
    const { 'x-amz-crc32': _checksum, ...headers } = answer.headers;
    return { ...answer, headers, body: Buffer.from(JSON.stringify({ ...said, UnprocessedItems })) };
  }

  const server = createServer((incoming, outgoing) => {
    const call = handle(incoming, outgoing).finally(() => underWay.delete(call));
    underWay.add(call);
  });
  const { url, close } = await listen(server, 0, 'the fault proxy');
  return {
    url,
    calls: () => calls,
    faults: () => ({ ...made }),
    async close() {
      await close();
      await Promise.all(underWay);
      agent.destroy();
    },
  };
}

function readQuestion(incoming: IncomingMessage, body: Buffer): Asked {
  const operation = String(incoming.headers['x-amz-target']).split('.').at(-1) ?? '';
  const requests = operation === 'BatchWriteItem' ? requestsOf(JSON.parse(body.toString()).RequestItems) : [];
  return { incoming, body, operation, requests };
}

function requestsOf(tables: Record<string, unknown[]> = {}): WriteRequests {
  return Object.entries(tables).flatMap(([table, writes]) => writes.map((write) => ({ table, write })));
}

function byTable(requests: WriteRequests): Record<string, unknown[]> {
  const tables: Record<string, unknown[]> = {};
  for (const { table, write } of requests) tables[table] = [...(tables[table] ?? []), write];
  return tables;
}

/** Headers but for those that are about one connection. */
function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { connection: _connection, 'keep-alive': _keepAlive, 'transfer-encoding': _encoding, ...others } = headers;
  return others;
}

function errorAnswer(status: number, type: string, message: string): Answer {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Buffer.from(JSON.stringify({ __type: `com.amazonaws.${type}`, message })),
  };
}
