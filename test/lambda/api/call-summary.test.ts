import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMPLETE, PARTIAL, PREDICTED_COMPLETE } from '../../../families/call-summary/facts.ts';
import { ACCOUNT_SID, CONFIG, callCloudEvent } from '../../../samples/builders.ts';
import { systemClock } from '../../../shared/clock.ts';
import { timesByDay } from '../../nightly.ts';
import { summaryData } from '../read/summary-rows.ts';
import { type RunningApi, startApi } from './running-api.ts';
import { expectTwilioSchema } from './twilio-schema.ts';

const NOW_MS = Date.parse('2026-11-20T12:00:00.000Z');
const OTHER_ACCOUNT = `AC${'1'.repeat(32)}`;
const SUPPORT = { sid: `SK${'1'.repeat(32)}`, secret: 'the-secret-of-support', accounts: [OTHER_ACCOUNT] };

let api: RunningApi;
beforeAll(async () => {
  api = await startApi({ clock: { ...systemClock, now: () => NOW_MS }, credentials: [SUPPORT] });
});
afterAll(() => api.stop());

let calls = 0;
const newCall = () => {
  calls += 1;
  return `CA${calls.toString(16).padStart(32, '0')}`;
};

async function ask(path: string, credential?: { sid: string; secret: string }) {
  const answer = await api.get(path, credential && { credential: `${credential.sid}:${credential.secret}` });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

describe('the summary of a call', () => {
  it('is answered as Twilio answers it', async () => {
    const call = newCall();
    await api.putSummary(summaryData(call, { attributes: { conference_participant: false } }));
    const { status, body } = await ask(`/v1/Voice/${call}/Summary`);
    expectTwilioSchema('insights.v1.call.summary', body);
    expect([status, body]).toEqual([
      200,
      {
        account_sid: ACCOUNT_SID,
        call_sid: call,
        call_type: 'carrier',
        call_state: 'completed',
        answered_by: null,
        processing_state: 'complete',
        created_time: '2026-11-20T11:00:00Z',
        start_time: '2026-11-20T11:00:00Z',
        end_time: '2026-11-20T11:01:04Z',
        duration: 64,
        connect_duration: 60,
        from: { caller: '+15550100', country_code: 'US' },
        to: { callee: '+15550101', country_code: 'US' },
        carrier_edge: null,
        client_edge: null,
        sdk_edge: null,
        sip_edge: null,
        tags: null,
        attributes: { conference_participant: false },
        properties: { direction: 'inbound', disconnected_by: 'caller', last_sip_response_num: 200, pdd_ms: 1200 },
        trust: null,
        annotation: null,
        url: `${api.url}/v1/Voice/${call}/Summary`,
        processing_version: 3,
      },
    ]);
  });

  it('is not there before it is final, unless a partial one will do', async () => {
    const call = newCall();
    const summary = `/v1/Voice/${call}/Summary`;
    expect((await ask(`${summary}?ProcessingState=all`)).status).toBe(404);
    await api.putSummary(summaryData(call, { processing_state: 'partial' }), { type: PREDICTED_COMPLETE });
    for (const search of ['', '?ProcessingState=complete']) {
      expect(await ask(`${summary}${search}`)).toEqual({
        status: 404,
        body: {
          code: 20404,
          message: `The requested resource ${summary} was not found`,
          more_info: 'https://www.twilio.com/docs/errors/20404',
          status: 404,
        },
      });
    }
    for (const search of ['partial', 'all']) {
      const { body } = await ask(`${summary}?ProcessingState=${search}`);
      expect(body).toMatchObject({ processing_state: 'partial', duration: 64 });
    }
    await api.putSummary(summaryData(call, { duration: 65 }), { type: COMPLETE });
    await api.putSummary(summaryData(call, { duration: 66, processing_state: 'partial' }), { type: PARTIAL });
    for (const search of ['', '?ProcessingState=partial', '?ProcessingState=all']) {
      expect((await ask(`${summary}${search}`)).body).toMatchObject({ processing_state: 'complete', duration: 65 });
    }
  });

  it('is refused for a state that there is none of, or a parameter that it has not', async () => {
    const summary = `/v1/Voice/${newCall()}/Summary`;
    for (const [search, message] of [
      ['ProcessingState=completed', 'ProcessingState="completed": expected one of complete, partial, all'],
      ['ProcessingState=', 'ProcessingState="": expected one of complete, partial, all'],
      ['processingState=all', 'processingState: the parameter is called ProcessingState'],
      ['StartTime%3E=1', 'StartTime>: there is no such parameter, only ProcessingState'],
    ]) {
      expect(await ask(`${summary}?${search}`)).toMatchObject({ status: 400, body: { code: 17400, message } });
    }
  });

  it('has what was hidden hidden', async () => {
    const call = newCall();
    const config = { ...CONFIG, redactFields: ['from.caller', 'to.location', 'trust'] };
    const data = summaryData(call, { to: { callee: '+1555', location: { lat: 1, lon: 2 } }, trust: { a: 1 } });
    await api.putSummary(data, { config });
    const { body } = await ask(`/v1/Voice/${call}/Summary`);
    expectTwilioSchema('insights.v1.call.summary', body);
    expect(body).toMatchObject({
      from: { caller: '[redacted]' },
      to: { callee: '+1555', location: '[redacted]' },
      trust: null,
    });
  });

  it('is nobody’s whose accounts are others', async () => {
    const [own, others] = [newCall(), newCall()];
    await api.putSummary(summaryData(own, { account_sid: OTHER_ACCOUNT }));
    await api.putSummary(summaryData(others));
    for (const part of ['', '/Summary']) {
      expect((await ask(`/v1/Voice/${own}${part}`, SUPPORT)).status).toBe(200);
      const refused = await ask(`/v1/Voice/${others}${part}`, SUPPORT);
      const none = await ask(`/v1/Voice/${'x'.repeat(others.length)}${part}`, SUPPORT);
      expect(refused.body).toEqual({
        ...none.body,
        message: none.body.message.replace('x'.repeat(others.length), others),
      });
    }
  });

  it('of any data is answered inside of Twilio’s types, and is in the lists', async () => {
    const names = fc.constantFrom(
      ...'account_sid created_time start_time end_time duration call_type call_state answered_by processing_state'.split(
        ' ',
      ),
      ...'from to carrier_edge sdk_edge tags attributes properties trust annotation rank facets id part other'.split(
        ' ',
      ),
      ...'agent_session_summaries parent_call_sid processing_version bucket started_id event_type'.split(' '),
    );
    const odd = fc.constantFrom<unknown>(
      ...[
        null,
        '',
        0,
        -1,
        1.5,
        1e100,
        true,
        'unknown_x',
        'x',
        '2026-11-20T11:00:00Z',
        [],
        {},
        [1, 'x', null, {}, ['y']],
      ],
    );
    const inner = fc.dictionary(
      fc.constantFrom(
        'caller',
        'location',
        'properties',
        'metrics',
        'inbound',
        'mos',
        'avg',
        'tags',
        'branded',
        'spam',
      ),
      fc.oneof(odd, fc.dictionary(fc.constantFrom('inbound', 'mos', 'region', 'enabled', 'lat'), odd)),
    );
    const value = fc.oneof(odd, inner, fc.array(fc.oneof(odd, inner), { maxLength: 3 }));
    const drawn = fc.dictionary(names, value);
    await fc.assert(
      fc.asyncProperty(drawn, async (members) => {
        const call = newCall();
        await api.putSummary({ ...summaryData(call), ...members, call_sid: call });
        const { status, body } = await ask(`/v1/Voice/${call}/Summary?ProcessingState=all`);
        expect(status, JSON.stringify(body)).toBe(200);
        const { account_sid, ...told } = body;
        expectTwilioSchema('insights.v1.call.summary', told);
        expect(account_sid === null || typeof account_sid === 'string').toBe(true);
        expect((await ask(`/v1/Voice/${call}`)).status).toBe(200);
      }),
      { numRuns: timesByDay(25, 100) },
    );
    const search = 'StartTime=2026-11-01T00:00:00Z&ProcessingState=all&PageSize=1000';
    for (const filter of ['', '&HasTag=true', '&MaxMos=5', '&Tag=x', '&SpamAnnotation=true', '&From=x', '&Region=x']) {
      expect((await ask(`/v1/Voice/Summaries?${search}${filter}`)).status).toBe(200);
    }
    expect(api.failures).toEqual([]);
  }, 60_000);
});

describe('a call', () => {
  it('is there where it has an event or a summary, and says where there is more', async () => {
    const [withEvent, withSummary] = [newCall(), newCall()];
    await api.put([callCloudEvent({}, { call_sid: withEvent })]);
    await api.putSummary(summaryData(withSummary), { type: PARTIAL });
    for (const call of [withEvent, withSummary]) {
      const url = `${api.url}/v1/Voice/${call}`;
      const { status, body } = await ask(`/v1/Voice/${call}`);
      expectTwilioSchema('insights.v1.call', body);
      expect([status, body]).toEqual([
        200,
        {
          sid: call,
          url,
          links: {
            events: `${url}/Events`,
            metrics: `${url}/Metrics`,
            summary: `${url}/Summary`,
            annotation: `${url}/Annotation`,
          },
        },
      ]);
    }
    expect(await ask(`/v1/Voice/${newCall()}`)).toMatchObject({ status: 404, body: { code: 20404 } });
    expect(await ask(`/v1/Voice/${withEvent}?x=1`)).toMatchObject({
      status: 400,
      body: { code: 17400, message: 'x: there is no such parameter, and no other' },
    });
  });
});

describe('the official client', () => {
  it('fetches a call, its summary, and summaries in pages', async () => {
    const own = await startApi({ clock: { ...systemClock, now: () => NOW_MS } });
    const insights = own.client().insights.v1;
    const sids = Array.from({ length: 12 }, (_sid, n) => `CA${String(n).padStart(32, '0')}`);
    for (const [n, call] of sids.entries()) {
      const start_time = new Date(NOW_MS - n * 1_000).toISOString();
      const tags = n % 2 === 0 ? ['silence'] : [];
      await own.putSummary(summaryData(call, { start_time, tags, call_type: n === 3 ? 'sip' : 'carrier' }));
    }
    const [first = '', second = ''] = sids;
    expect((await insights.calls(first).fetch()).sid).toBe(first);
    const summary = await insights.calls(first).summary().fetch({ processingState: 'complete' });
    expect(summary).toMatchObject({ callSid: first, callType: 'carrier', duration: 64, tags: ['silence'] });
    expect(summary.startTime).toEqual(new Date(NOW_MS));
    const listedBy = async (options: Parameters<typeof insights.callSummaries.list>[0]) =>
      (await insights.callSummaries.list(options)).map(({ callSid }) => callSid);
    expect(await listedBy({ pageSize: 5 })).toEqual(sids);
    expect(await listedBy({ limit: 7, pageSize: 2 })).toEqual(sids.slice(0, 7));
    expect(await listedBy({ hasTag: true, startTime: '1h' })).toEqual(sids.filter((_sid, n) => n % 2 === 0));
    expect(await listedBy({ callType: 'sip,trunking', from: '+15550100', processingState: 'completed' })).toEqual(
      sids.slice(3, 4),
    );
    const page = await insights.callSummaries.page({ pageSize: 1 });
    const next = await page.nextPage();
    expect(next?.instances.map(({ callSid, url }) => [callSid, url])).toEqual([
      [second, `${own.url}/v1/Voice/${second}/Summary`],
    ]);
    await expect(insights.calls('CA404').summary().fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    await expect(insights.callSummaries.list({ sortBy: 'end_time' })).rejects.toMatchObject({ code: 17400 });
    await own.stop();
  });
});
