import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT_SID, ARRIVAL_MS, callCloudEvent, eventId } from '../../../samples/builders.ts';
import { metricEvent, sdkMetricData } from '../../../samples/call-metric.ts';
import { CONFERENCE_SID, conferenceEvent, PARTICIPANT_SID, participantEvent } from '../../../samples/conference.ts';
import callEvents from '../../../samples/documents/call-insights-events.json' with { type: 'json' };
import { systemClock } from '../../../shared/clock.ts';
import { itAtNight } from '../../nightly.ts';
import { summaryData } from '../read/summary-rows.ts';
import { type RunningApi, startApi, TOKEN } from './running-api.ts';

const A_TIME = 'expected an ISO 8601 time, such as 2021-05-24T14:15:22Z, or how long ago: 30m, 4h, 7d, 1w';
const START_MS = Date.parse('2026-11-20T10:00:00.000Z');
const at = (index: number) => new Date(START_MS + index * 1_000).toISOString();
let calls = 0;
const newCall = () => {
  calls += 1;
  return `CA${calls.toString(16).padStart(32, '0')}`;
};

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

/** Stores a call with an event for each of these data, in this order; the names are their numbers. */
async function callOf(...data: Record<string, unknown>[]): Promise<string> {
  const call_sid = newCall();
  await api.put(
    data.map((members, index) =>
      callCloudEvent({ id: eventId(index) }, { call_sid, timestamp: at(index), name: String(index), ...members }),
    ),
  );
  return call_sid;
}

