import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GATEWAY_METRICS } from '../../../families/call-metric/facts.ts';
import { ACCOUNT_SID, callCloudEvent, eventId } from '../../../samples/builders.ts';
import { gatewayMetricData, metricEvent, sdkMetricData } from '../../../samples/call-metric.ts';
import { itAtNight } from '../../nightly.ts';
import { summaryData } from '../read/summary-rows.ts';
import { type RunningApi, startApi } from './running-api.ts';
import { expectTwilioSchema } from './twilio-schema.ts';

const OTHER_ACCOUNT = `AC${'1'.repeat(32)}`;
const SUPPORT = { sid: `SK${'1'.repeat(32)}`, secret: 'the-secret-of-support', accounts: [OTHER_ACCOUNT] };
const START_MS = Date.parse('2026-11-20T11:30:00.000Z');

let api: RunningApi;
beforeAll(async () => {
  api = await startApi({ credentials: [SUPPORT] });
});
afterAll(() => api.stop());

let made = 0;
const newCall = () => {
  made += 1;
  return `CA${made.toString(16).padStart(32, '0')}`;
};

function timeAt(second: number): string {
  return new Date(START_MS + second * 1_000).toISOString();
}

function sdkAt(call_sid: string, second: number, members: object = {}) {
  made += 1;
  return metricEvent({ id: eventId(made) }, sdkMetricData({ call_sid, timestamp: timeAt(second), ...members }));
}

type Gateway = Parameters<typeof gatewayMetricData>[0];

function gatewayAt(call_sid: string, second: number, of: Gateway = {}, members: object = {}) {
  made += 1;
  const data = gatewayMetricData(of, { call_sid, timestamp: timeAt(second), ...members });
  return metricEvent({ id: eventId(made), type: GATEWAY_METRICS }, data);
}

interface Listed {
  metrics: { edge: string; direction: string; timestamp: string; account_sid: string | null }[];
  meta: { next_page_url: string | null; previous_page_url: string | null; page: number; key: string; url: string };
  code?: number;
  message?: string;
}

