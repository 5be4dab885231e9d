import { expect, it } from 'vitest';
import { ApiTrouble, type JsonClient } from '../../../web/api-client.ts';
import { readMetrics } from '../../../web/call/read-metrics.ts';

const CALL = 'CA00000000000000000000000000000001';
const HOST = 'https://insights.example';

/** An API with so many samples, in pages of two; it tells which were asked for. */
function apiOf(count: () => number) {
  const asked: string[] = [];
  const client: JsonClient = {
    readObject: async (path) => {
      asked.push(path);
      const page = Number(new URLSearchParams(path.split('?')[1]).get('Page') ?? 0);
      const metrics = Array.from({ length: Math.min(count() - 2 * page, 2) }, (_sample, at) => ({ at: 2 * page + at }));
      const next = `${HOST}/v1/Voice/${CALL}/Metrics?Edge=all&PageSize=1000&Page=${page + 1}`;
      return { metrics, meta: { next_page_url: count() > 2 * (page + 1) ? next : null } };
    },
  };
  return { client, asked };
}

const never = new AbortController().signal;

it('reads all pages of all edges', async () => {
  const { client, asked } = apiOf(() => 5);
  const { samples } = await readMetrics(client, CALL, never);
  expect(samples).toEqual([0, 1, 2, 3, 4].map((at) => ({ at })));
  expect(asked[0]).toBe(`/v1/Voice/${CALL}/Metrics?Edge=all&PageSize=1000`);
  expect(asked).toHaveLength(3);
});

it('asks for what is behind the last page only, of a call that goes on', async () => {
  let count = 5;
  const { client, asked } = apiOf(() => count);
  const first = await readMetrics(client, CALL, never);
  count = 7;
  asked.length = 0;
  const { samples } = await readMetrics(client, CALL, never, first);
  expect(samples).toHaveLength(7);
  expect(asked.map((path) => /Page=(\d)/.exec(path)?.[1])).toEqual(['2', '3']);
});

it('has none where nothing is kept of the call, and asks for none of a SID that no path can carry', async () => {
  const client: JsonClient = { readObject: () => Promise.reject(new ApiTrouble('not-found', '404')) };
  expect((await readMetrics(client, CALL, never)).samples).toEqual([]);
  const { client: api, asked } = apiOf(() => 5);
  expect((await readMetrics(api, '../x', never)).samples).toEqual([]);
  expect(asked).toEqual([]);
});

it('says that an answer of another kind is none', async () => {
  const client: JsonClient = { readObject: async () => ({ events: [] }) };
  await expect(readMetrics(client, CALL, never)).rejects.toThrow('the answer is not a page of samples');
});