async function ask(path: string) {
  const answer = await api.get(path);
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

/** The names of the events of all pages. */
async function namesOf(path: string): Promise<string[]> {
  const names: string[] = [];
  for (let next: string | null = path; next !== null; ) {
    const { status, body } = await ask(next);
    expect(status, JSON.stringify(body)).toBe(200);
    names.push(...body.events.map(({ name }: { name: string }) => name));
    next = body.meta.next_page_url?.replace(api.url, '') ?? null;
  }
  return names;
}

const numbers = (count: number) => Array.from({ length: count }, (_number, index) => String(index));

describe('the edge that is listed', () => {
  const none = { edge: null };
  const carrier = { edge: 'carrier_edge' };
  const sip = { edge: 'sip_edge' };
  const sdk = { edge: 'sdk_edge' };
  const client = { edge: 'client_edge' };

  it.each([
    ['a carrier call', [carrier, carrier, none], ['0', '1', '2']],
    ['a SIP call', [sip, none, carrier], ['0', '1']],
    ['a client call', [sdk, client, sdk], ['0', '2']],
    ['a client call whose gateway was first', [client, none, sdk], ['1', '2']],
    ['an originating trunk call', [none, carrier, sip, sip], ['0', '1']],
    ['a terminating trunk call', [sip, carrier], ['0']],
    ['a call of the gateway alone, whose default would leave nothing', [client, none, carrier], ['0', '1', '2']],
    ['a call without edges', [none, { edge: 'unknown_edge' }, { edge: 'ashburn' }], ['0', '1', '2']],
  ])('by default is Twilio’s for %s', async (_what, events, listed) => {
    expect(await namesOf(`/v1/Voice/${await callOf(...events)}/Events?PageSize=1`)).toEqual(listed);
  });

  it('is the one asked for, or all', async () => {
    const call = await callOf(carrier, sdk, none, { edge: 'ashburn', sdk_edge: { error: { code: 1 } } });
    expect(await namesOf(`/v1/Voice/${call}/Events?Edge=sdk_edge`)).toEqual(['1', '3']);
    expect(await namesOf(`/v1/Voice/${call}/Events?Edge=sip_edge`)).toEqual([]);
    expect(await namesOf(`/v1/Voice/${call}/Events?Edge=all`)).toEqual(['0', '1', '2', '3']);
  });

  it('is found by its object where the stream says a location', async () => {
    const call = await callOf({ edge: 'ashburn', sdk_edge: { error: { code: 31_005 } } }, { edge: 'carrier_edge' });
    expect(await namesOf(`/v1/Voice/${call}/Events?Edge=sdk_edge`)).toEqual(['0']);
    expect(await namesOf(`/v1/Voice/${call}/Events`)).toEqual(['0']);
    const { body } = await ask(`/v1/Voice/${call}/Events`);
    expect(body.events[0].edge).toBe('unknown_edge');
  });
});

describe('an event', () => {
  it('of the document’s own example is answered as it stands there', async () => {
    const call_sid = newCall();
    const events = callEvents.events.map((data) => ({ edge: null, ...data, call_sid }));
    await api.put(events.map((data, index) => callCloudEvent({ id: eventId(index) }, data)));
    const { body } = await ask(`/v1/Voice/${call_sid}/Events?Edge=all`);
    expect(body.events).toEqual(events.map((event) => expect.objectContaining({ ...nulls, ...event })));
  });

  const nulls = { edge: null, level: null, carrier_edge: null, sip_edge: null, sdk_edge: null, client_edge: null };

  it('outside of Twilio’s enumerations and types is answered inside of them', async () => {
    const call = await callOf(
      { edge: 'ashburn', level: 'FATAL', group: 42, account_sid: null, timestamp: at(0) },
      { edge: null, level: null, sdk_edge: 'text', conversation_relay_data: { sequence_number: 3 } },
      { level: 'warn' },
    );
    const { body } = await ask(`/v1/Voice/${call}/Events?Edge=all`);
    expect(body.events).toMatchObject([
      { edge: 'unknown_edge', level: 'UNKNOWN', group: null, account_sid: null, timestamp: at(0) },
      { edge: null, level: null, sdk_edge: null, conversation_relay_data: { sequence_number: 3 } },
      { edge: 'sdk_edge', level: 'WARNING' },
    ]);
    expect(body.events[0]).not.toHaveProperty('conversation_relay_data');
  });
});

describe('filters', () => {
  it('of level, group, name and time leave the others out', async () => {
    const call = await callOf(
      { level: 'ERROR', group: 'connection' },
      { level: 'WARN', group: 'network' },
      { level: 'INFO', group: 'network' },
      { level: null, group: 'network', name: 'start of speech' },
    );
    const names = (search: string) => namesOf(`/v1/Voice/${call}/Events?Edge=all&PageSize=1&${search}`);
    expect(await names('Level=ERROR')).toEqual(['0']);
    expect(await names('Level=warning&Level=UNKNOWN')).toEqual(['1', 'start of speech']);
    expect(await names('Group=network&Level=INFO')).toEqual(['2']);
    expect(await names('Name=start%20of%20speech')).toEqual(['start of speech']);
    expect(await names(`StartTime=${at(1)}&EndTime=${at(2)}`)).toEqual(['1', '2']);
    expect(await names('StartTime=2026-11-20T12:00:01+02:00')).toEqual(['1', '2', 'start of speech']);
    expect(await names(`StartTime=${at(3)}&EndTime=${at(1)}`)).toEqual([]);
    expect(await names('Level=DEBUG')).toEqual([]);
  });
});

describe('a time that says how long ago', () => {
  it('is taken at the first page, and stands in the links as it was asked', async () => {
    const own = await startApi({ clock: { ...systemClock, now: () => ARRIVAL_MS } });
    const minutesAgo = [3 * 24 * 60, 90, 50, 10];
    await own.put(
      minutesAgo.map((minutes, n) => {
        const timestamp = new Date(ARRIVAL_MS - minutes * 60_000).toISOString();
        return callCloudEvent({ id: eventId(n) }, { call_sid: 'CA1', timestamp, name: String(n), level: 'WARNING' });
      }),
    );
    for (const path of ['/v1/Voice/CA1/Events', '/v1/Voice/Events']) {
      const page = async (search: string) =>
        JSON.parse(await (await own.get(`${path}?Level=WARNING&${search}`)).text());
      const names = async (search: string) =>
        (await page(search)).events.map(({ name }: { name: string }) => name).toSorted();
      expect(await names('StartTime=1h')).toEqual(['2', '3']);
      expect(await names('StartTime=2H&EndTime=30m')).toEqual(['1', '2']);
      expect(await names('StartTime=1w&EndTime=2d')).toEqual(['0']);
      const { meta } = await page('PageSize=1&StartTime=1H');
      expect(new URL(meta.next_page_url).searchParams.get('StartTime')).toBe('1h');
      const [, search = ''] = meta.next_page_url.split('?');
      expect((await page(search.replace('Level=WARNING&', ''))).events).toHaveLength(1);
    }
    await own.stop();
  });
});

describe('pages', () => {
  it('say where they are, where they start and what follows', async () => {
    const call = await callOf({}, {}, {});
    const { body } = await ask(`/v1/Voice/${call}/Events?PageSize=2&Level=INFO`);
    const base = `${api.url}/v1/Voice/${call}/Events?Level=INFO&PageSize=2`;
    expect(body.meta).toEqual({
      page: 0,
      page_size: 2,
      first_page_url: `${base}&Page=0`,
      previous_page_url: null,
      next_page_url: expect.stringMatching(/&Page=1&PageToken=[\w-]+\.[\w-]+$/),
      url: `${base}&Page=0`,
      key: 'events',
    });
    const { body: next } = await ask(body.meta.next_page_url.replace(api.url, ''));
    expect(next.meta).toMatchObject({ page: 1, url: body.meta.next_page_url, next_page_url: null });
    expect(next.events).toHaveLength(1);
  });

  it('hold 50 events where nobody says how many, and 1000 at most', async () => {
    const call = await callOf(...Array.from({ length: 51 }, () => ({})));
    expect((await ask(`/v1/Voice/${call}/Events`)).body).toMatchObject({
      meta: { page_size: 50 },
      events: { length: 50 },
    });
    for (const size of ['5000', '9'.repeat(30)]) {
      const { body } = await ask(`/v1/Voice/${call}/Events?PageSize=${size}`);
      expect(body).toMatchObject({ meta: { page_size: 1_000 } });
    }
  });

  it('have each event exactly once, whatever comes in between', async () => {
    const call = await callOf(...Array.from({ length: 30 }, () => ({})));
    const seen: string[] = [];
    for (let next: string | null = `/v1/Voice/${call}/Events?PageSize=4`, page = 0; next !== null; page += 1) {
      const { body } = await ask(next);
      seen.push(...body.events.map(({ name }: { name: string }) => name));
      next = body.meta.next_page_url?.replace(api.url, '') ?? null;
      // One before everything, one right where the reader is, one behind everything.
      for (const [nth, index] of [-1, seen.length - 0.5, 100 + page].entries()) {
        const id = eventId(1_000 + page * 3 + nth);
        await api.put([callCloudEvent({ id }, { call_sid: call, timestamp: at(index), name: `new ${index}` })]);
      }
      if (page > 30) break;
    }
    expect(seen.filter((name) => !name.startsWith('new'))).toEqual(numbers(30));
    expect(new Set(seen).size).toBe(seen.length);
  });

  itAtNight(
    'of 50 read 60 items at most where nothing is filtered, and 1000 under any filter',
    async () => {
      const call_sid = newCall();
      await api.put(
        Array.from({ length: 5_000 }, (_event, index) =>
          callCloudEvent(
            { id: eventId(index) },
            { call_sid, timestamp: at(index), level: index === 4_999 ? 'ERROR' : 'INFO' },
          ),
        ),
      );
      const readBy = async (search: string) => {
        const before = api.itemsRead();
        const { body } = await ask(`/v1/Voice/${call_sid}/Events${search}`);
        return { read: api.itemsRead() - before, events: body.events.length, next: body.meta.next_page_url };
      };
      for (const search of ['', '?Edge=all']) {
        const { read, events, next } = await readBy(search);
        expect(events).toBe(50);
        expect(read).toBeLessThanOrEqual(60);
        expect((await readBy(new URL(next).search)).read).toBeLessThanOrEqual(60);
      }
      for (const search of ['?Level=ERROR', '?Level=ERROR&Edge=all', '?Edge=sip_edge', '?Name=nothing&PageSize=1000']) {
        const { read, events, next } = await readBy(search);
        expect({ events, isMore: next !== null }).toEqual({ events: 0, isMore: true });
        expect(read).toBeLessThanOrEqual(1_000);
      }
      const errors = await api.client().insights.v1.calls(call_sid).events.list({ edge: 'sdk_edge' });
      expect(errors.filter(({ level }) => level === 'ERROR')).toHaveLength(1);
    },
    60_000,
  );
  it('of 50 large events read 60 items at most, too', async () => {
    const text = 'x'.repeat(25_000);
    const call = await callOf(...Array.from({ length: 100 }, () => ({ sdk_edge: { text } })));
    for (const search of ['', '?Edge=all']) {
      const before = api.itemsRead();
      const { body } = await ask(`/v1/Voice/${call}/Events${search}`);
      expect(body.events).toHaveLength(50);
      expect(api.itemsRead() - before).toBeLessThanOrEqual(60);
    }
  });

  it('that filter large events end early instead of reading on and on', async () => {
    const text = 'x'.repeat(300_000);
    const call = await callOf(...Array.from({ length: 100 }, () => ({ sdk_edge: { text } })));
    const before = api.itemsRead();
    const { body } = await ask(`/v1/Voice/${call}/Events?Level=ERROR`);
    expect(body).toMatchObject({ events: [], meta: { next_page_url: expect.any(String) } });
    expect(api.itemsRead() - before).toBeLessThan(100);
    expect(await namesOf(`/v1/Voice/${call}/Events?Level=ERROR`)).toEqual([]);
  }, 60_000);

  itAtNight(
    'fit into an answer of Lambda, where they are JSON in JSON',
    async () => {
      const texts = [
        '"'.repeat(20_000),
        '\n'.repeat(20_000),
        '\u0000'.repeat(8_000),
        JSON.stringify(Array(5_000).fill('')),
      ];
      for (const text of texts) {
        const call = await callOf(...Array.from({ length: 200 }, () => ({ sdk_edge: { text } })));
        let listed = 0;
        for (let next: string | null = `/v1/Voice/${call}/Events?PageSize=1000`; next !== null; ) {
          const body = await (await api.get(next)).text();
          expect(JSON.stringify({ statusCode: 200, body }).length).toBeLessThan(6_000_000);
          const { events, meta } = JSON.parse(body);
          listed += events.length;
          next = meta.next_page_url?.replace(api.url, '') ?? null;
        }
        expect(listed).toBe(200);
      }
    },
    60_000,
  );
});

/** Of the second page of one event, as they were made before, with the key `key`. */
const EARLIER_TOKENS = [
  [
    '/v1/Voice/CAffffffffffffffffffffffffffffffff/Events?PageSize=1&Edge=all&Level=ERROR&StartTime=2026-11-20T10:00:00Z',
    '1amTuh8C5vV7GLCVI-7M1FjNcQz8YGi6OhuvYLmVyZp1AMWvhTkdf1LKAJnafd-5GDM1ghIIyi2Zo5qp0-VSdOCo9LF2_Nzv58fP4fRYcgu0g_VQ6mZK7A-KCw2URRhJ1ZfVIBFRjMQRq_kYjZs.oW63yj8TcSUFx-epdyd3OB3CZ_c-g_rYrnFspWgwOvM',
  ],
  [
    '/v1/Voice/Events?PageSize=1&Level=ERROR&EndTime=2026-11-20T11:00:00Z',
    'u53mHcVsmmia1SiIwHlyUF-k9tBf87hwVa9W42WkO9jSpHr8F1BlhaAwxDfVJZ7Gw2e-wLEIUq0EsGc2uxBmnf931VRfevQRbTcIL03XNRdg-HizW6xz2T9VKcKSEicvfTd_czjVNhjLB9mBqqLauMGtQIq5BOlsKO_hQcLuR-SYTkALKAlDnvw-hOI7Lr1HNq38tmV2pyDTtIDOcEz3spXSni4jvoD83iEy7pJotG5YVjDdDQHlH1RC9eaXD5GEHXMofzbN5TWH5bzIN21m2f4uWwuLmot_GIErn9y4Vp1u8WmpF5inl33ivJzkLA.DwhshoZRfK3ekYZN6AKT_p2dDlCPCw_AnIoEchJ-rx0',
  ],
];

describe('a page token', () => {
  async function tokenOf(path: string): Promise<string> {
    const { body } = await ask(path);
    return new URL(body.meta.next_page_url).searchParams.get('PageToken') ?? '';
  }

  it('of an earlier version goes on to be one', async () => {
    const call_sid = `CA${'f'.repeat(32)}`;
    const own = await startApi({ pageTokenKeys: async () => ['key'] });
    await own.put(
      [0, 1, 2].map((index) =>
        callCloudEvent({ id: eventId(index) }, { call_sid, timestamp: at(index), name: String(index), level: 'ERROR' }),
      ),
    );
    for (const [question, token] of EARLIER_TOKENS) {
      const { events } = JSON.parse(await (await own.get(`${question}&PageToken=${token}`)).text());
      expect(events).toMatchObject([{ name: '1' }]);
    }
    await own.stop();
  });

  it('is for the call and the filters it was made for', async () => {
    const [call, other] = [await callOf({}, {}, {}), await callOf({}, {}, {})];
    const token = await tokenOf(`/v1/Voice/${call}/Events?PageSize=1`);
    expect(await namesOf(`/v1/Voice/${call}/Events?PageToken=${token}`)).toEqual(['1', '2']);
    for (const path of [
      `/v1/Voice/${other}/Events?PageToken=${token}`,
      `/v1/Voice/${call}/Events?Edge=all&PageToken=${token}`,
      `/v1/Voice/${call}/Events?Level=INFO&PageToken=${token}`,
      `/v1/Voice/${call}/Events?StartTime=${at(0)}&PageToken=${token}`,
      `/v1/Voice/Events?PageToken=${token}`,
    ]) {
      expect(await ask(path)).toMatchObject({
        status: 400,
        body: { code: 17400, message: expect.stringMatching(/^PageToken: /) },
      });
    }
  });

  it('cannot be made by anybody else', async () => {
    const call = await callOf({}, {}, {});
    const [place = '', signature = ''] = (await tokenOf(`/v1/Voice/${call}/Events?PageSize=1`)).split('.');
    const other = await startApi({ pageTokenKeys: async () => ['another key'] });
    await other.put([callCloudEvent({}, { call_sid: call }), callCloudEvent({ id: eventId(2) }, { call_sid: call })]);
    const forged = new URL(
      JSON.parse(await (await other.get(`/v1/Voice/${call}/Events?PageSize=1`)).text()).meta.next_page_url,
    );
    await other.stop();
    const elsewhere = Buffer.from('{"after":"","defaultEdge":"all"}').toString('base64url');
    for (const token of [
      String(forged.searchParams.get('PageToken')),
      `${elsewhere}.${signature}`,
      `${place}.`,
      place,
      `${place}.${signature.slice(0, -2)}AA`,
      `${place}.${signature}x`,
    ]) {
      expect((await ask(`/v1/Voice/${call}/Events?PageToken=${encodeURIComponent(token)}`)).status, token).toBe(400);
    }
  });
});

describe('across calls', () => {
  let own: RunningApi;
  beforeAll(async () => {
    own = await startApi();
    const event = (index: number, data: Record<string, unknown>) =>
      callCloudEvent(
        { id: eventId(index) },
        { call_sid: newCall(), timestamp: at(index), name: String(index), ...data },
      );
    await own.put(
      Array.from({ length: 60 }, (_event, index) => {
        if (index % 3 === 0) return event(index, { level: 'ERROR', group: index % 2 === 0 ? 'even' : 'odd' });
        if (index % 3 === 1) return event(index, { level: null, sdk_edge: { error: { code: 31_005 } } });
        return event(index, { level: 'WARNING' });
      }),
    );
  });
  afterAll(() => own.stop());

  const pages = async (search: string) => {
    const names: string[] = [];
    for (let next: string | null = `/v1/Voice/Events${search}`; next !== null; ) {
      const body = JSON.parse(await (await own.get(next)).text());
      names.push(...body.events.map(({ name }: { name: string }) => name));
      next = body.meta.next_page_url?.replace(own.url, '') ?? null;
    }
    return names;
  };
  const newest = (keep: (index: number) => boolean) => numbers(60).map(Number).filter(keep).reverse().map(String);

  it.each(['', '?PageSize=1', '?PageSize=7', '?PageSize=1000'])('lists errors, newest first (%s)', async (search) => {
    expect(await pages(search)).toEqual(newest((index) => index % 3 !== 2));
  });

  it('lists exactly the levels asked for, within a time, of a group', async () => {
    expect(await pages('?Level=WARNING&PageSize=3')).toEqual(newest((index) => index % 3 === 2));
    expect(await pages('?Level=WARNING&Level=ERROR&PageSize=3')).toEqual(newest((index) => index % 3 !== 1));
    expect(await pages(`?StartTime=${at(10)}&EndTime=${at(20)}&PageSize=2`)).toEqual(
      newest((index) => index >= 10 && index <= 20 && index % 3 !== 2),
    );
    expect(await pages('?Group=even')).toEqual(newest((index) => index % 6 === 0));
  });

  it('stays newest first where events come between two pages', async () => {
    const late = await startApi();
    const event = (index: number, data: Record<string, unknown>) =>
      callCloudEvent(
        { id: eventId(index) },
        { call_sid: newCall(), timestamp: at(index), name: String(index), ...data },
      );
    const unknown = { level: null, sdk_edge: { error: { code: 31_005 } } };
    await late.put(Array.from({ length: 10 }, (_event, index) => event(index, { level: 'ERROR' })));
    const first = JSON.parse(await (await late.get('/v1/Voice/Events?PageSize=5')).text());
    await late.put([event(20, unknown), event(21, { level: 'ERROR' })]);
    const second = JSON.parse(await (await late.get(first.meta.next_page_url.replace(late.url, ''))).text());
    expect(second.events.map(({ name }: { name: string }) => name)).toEqual(['4', '3', '2', '1', '0']);
    await late.stop();
  });

  it('reads hardly more than it lists', async () => {
    const before = own.itemsRead();
    await own.get('/v1/Voice/Events?PageSize=10');
    expect(own.itemsRead() - before).toBeLessThanOrEqual(40);
  });

  it('refuses a level that is not indexed, and says how to change that', async () => {
    for (const level of ['INFO', 'UNKNOWN']) {
      const answer = await own.get(`/v1/Voice/Events?Level=${level}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({
        code: 17400,
        message: expect.stringMatching(new RegExp(`^Level: events of level ${level} are not indexed .* indexedLevels`)),
      });
    }
  });
});

describe('a bad request', () => {
  it.each([
    [
      'Edge=ashburn',
      'Edge="ashburn": expected one of unknown_edge, carrier_edge, sip_edge, sdk_edge, client_edge, all',
    ],
    ['Edge=', 'Edge="": expected one of unknown_edge, carrier_edge, sip_edge, sdk_edge, client_edge, all'],
    ['Edge=all&Edge=all', 'Edge="all","all": expected once'],
    ['PageSize=0', 'PageSize="0": expected a whole number from 1 on; more than 1000 counts as 1000'],
    ['PageSize=ten', 'PageSize="ten": expected a whole number from 1 on; more than 1000 counts as 1000'],
    ['Page=-1', 'Page="-1": expected a whole number from 0 on'],
    ['Level=LOUD', 'Level="LOUD": expected any of UNKNOWN, DEBUG, INFO, WARNING, ERROR'],
    ['StartTime=yesterday', `StartTime="yesterday": ${A_TIME}`],
    ['level=ERROR', 'level: the parameter is called Level'],
    ['Level[]=ERROR', 'Level[]: the parameter is called Level'],
    ['StartTime>=2030-01-01T00:00:00Z', 'StartTime>: the parameter is called StartTime'],
    [
      '%20Level=ERROR&page_size=1',
      '" Level": the parameter is called Level; page_size: the parameter is called PageSize',
    ],
    [
      'limit=5',
      'limit: there is no such parameter, only Edge, Level, Group, Name, StartTime, EndTime, PageSize, Page, PageToken',
    ],
    ['Page=x&EndTime=1', `EndTime="1": ${A_TIME}; Page="x": expected a whole number from 0 on`],
  ])('%s is answered with what is allowed', async (search, message) => {
    const call = await callOf({});
    expect(await ask(`/v1/Voice/${call}/Events?${search}`)).toEqual({
      status: 400,
      body: { code: 17400, message, more_info: 'https://www.twilio.com/docs/errors/17400', status: 400 },
    });
  });

  it('for a page by its number alone is refused as Twilio refuses it, whatever it is of', async () => {
    const call = await callOf({}, {});
    for (const path of [`/v1/Voice/${call}/Events`, '/v1/Voice/Events', '/v1/Voice/Events?CallSid=x&']) {
      const { status, body } = await ask(`${path}${path.endsWith('&') ? '' : '?'}Page=1&PageSize=1`);
      expect({ status, ...body }).toEqual({
        status: 400,
        code: 20001,
        message: 'PageToken is required for paging. Page selects nothing: follow meta.next_page_url',
        more_info: 'https://www.twilio.com/docs/errors/20001',
      });
    }
    await expect(
      api.client().insights.v1.calls(call).events.page({ pageNumber: 1, pageSize: 1 }),
    ).rejects.toMatchObject({ status: 400, code: 20001 });
    expect((await ask(`/v1/Voice/${call}/Events?Page=0`)).status).toBe(200);
  });

  it('for a page by a number that is not its token’s is refused; the token alone says which it is', async () => {
    const call = await callOf({}, {}, {});
    const { body } = await ask(`/v1/Voice/${call}/Events?PageSize=1`);
    const token = new URL(body.meta.next_page_url).searchParams.get('PageToken');
    const page = (search: string) => ask(`/v1/Voice/${call}/Events?PageToken=${token}&${search}`);
    expect(await page('Page=2')).toMatchObject({
      status: 400,
      body: { code: 17400, message: 'Page=2: the PageToken is of page 1' },
    });
    for (const search of ['', 'Page=1', 'PageSize=1']) expect((await page(search)).body.meta.page).toBe(1);
  });

  it('of the description or the health check is none: they have no parameters that could select anything', async () => {
    for (const path of ['/healthz?x=1', '/openapi.json?x=1']) expect((await ask(path)).status).toBe(200);
  });

  it('for what is not there is 404, though not for a filter that lets nothing through', async () => {
    const call = await callOf({ edge: 'sdk_edge' });
    for (const path of [
      `/v1/Voice/${newCall()}/Events`,
      `/v1/Voice/${newCall()}/Events?Edge=all`,
      `/v1/Voice/CA1/Events`,
      '/v1/Voice/AC1/Events',
      '/v1/Voice/%00/Events',
      '/v1/Voice/%E0%A4%A/Events',
      `/v1/Voice/${call}/Events/`,
      `/v1/Voice/${newCall()}/Metrics`,
      '/v2',
      '/calls',
      '/assets/page.js',
      '/assets/__proto__',
    ]) {
      const { status, body } = await ask(path);
      expect({ path, status, code: body.code }).toEqual({ path, status: 404, code: 20404 });
    }
    expect(await ask(`/v1/Voice/${call}/Events?Level=ERROR`)).toMatchObject({ status: 200, body: { events: [] } });
    expect(await ask(`/v1/Voice/${call}/Events?Edge=sip_edge`)).toMatchObject({ status: 200, body: { events: [] } });
  });

  it('of another method is 405, HEAD is GET without a body, OPTIONS says what there is', async () => {
    const call = await callOf({});
    for (const method of ['POST', 'DELETE', 'PUT', 'PATCH']) {
      const answer = await api.get(`/v1/Voice/${call}/Events`, { method });
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
      expect(await answer.json()).toMatchObject({ code: 20004, status: 405 });
    }
    const head = await api.get(`/v1/Voice/${call}/Events`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const options = await api.get(`/v1/Voice/${call}/Events`, { method: 'OPTIONS', credential: '' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
  });

  it('with any text in any parameter is answered in the shape of an answer, and never fails', async () => {
    const call = await callOf({}, {});
    const name = fc.constantFrom(
      'Edge',
      'Level',
      'Group',
      'Name',
      'StartTime',
      'EndTime',
      'PageSize',
      'Page',
      'PageToken',
      'x',
    );
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', '%', '1e9', '9'.repeat(400), '\u0000', 'a'.repeat(20_000), at(0), 'ERROR'),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(`/${call}`, ''), fc.array(fc.tuple(name, value)), async (of, parameters) => {
        const search = parameters.map(([key, text]) => `${key}=${encodeURIComponent(text.toWellFormed())}`).join('&');
        const { status, body } = await ask(`/v1/Voice${of}/Events?${search}`);
        expect([200, 400]).toContain(status);
        if (status !== 400) return;
        expect(body).toMatchObject({ status: 400, message: expect.any(String) });
        // The second is Twilio's, of a page's number without its token.
        expect([17400, 20001]).toContain((body as { code: number }).code);
      }),
    );
    for (const search of ['%', 'Edge=%ff', 'PageToken=%E0%A4%A', '&&&=', 'Page=%00']) {
      expect([200, 400]).toContain((await ask(`/v1/Voice/${call}/Events?${search}`)).status);
    }
    expect(api.failures).toEqual([]);
  });
});

describe('access', () => {
  it.each([
    ['another token', `${ACCOUNT_SID}:wrong`],
    ['another account', `AC1:${TOKEN}`],
    ['a part of the token', `${ACCOUNT_SID}:${TOKEN.slice(0, -1)}`],
    ['no token', `${ACCOUNT_SID}:`],
    ['no colon', ACCOUNT_SID],
  ])('is refused to %s, whatever is asked for', async (_what, credential) => {
    const before = api.refused();
    for (const path of ['/v1/Voice/Events', '/v1/nothing', `/v1/Voice/${newCall()}/Events?Edge=x`]) {
      const own = await startApi();
      const answer = await own.get(path, { credential });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Basic realm="voice-insights-sink"');
      expect(await answer.json()).toEqual({
        code: 20003,
        message: 'Authenticate',
        more_info: 'https://www.twilio.com/docs/errors/20003',
        status: 401,
      });
      expect(own.refused()).toBe(1);
      await own.stop();
    }
    expect(api.refused()).toBe(before);
  });

  it('is refused to no credential without counting a guess: many clients wait to be asked', async () => {
    const own = await startApi();
    for (let n = 0; n < 30; n += 1) {
      const answer = await own.get('/v1/Voice/Events', { credential: '' });
      expect([answer.status, answer.headers.has('www-authenticate')]).toEqual([401, true]);
      await answer.text();
    }
    expect(own.refused()).toBe(0);
    await own.stop();
  });

  it('is refused more curtly to whoever goes on failing, and given all the while to whoever may', async () => {
    let elapsed = 0;
    let now = Date.parse('2026-11-20T12:00:00Z');
    const own = await startApi({ clock: { now: () => now, elapsed: () => elapsed } });
    const statuses = async (count: number) => {
      const answers: number[] = [];
      for (let n = 0; n < count; n += 1)
        answers.push((await own.get('/v1/Voice/Events', { credential: 'AC1:x' })).status);
      return answers;
    };
    expect(await statuses(21)).toEqual([...Array(20).fill(401), 429]);
    const answer = await own.get('/v1/Voice/Events', { credential: 'AC1:x' });
    expect(await answer.json()).toMatchObject({ code: 20429, status: 429 });
    expect(answer.headers.get('retry-after')).toBe('60');
    expect((await own.get('/v1/Voice/Events')).status).toBe(200);
    // Whatever becomes of the clock that somebody sets.
    now -= 3_600_000;
    elapsed = 60_000;
    expect(await statuses(1)).toEqual([401]);
    await own.stop();
  });

  it('to whether it is up, and to its description, is everybody’s', async () => {
    const health = await api.get('/healthz', { credential: '' });
    expect([health.status, await health.json()]).toEqual([200, { status: 'up' }]);
    expect((await api.get('/openapi.json', { credential: '' })).status).toBe(200);
  });
});

describe('trouble of ours', () => {
  it('is answered without a word about the inside, and told to those who run it', async () => {
    const secret = new Error('table arn:aws:dynamodb:… is gone');
    const failing = async () => {
      throw secret;
    };
    const own = await startApi({ pages: { pageOfCall: failing, pageOfLevel: failing } });
    const answer = await own.get(`/v1/Voice/${newCall()}/Events`);
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({
      code: 20500,
      message: 'Internal server error',
      more_info: 'https://www.twilio.com/docs/errors/20500',
      status: 500,
    });
    expect(own.failures).toEqual([secret]);
    await own.stop();
  });

  it('that is a throttled table is one to ask again after', async () => {
    const throttled = async () => {
      throw Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    };
    const own = await startApi({ pages: { pageOfCall: throttled, pageOfLevel: throttled } });
    const answer = await own.get('/v1/Voice/Events');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await answer.json()).toMatchObject({ code: 20429 });
    await own.stop();
  });
});

describe('the description', () => {
  it('holds for the answers', async () => {
    const description = JSON.parse(await (await api.get('/openapi.json')).text());
    const formats = {
      uri: URL.canParse,
      'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/,
    };
    const ajv = new Ajv2020({ strict: false, formats });
    ajv.addSchema(description, 'api');
    const check = (schema: string, body: unknown) => {
      const validate = ajv.getSchema(`api#/components/schemas/${schema}`);
      expect(validate?.(body), JSON.stringify(validate?.errors)).toBe(true);
    };
    const call = await callOf(
      { sdk_edge: { a: 1 } },
      { level: null, conversation_relay_data: { x: 1 }, edge: 'ashburn' },
    );
    const time = '2026-11-20T10:00:30Z';
    for (const [index, timestamp] of [1_763_632_800, 'Fri, 20 Nov 2026 12:00:40 +0000', null].entries()) {
      await api.put([callCloudEvent({ id: eventId(900 + index), time }, { call_sid: call, timestamp })]);
    }
    for (const path of [`/v1/Voice/${call}/Events?PageSize=1`, `/v1/Voice/${call}/Events?Edge=all`, '/v1/Voice/Events'])
      check('EventPage', (await ask(path)).body);
    for (const path of ['/v1/Voice/CA1/Events', '/v1/Voice/Events?Page=x']) check('Problem', (await ask(path)).body);
    for (const part of ['', '/Summary']) {
      check('Problem', (await ask(`/v1/Voice/CA1${part}`)).body);
      check('Problem', (await ask(`/v1/Voice/${call}${part}?x=1`)).body);
    }
    const data = summaryData(call, { start_time: at(0), from: { caller: '+15550100' }, parent_call_sid: 'CA1' });
    await api.putSummary({ ...data, agent_session_summaries: [{ session_id: 'VX1' }], tags: ['silence'] });
    check('Call', (await ask(`/v1/Voice/${call}`)).body);
    check('Annotation', (await ask(`/v1/Voice/${call}/Annotation`)).body);
    check('CallSummary', (await ask(`/v1/Voice/${call}/Summary`)).body);
    const conference = conferenceEvent({}, { create_time: at(0), tags: ['low_mos'], tag_info: { start_failure: {} } });
    await api.putEvents([conference, participantEvent({}, { call_sid: call, events: { hold: [1] } })]);
    check('Conference', (await ask(`/v1/Conferences/${CONFERENCE_SID}`)).body);
    check('ConferencePage', (await ask(`/v1/Conferences?CreatedAfter=${at(0)}`)).body);
    check('ParticipantPage', (await ask(`/v1/Conferences/${CONFERENCE_SID}/Participants`)).body);
    check('Participant', (await ask(`/v1/Conferences/${CONFERENCE_SID}/Participants/${PARTICIPANT_SID}`)).body);
    const ofCall = (await ask(`/v1/Voice/${call}/Conferences`)).body;
    check('ConferencesOfCall', ofCall);
    expect(ofCall.conferences).toHaveLength(1);
    const { body } = await ask(`/v1/Voice/Summaries?StartTime=${at(0)}`);
    check('SummaryPage', body);
    await api.putEvents([metricEvent({}, sdkMetricData({ call_sid: call }))]);
    const samples = (await ask(`/v1/Voice/${call}/Metrics?Edge=all`)).body;
    check('MetricPage', samples);
    expect(samples.metrics).toHaveLength(1);
    expect(body.call_summaries).toHaveLength(1);
    expect(Object.keys(description.paths)).toEqual([
      '/v1/Voice/{Sid}',
      '/v1/Voice/{CallSid}/Summary',
      '/v1/Voice/{CallSid}/Annotation',
      '/v1/Voice/{CallSid}/Conferences',
      '/v1/Voice/Summaries',
      '/v1/Conferences',
      '/v1/Conferences/{ConferenceSid}',
      '/v1/Conferences/{ConferenceSid}/Participants',
      '/v1/Conferences/{ConferenceSid}/Participants/{ParticipantSid}',
      '/v1/Voice/{CallSid}/Events',
      '/v1/Voice/{CallSid}/Metrics',
      '/v1/Voice/Events',
      '/v1/Voice/Events/Causes',
      '/v1/Voice/Events/Calls',
      '/v1/Voice/Fleet',
      '/v1/Voice/Trends',
      '/healthz',
    ]);
    expect(() => check('EventPage', { meta: {}, events: [] })).toThrow();
  });
});
