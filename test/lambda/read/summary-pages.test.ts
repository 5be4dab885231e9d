import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, it } from 'vitest';
import { createSummaryPages, type SummaryPages } from '../../../lambda/read/summary-pages.ts';
import { createDynamoDbClient } from '../../../lambda/store/dynamodb-client.ts';
import { listen } from '../../../local/embedded-server.ts';
import { attributesOf } from '../../../samples/builders.ts';
import { summaryData, summaryRows } from './summary-rows.ts';

const TABLE = 'call-insights';

type Key = Record<string, AttributeValue>;

/** Which keys of a request are answered. @param attempt 0 for the first request */
type Answered = (keys: readonly Key[], attempt: number) => readonly Key[];

let stop = async () => {};
afterEach(() => stop());

/** The table, where DynamoDB answers a part of what is asked for; `requests` are numbers of keys. */
async function startTable(answered: Answered) {
  const requests: number[] = [];
  const waits: number[] = [];
  const server = createServer(async (request, response) => {
    const { RequestItems } = (await json(request)) as { RequestItems: Record<string, { Keys: Key[] }> };
    const keys = RequestItems[TABLE]?.Keys ?? [];
    const given = new Set(answered(keys, requests.length));
    requests.push(keys.length);
    const rest = keys.filter((key) => !given.has(key));
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(
      JSON.stringify({
        Responses: { [TABLE]: Array.from(given, ({ id }) => rowOf(id?.S ?? '')) },
        UnprocessedKeys: rest.length === 0 ? {} : { [TABLE]: { Keys: rest } },
      }),
    );
  });
  const { url, close } = await listen(server, 0, '');
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = createDynamoDbClient({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 });
  stop = () => {
    client.destroy();
    return close();
  };
  const clock = { random: () => 1, sleep: async (ms: number) => void waits.push(ms) };
  const pages: SummaryPages = createSummaryPages({ client, tableName: TABLE, clock });
  return { pages, requests, waits };
}

function rowOf(callSid: string) {
  const row = summaryRows(summaryData(callSid)).at(-1);
  return row === undefined ? {} : attributesOf(row);
}

const SIDS = Array.from({ length: 130 }, (_sid, n) => `CA${n}`);

describe('rows of many calls', () => {
  it('are asked for again where the table answers a part, after a short wait', async () => {
    const { pages, requests, waits } = await startTable((keys) => keys.slice(0, 40));
    expect([...(await pages.callsOf(SIDS)).keys()]).toEqual(SIDS);
    expect(requests).toEqual([100, 60, 20, 30]);
    // It moves on each time: that is no trouble.
    expect(waits).toEqual([50, 50]);
  });

  it('are waited for longer and longer where it answers nothing, and then given up as throttled', async () => {
    const { pages, requests, waits } = await startTable((keys, attempt) => (attempt === 0 ? keys.slice(0, 1) : []));
    await expect(pages.callsOf(['CA1', 'CA2'])).rejects.toMatchObject({
      name: 'ProvisionedThroughputExceededException',
      message: expect.stringContaining(TABLE),
    });
    expect(requests).toEqual([2, 1, 1, 1, 1, 1]);
    expect(waits).toEqual([50, 100, 200, 400, 800]);
  });

  it('are none, without a request, where none are asked for', async () => {
    const { pages, requests } = await startTable((keys) => keys);
    expect((await pages.callsOf([])).size).toBe(0);
    expect(requests).toEqual([]);
  });
});
