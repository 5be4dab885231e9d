import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT_SID, callCloudEvent, eventId } from '../../../samples/builders.ts';
import { byDay } from '../../nightly.ts';
import { API_KEY, type RunningApi, startApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const START_MS = Date.parse('2026-11-20T10:00:00.000Z');
const sid = (name: string) => `CA${name.padEnd(32, '0')}`;
const at = (index: number) => new Date(START_MS + index * 10).toISOString();

function eventsOf(callSid: string, count: number, data: Record<string, unknown> = {}) {
  return Array.from({ length: count }, (_event, index) =>
    callCloudEvent({ id: eventId(index) }, { call_sid: callSid, timestamp: at(index), name: `n${index}`, ...data }),
  );
}

const names = (events: readonly { name: string }[]) => events.map(({ name }) => name);
const numbered = (count: number) => Array.from({ length: count }, (_name, index) => `n${index}`);

describe('the official client lists a call', () => {
  it.each(byDay(4, [1, 50, 51, 1_000, 5_000]))(
    'of %i events, whole and in order',
    async (count) => {
      const callSid = sid(`a${count}`);
      await api.put(eventsOf(callSid, count));
      expect(names(await api.client().insights.v1.calls(callSid).events.list())).toEqual(numbered(count));
    },
    60_000,
  );

  it('of no events with the exception of a call that is not there', async () => {
    await expect(api.client().insights.v1.calls(sid('b0')).events.list()).rejects.toMatchObject({
      name: 'Error',
      status: 404,
      code: 20404,
      message: `The requested resource /v1/Voice/${sid('b0')}/Events was not found`,
      moreInfo: 'https://www.twilio.com/docs/errors/20404',
    });
  });

  it('event by event as Twilio’s resource has them', async () => {
    const callSid = sid('c1');
    const sdk_edge = { error: { code: 31_005 }, metadata: { sdk: { type: 'twilio-voice-ios' } } };
    await api.put([
      callCloudEvent(
        {},
        { call_sid: callSid, timestamp: '2026-11-20T10:00:00Z', level: 'ERROR', name: 'error', sdk_edge },
      ),
    ]);
    const [event] = await api.client().insights.v1.calls(callSid).events.list();
    expect(event?.toJSON()).toEqual({
      timestamp: '2026-11-20T10:00:00Z',
      callSid,
      accountSid: ACCOUNT_SID,
      edge: 'sdk_edge',
      group: 'connection',
      name: 'error',
      level: 'ERROR',
      carrierEdge: null,
      sipEdge: null,
      sdkEdge: sdk_edge,
      clientEdge: null,
      conversationRelayData: null,
    });
  });

  it('up to its limit, in pages of any size, by edge', async () => {
    const callSid = sid('d1');
    await api.put(eventsOf(callSid, 120));
    await api.put([
      callCloudEvent({ id: eventId(999) }, { call_sid: callSid, timestamp: at(500), edge: 'client_edge' }),
    ]);
    const { events } = api.client().insights.v1.calls(callSid);
    expect(names(await events.list({ limit: 7 }))).toEqual(numbered(7));
    expect(names(await events.list({ limit: 5_000 }))).toEqual(numbered(120));
    expect(names(await events.list({ pageSize: 7 }))).toEqual(numbered(120));
    expect(await events.list({ edge: 'client_edge' })).toHaveLength(1);
    expect(await events.list({ edge: 'sip_edge' })).toEqual([]);
  });

  it('page by page, forth and back', async () => {
    const callSid = sid('e1');
    await api.put(eventsOf(callSid, 120));
    const { events } = api.client().insights.v1.calls(callSid);
    const first = await events.page({ pageSize: 50 });
    const second = await first.nextPage();
    const third = await second?.nextPage();
    expect([first, second, third].map((page) => page?.instances.length)).toEqual([50, 50, 20]);
    expect(await third?.nextPage()).toBeUndefined();
    const back = await third?.previousPage();
    expect(names(back?.instances ?? [])).toEqual(names(second?.instances ?? []));
    const start = await back?.previousPage();
    expect(names(start?.instances ?? [])).toEqual(names(first.instances));
    expect(await start?.previousPage()).toBeUndefined();
    expect(names((await start?.nextPage())?.instances ?? [])).toEqual(names(second?.instances ?? []));
    expect(await events.getPage(String(second?.nextPageUrl))).toMatchObject({ instances: { length: 20 } });
  });

  it('of large events whole, no page over 2.75 MB', async () => {
    const callSid = sid('f1');
    await api.put(eventsOf(callSid, 500, { sdk_edge: { text: 'x'.repeat(20_000) } }));
    expect(await api.client().insights.v1.calls(callSid).events.list({ pageSize: 1_000 })).toHaveLength(500);
    let pages = 0;
    for (let path: string | null = `/v1/Voice/${callSid}/Events?PageSize=1000`; path !== null; pages += 1) {
      const text = await (await api.get(path)).text();
      expect(text.length).toBeLessThan(2.75 * 1024 * 1024 + 10_000);
      path = JSON.parse(text).meta.next_page_url?.replace(api.url, '') ?? null;
    }
    expect(pages).toBe(4);
  }, 60_000);
});

describe('the official client', () => {
  it('is let in with an API key', async () => {
    const callSid = sid('ab1');
    await api.put(eventsOf(callSid, 1));
    expect(await api.client(API_KEY.sid, API_KEY.secret).insights.v1.calls(callSid).events.list()).toHaveLength(1);
  });

  it('is told of a credential that nobody knows as Twilio tells it', async () => {
    await expect(api.client(ACCOUNT_SID, 'wrong').insights.v1.calls(sid('ab2')).events.list()).rejects.toMatchObject({
      status: 401,
      code: 20003,
      message: 'Authenticate',
    });
  });
});