async function ask(
  path: string,
  credential?: { sid: string; secret: string },
): Promise<{ status: number; body: Listed }> {
  const answer = await api.get(path, credential && { credential: `${credential.sid}:${credential.secret}` });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

const told = ({ metrics }: Listed) =>
  metrics.map(({ edge, direction, timestamp }) => [edge, direction, (Date.parse(timestamp) - START_MS) / 1_000]);

async function listed(call: string, query = '', credential?: { sid: string; secret: string }) {
  const { status, body } = await ask(`/v1/Voice/${call}/Metrics${query}`, credential);
  expect(status, JSON.stringify(body)).toBe(200);
  return told(body);
}

describe('the samples of a call', () => {
  it('are answered as Twilio answers them, with every member', async () => {
    const call = newCall();
    await api.putEvents([sdkAt(call, 0)]);
    const { status, body } = await ask(`/v1/Voice/${call}/Metrics`);
    const url = `${api.url}/v1/Voice/${call}/Metrics?PageSize=50&Page=0`;
    const { sdk_edge } = sdkMetricData();
    expect([status, body]).toEqual([
      200,
      {
        meta: {
          page: 0,
          page_size: 50,
          first_page_url: url,
          url,
          key: 'metrics',
          next_page_url: null,
          previous_page_url: null,
        },
        metrics: [
          {
            timestamp: timeAt(0),
            call_sid: call,
            account_sid: ACCOUNT_SID,
            edge: 'sdk_edge',
            direction: 'both',
            carrier_edge: null,
            sip_edge: null,
            sdk_edge,
            client_edge: null,
          },
        ],
      },
    ]);
  });

  it('are inside of Twilio’s types, whatever came', async () => {
    const call = newCall();
    await api.putEvents([
      sdkAt(call, 0, { edge: 'ashburn', direction: 7, account_sid: null, timestamp: 'soon' }),
      sdkAt(call, 1, { edge: null, sdk_edge: { interval: { mos: 'good', rtt: { value: 81 } }, metadata: 'x' } }),
      sdkAt(call, 2, { sdk_edge: 'x', sip_edge: 5, account_sid: 5 }),
    ]);
    const { body } = await ask(`/v1/Voice/${call}/Metrics?Edge=all`);
    expect(body.metrics).toHaveLength(3);
    for (const metric of body.metrics) {
      const known = /^(CA|AC)[0-9a-f]{32}$/;
      if (metric.account_sid !== null) expect(metric.account_sid).toMatch(known);
      expectTwilioSchema('insights.v1.call.metric', metric);
    }
    expect(body.metrics).toMatchObject([
      { timestamp: timeAt(1), edge: 'sdk_edge' },
      { timestamp: timeAt(2), edge: 'sdk_edge', sdk_edge: null, sip_edge: null, account_sid: null },
      { timestamp: '2026-11-20T11:30:12.000Z', edge: 'sdk_edge', direction: 'unknown' },
    ]);
    expect(body.metrics[0]).toMatchObject({ sdk_edge: { interval: { rtt: { value: 81 } } } });
    expect(JSON.stringify(body.metrics[0])).not.toContain('good');
  });

  it('are those of an edge and a direction that are asked for, in order of time', async () => {
    const call = newCall();
    await api.putEvents([
      ...[2, 0, 1].map((second) => sdkAt(call, second)),
      ...[10, 0].flatMap((second) => [
        gatewayAt(call, second, { edge: 'client_edge', direction: 'outbound' }),
        gatewayAt(call, second, { edge: 'client_edge', direction: 'inbound' }),
      ]),
    ]);
    expect(await listed(call, '?Edge=sdk_edge')).toEqual([0, 1, 2].map((second) => ['sdk_edge', 'both', second]));
    expect(await listed(call, '?Edge=client_edge&Direction=inbound')).toEqual([
      ['client_edge', 'inbound', 0],
      ['client_edge', 'inbound', 10],
    ]);
    expect(await listed(call, '?Edge=carrier_edge')).toEqual([]);
    expect(await listed(call, '?Edge=all')).toEqual([
      ['client_edge', 'inbound', 0],
      ['client_edge', 'outbound', 0],
      ['sdk_edge', 'both', 0],
      ['sdk_edge', 'both', 1],
      ['sdk_edge', 'both', 2],
      ['client_edge', 'inbound', 10],
      ['client_edge', 'outbound', 10],
    ]);
  });

  it('are by default of the edge that its events say, else of the edge that its samples say', async () => {
    const [sdk, alone, gatewayAlone] = [newCall(), newCall(), newCall()];
    await api.put([callCloudEvent({ id: eventId(901) }, { call_sid: sdk, edge: 'client_edge' })]);
    await api.put([callCloudEvent({ id: eventId(902) }, { call_sid: sdk, edge: 'sdk_edge' })]);
    await api.putEvents([gatewayAt(sdk, 0, { edge: 'client_edge' }), sdkAt(sdk, 1)]);
    await api.putEvents([gatewayAt(alone, 0, { edge: 'client_edge' }), sdkAt(alone, 1)]);
    await api.putEvents([gatewayAt(gatewayAlone, 0, { edge: 'client_edge' })]);
    for (const call of [sdk, alone]) expect(await listed(call)).toEqual([['sdk_edge', 'both', 1]]);
    // The default would leave nothing.
    expect(await listed(gatewayAlone)).toEqual([['client_edge', 'inbound', 0]]);
  });

  it.each([
    ['carrier', 'inbound', 'carrier_edge'],
    ['sip', 'inbound', 'sip_edge'],
    ['client', 'outbound_dial', 'sdk_edge'],
    ['trunking', 'trunking_originating', 'carrier_edge'],
    ['trunking', 'trunking_terminating', 'sip_edge'],
  ] as const)(
    'are by default of the edge that the type of a call without events has: %s %s',
    async (type, direction, edge) => {
      const call = newCall();
      const other = edge === 'carrier_edge' ? 'sip_edge' : 'carrier_edge';
      await api.putEvents([
        gatewayAt(call, 0, { edge: other }),
        edge === 'sdk_edge' ? sdkAt(call, 4) : gatewayAt(call, 4, { edge }),
      ]);
      expect((await listed(call))[0]?.[0]).toBe(other);
      await api.putSummary(summaryData(call, { call_type: type, properties: { direction } }));
      expect((await listed(call)).map(([each]) => each)).toEqual([edge]);
      await api.put([callCloudEvent({ id: eventId(910 + made) }, { call_sid: call, edge: other })]);
      expect((await listed(call)).map(([each]) => each)).toEqual([other]);
    },
  );

  it('are by default of an edge that there is, whatever the type of the call', async () => {
    const call = newCall();
    await api.putEvents([gatewayAt(call, 0, { edge: 'carrier_edge' })]);
    await api.putSummary(summaryData(call, { call_type: 'sip' }));
    expect(await listed(call)).toEqual([['carrier_edge', 'inbound', 0]]);
  });

  it('are none of a call that is known otherwise, and 404 of one that is not', async () => {
    const [withEvent, withSummary] = [newCall(), newCall()];
    await api.put([callCloudEvent({}, { call_sid: withEvent })]);
    await api.putSummary(summaryData(withSummary));
    for (const call of [withEvent, withSummary]) {
      for (const query of ['', '?Edge=sip_edge', '?Edge=all']) expect(await listed(call, query)).toEqual([]);
    }
    for (const query of ['', '?Edge=sip_edge']) {
      expect(await ask(`/v1/Voice/${newCall()}/Metrics${query}`)).toMatchObject({
        status: 404,
        body: { code: 20404 },
      });
    }
  });

  it('make a call known', async () => {
    const call = newCall();
    await api.putEvents([sdkAt(call, 0)]);
    const { status, body } = await ask(`/v1/Voice/${call}`);
    expectTwilioSchema('insights.v1.call', body);
    expect(status).toBe(200);
    expect(await listed(call, '?Edge=sip_edge')).toEqual([]);
  });

  it('are nobody’s whose accounts are others', async () => {
    const [mixed, others] = [newCall(), newCall()];
    await api.putEvents([sdkAt(mixed, 0), sdkAt(mixed, 1, { account_sid: OTHER_ACCOUNT }), sdkAt(others, 0)]);
    expect(await listed(mixed, '', SUPPORT)).toEqual([['sdk_edge', 'both', 1]]);
    const later = newCall();
    await api.putEvents([
      ...[0, 1, 2, 3, 4, 5, 6, 7].map((second) => gatewayAt(later, second, { edge: 'carrier_edge' })),
      sdkAt(later, 9, { account_sid: OTHER_ACCOUNT }),
    ]);
    for (const part of ['', '/Annotation']) {
      expect((await ask(`/v1/Voice/${later}${part}`, SUPPORT)).status).toBe(200);
    }
    expect(await listed(later, '?Edge=sip_edge', SUPPORT)).toEqual([]);
    for (const part of ['/Metrics', '/Metrics?Edge=sdk_edge', '']) {
      expect((await ask(`/v1/Voice/${others}${part}`, SUPPORT)).status).toBe(404);
    }
  });
});

describe('pages of samples', () => {
  it.each([
    ['?Edge=all&PageSize=3', 14],
    ['?Edge=client_edge&PageSize=3', 8],
    ['?Edge=client_edge&Direction=outbound&PageSize=1', 4],
    ['?PageSize=4', 6],
  ])('follow one another in both directions, each sample once: %s', async (query, count) => {
    const call = newCall();
    await api.putEvents([
      ...[0, 1, 2, 3, 4, 5].map((second) => sdkAt(call, second)),
      ...[0, 1, 3, 5].flatMap((second) => [
        gatewayAt(call, second, { edge: 'client_edge', direction: 'inbound' }),
        gatewayAt(call, second, { edge: 'client_edge', direction: 'outbound' }),
      ]),
    ]);
    const forwards: Listed[] = [];
    for (let path: string | undefined = `/v1/Voice/${call}/Metrics${query}`; path !== undefined; ) {
      const { body } = await ask(path);
      forwards.push(body);
      path = body.meta.next_page_url?.slice(api.url.length);
    }
    const all = forwards.flatMap(told);
    expect(all).toHaveLength(count);
    expect(new Set(all.map((one) => one.join())).size).toBe(count);
    expect(all.map(([, , second]) => Number(second))).toEqual(
      all.map(([, , second]) => Number(second)).toSorted((one, other) => one - other),
    );
    const backwards: Listed[] = [];
    let back = forwards.at(-1)?.meta.previous_page_url;
    while (back !== null && back !== undefined) {
      const { body } = await ask(back.slice(api.url.length));
      backwards.unshift(body);
      back = body.meta.previous_page_url;
    }
    expect(backwards.flatMap(told)).toEqual(forwards.slice(0, -1).flatMap(told));
  });

  itAtNight(
    'of a thousand samples of the SDK take few requests, one for each edge of those that are small',
    async () => {
      const call = newCall();
      await api.putEvents(Array.from({ length: 1_001 }, (_sample, second) => sdkAt(call, second)));
      await api.putEvents(Array.from({ length: 3 }, (_sample, second) => gatewayAt(call, second)));
      const before = api.metricRequests();
      const { body } = await ask(`/v1/Voice/${call}/Metrics?Edge=sdk_edge&PageSize=1000`);
      expect(body.metrics).toHaveLength(1_000);
      expect(body.meta.next_page_url).not.toBeNull();
      // A request reads 1 MB.
      expect(api.metricRequests() - before).toBeLessThanOrEqual(2);
      await ask(`/v1/Voice/${call}/Metrics?Edge=carrier_edge&PageSize=1000`);
      expect(api.metricRequests() - before).toBeLessThanOrEqual(3);
      await ask(`/v1/Voice/${call}/Metrics?Edge=all&PageSize=100`);
      expect(api.metricRequests() - before).toBeLessThanOrEqual(8);
    },
  );

  it.each([
    [
      '?Edge=ashburn',
      17400,
      'Edge="ashburn": expected one of unknown_edge, carrier_edge, sip_edge, sdk_edge, client_edge, all',
    ],
    ['?Direction=left', 17400, 'Direction="left": expected one of unknown, inbound, outbound, both'],
    ['?PageSize=0', 17400, 'PageSize="0": expected a whole number from 1 on; more than 1000 counts as 1000'],
    ['?Page=1', 20001, undefined],
    ['?edge=sdk_edge', 17400, undefined],
    ['?Level=ERROR', 17400, undefined],
    ['?PageToken=x', 17400, undefined],
  ])('are refused for %s', async (query, code, message) => {
    const call = newCall();
    await api.putEvents([sdkAt(call, 0)]);
    const { status, body } = await ask(`/v1/Voice/${call}/Metrics${query}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code, ...(message !== undefined && { message }) });
  });

  it('take a token for the call and the filter that it was made for', async () => {
    const [one, other] = [newCall(), newCall()];
    await api.putEvents([0, 1, 2].flatMap((second) => [sdkAt(one, second), sdkAt(other, second)]));
    const { body } = await ask(`/v1/Voice/${one}/Metrics?Edge=sdk_edge&PageSize=1`);
    const next = body.meta.next_page_url?.slice(api.url.length) ?? '';
    expect(told((await ask(next)).body)).toEqual([['sdk_edge', 'both', 1]]);
    for (const wrong of [next.replace(one, other), next.replace('Edge=sdk_edge', 'Edge=all')]) {
      expect(await ask(wrong)).toMatchObject({ status: 400, body: { code: 17400 } });
    }
  });
});

it('the official client reads them in pages, of an edge and a direction', async () => {
  const call = newCall();
  await api.putEvents([
    ...Array.from({ length: 7 }, (_sample, second) => sdkAt(call, second)),
    gatewayAt(call, 0, { edge: 'client_edge', direction: 'inbound' }),
    gatewayAt(call, 0, { edge: 'client_edge', direction: 'outbound' }),
  ]);
  const { metrics } = api.client().insights.v1.calls(call);
  const all = await metrics.list({ pageSize: 3 });
  expect(all.map(({ timestamp }) => timestamp)).toEqual(Array.from({ length: 7 }, (_sample, second) => timeAt(second)));
  expect(all[0]).toMatchObject({ callSid: call, edge: 'sdk_edge', direction: 'both', clientEdge: null });
  const outbound = await metrics.list({ edge: 'client_edge', direction: 'outbound' });
  expect(outbound.map(({ edge, direction }) => [edge, direction])).toEqual([['client_edge', 'outbound']]);
  expect(await metrics.list({ limit: 2 })).toHaveLength(2);
  await expect(api.client().insights.v1.calls(newCall()).metrics.list()).rejects.toMatchObject({ code: 20404 });
});
