import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EventPage } from '../../../lambda/api/answers.ts';
import { ACCOUNT_SID } from '../../../samples/builders.ts';
import { systemClock } from '../../../shared/clock.ts';
import { HIDDEN, incident } from '../../incident.ts';
import { type RunningApi, startApi, TOKEN } from './running-api.ts';

const NOW_MS = Date.parse('2026-11-20T12:03:20.000Z');
const PATH = '/v1/Voice/Events';

let api: RunningApi;
const events = incident({ nowMs: NOW_MS, errors: 150, warnings: 60 });
beforeAll(async () => {
  api = await startApi({ clock: { ...systemClock, now: () => NOW_MS } });
  await api.put(events);
}, 60_000);
afterAll(() => api.stop());

function get(path: string, headers: Record<string, string> = {}) {
  const authorization = `Basic ${Buffer.from(`${ACCOUNT_SID}:${TOKEN}`).toString('base64')}`;
  return fetch(`${api.url}${path}`, { headers: { authorization, ...headers } });
}

/** All pages of a list, in small ones. */
async function listed(search: string): Promise<EventPage['events']> {
  const found: EventPage['events'] = [];
  for (let next: string | null = `${PATH}?StartTime=30d&PageSize=7&${search}`; next !== null; ) {
    const { meta, events: some } = (await (await get(next)).json()) as EventPage;
    found.push(...some);
    next = meta.next_page_url?.replace(/^https?:\/\/[^/]+/, '') ?? null;
  }
  return found;
}

const jsonOf = (event: object) => JSON.stringify(event);
const expected = (level: string, has: (text: string) => boolean) =>
  events.filter(({ data }) => data.level === level && has(jsonOf(data))).length;

it('are of events that say a text, in part and in any case', async () => {
  const jitter = await listed('Level=WARNING&Text=JITTER');
  expect(jitter.length).toBe(expected('WARNING', (text) => text.includes('high-jitter')));
  expect(jitter.length).toBeGreaterThan(3);
  expect(jitter.every(({ name }) => name === 'high-jitter')).toBe(true);
  expect((await listed(`Text=${events[0]?.data.call_sid.slice(8, 30)}`)).length).toBeLessThan(5);
});

it.each([
  ['a code', `Code=${HIDDEN.code}`],
  ['a cause', `Cause=${encodeURIComponent(HIDDEN.cause)}`],
])('are of the events of %s', async (_what, search) => {
  const found = await listed(search);
  expect(found.length).toBe(expected('ERROR', (text) => text.includes(`"code":${HIDDEN.code}`)));
  expect(found.length).toBeGreaterThan(10);
});

it('are of events with all facets that are asked for, in every link too', async () => {
  const found = await listed(`Facet=region:${HIDDEN.region}&Facet=sdk_version:${HIDDEN.sdkVersion}`);
  const { region, sdkVersion } = HIDDEN;
  expect(found.length).toBe(
    expected('ERROR', (text) => text.includes(`"region":"${region}"`) && text.includes(`"version":"${sdkVersion}"`)),
  );
  expect(found.length).toBeGreaterThan(10);
});

it.each([
  ['Facet=carrier:Example', 'the carrier is told of calls'],
  ['Facet=colour:red', 'expected name:value'],
  ['CallSid=CA1&Code=31005', 'not of the events of one call'],
])('refuse what cannot be told of events: %s', async (search, why) => {
  const answer = await get(`${PATH}?${search}`);
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(why)]);
});

it('are not sent again to whoever has them, nor is any page of theirs', async () => {
  for (const path of [`${PATH}?StartTime=2026-11-19T12:00:00Z&PageSize=20`, `${PATH}/../Summaries?StartTime=1h`]) {
    const answer = await get(path);
    const { meta } = (await answer.json()) as EventPage;
    const etag = answer.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"/);
    const again = await get(path, { 'if-none-match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await get(path, { 'if-none-match': '"other"' })).status).toBe(200);
    if (meta.next_page_url === null) continue;
    const next = meta.next_page_url.replace(/^https?:\/\/[^/]+/, '');
    const nextTag = (await get(next)).headers.get('etag') ?? '';
    expect((await get(next, { 'if-none-match': nextTag })).status).toBe(304);
  }
});

it('are compressed for whoever reads that', async () => {
  const plain = await get(`${PATH}?StartTime=30d`, { 'accept-encoding': 'identity' });
  const packed = await get(`${PATH}?StartTime=30d`, { 'accept-encoding': 'gzip' });
  expect([plain, packed].map(({ headers }) => headers.get('content-encoding'))).toEqual([null, 'gzip']);
  expect(Number(packed.headers.get('content-length') ?? 1)).toBeLessThan((await plain.clone().text()).length / 5);
  expect(await packed.json()).toEqual(await plain.json());
});
