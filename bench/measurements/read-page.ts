import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { readCallPage } from '../../lambda/api/call-page.ts';
import { createPageBudget } from '../../lambda/api/page-limits.ts';
import { createEventPages } from '../../lambda/read/event-pages.ts';
import { createDynamoDbClient } from '../../lambda/store/dynamodb-client.ts';
import { CALL_SID } from '../../samples/builders.ts';
import { systemClock } from '../../shared/clock.ts';
import { type Figure, median } from '../figure.ts';
import { startStub } from '../stub-dynamodb.ts';

const PAGES = [
  { pageSize: 50, atMost: 2.2, reads: 100 },
  { pageSize: 1_000, atMost: 1.5, reads: 8 },
];
const WARM_UP_ROUNDS = 5;
const ROUNDS = 15;

/** A page of the read API's events, over what nobody can do without: the request, JSON in, JSON out. */
export async function measure(): Promise<Figure[]> {
  const stub = await startStub();
  const agent = new Agent({ keepAlive: true });
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const client = createDynamoDbClient({ endpoint: stub.url, region: 'us-east-1', credentials });
  const pages = createEventPages({ client, tableName: 'call-events' });
  const figures: Figure[] = [];
  for (const { pageSize, atMost, reads } of PAGES) {
    const ratios: number[] = [];
    for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
      // A page reads one item more, which tells whether there is another page.
      const floor = await cpuMs(reads, () => rawPage(stub.url, agent, pageSize + 1));
      const query = { edge: 'all' as const, levels: [], pageSize };
      const ours = await cpuMs(reads, async () => {
        const { events } = await readCallPage(
          pages,
          CALL_SID,
          query,
          { defaultEdge: 'all' },
          createPageBudget(systemClock),
        );
        if (events.length !== pageSize) throw new Error(`a page of ${events.length} events`);
        return `[${events.join(',')}]`;
      });
      if (round >= 0) ratios.push(ours / floor);
    }
    const name = `read: a page of ${pageSize}, over the raw request`;
    figures.push({ name, value: median(ratios), unit: 'x', aim: { atMost } });
  }
  client.destroy();
  agent.destroy();
  stub.stop();
  return figures;
}

async function rawPage(url: string, agent: Agent, Limit: number): Promise<string> {
  const body = await new Promise<string>((resolve, reject) => {
    const headers = { 'x-amz-target': 'DynamoDB_20120810.Query', 'content-type': 'application/x-amz-json-1.0' };
    request(url, { method: 'POST', agent, headers }, (response) => text(response).then(resolve, reject))
      .on('error', reject)
      .end(JSON.stringify({ Limit }));
  });
  return JSON.stringify(JSON.parse(body).Items);
}

async function cpuMs(times: number, work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
