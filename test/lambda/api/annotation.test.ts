import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT_SID, callCloudEvent } from '../../../samples/builders.ts';
import { metricEvent, sdkMetricData } from '../../../samples/call-metric.ts';
import { systemClock } from '../../../shared/clock.ts';
import { byDay, itAtNight } from '../../nightly.ts';
import { summaryData } from '../read/summary-rows.ts';
import { type RunningApi, startApi, TOKEN } from './running-api.ts';
import { expectTwilioSchema } from './twilio-schema.ts';

const NOW_MS = Date.parse('2026-11-20T12:00:00.000Z');
const OTHER_ACCOUNT = `AC${'1'.repeat(32)}`;
const SUPPORT = { sid: `SK${'1'.repeat(32)}`, secret: 'the-secret-of-support', accounts: [OTHER_ACCOUNT] };
const FORM = 'application/x-www-form-urlencoded';

let api: RunningApi;
beforeAll(async () => {
  api = await startApi({ clock: { ...systemClock, now: () => NOW_MS }, credentials: [SUPPORT] });
});
afterAll(() => api.stop());

let calls = 0;
async function newCall(data: Record<string, unknown> = {}): Promise<string> {
  calls += 1;
  const call = `CA${calls.toString(16).padStart(32, '0')}`;
  await api.putSummary(summaryData(call, data));
  return call;
}

interface Asked {
  credential?: string;
  headers?: Record<string, string>;
}

async function ask(path: string, init: RequestInit & Asked = {}) {
  const answer = await api.get(path, init);
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}
const say = (call: string, form: string, { headers, ...asked }: Asked = {}) =>
  ask(`/v1/Voice/${call}/Annotation`, {
    method: 'POST',
    body: form,
    headers: { 'content-type': FORM, ...headers },
    ...asked,
  });

const NOTHING = {
  account_sid: ACCOUNT_SID,
  answered_by: 'unknown_answered_by',
  connectivity_issue: 'unknown_connectivity_issue',
  quality_issues: [],
  spam: null,
  call_score: null,
  comment: null,
  incident: null,
};
const urlOf = (call: string) => `${api.url}/v1/Voice/${call}/Annotation`;

describe('what people say of a call', () => {
  it('is answered as Twilio answers it, before and after somebody said something', async () => {
    const call = await newCall();
    const before = await ask(`/v1/Voice/${call}/Annotation`);
    expect(before).toEqual({ status: 200, body: { ...NOTHING, call_sid: call, url: urlOf(call) } });
    const said = await say(
      call,
      'AnsweredBy=human&ConnectivityIssue=invalid_number&QualityIssues=low_volume,choppy_robotic&Spam=true&CallScore=2&Comment=this+is+a+call&Incident=https://example.com/tickets/17353089',
    );
    expect(said).toEqual({
      status: 200,
      body: {
        account_sid: ACCOUNT_SID,
        call_sid: call,
        answered_by: 'human',
        connectivity_issue: 'invalid_number',
        quality_issues: ['low_volume', 'choppy_robotic'],
        spam: true,
        call_score: 2,
        comment: 'this is a call',
        incident: 'https://example.com/tickets/17353089',
        url: urlOf(call),
      },
    });
    for (const { body } of [before, said]) expectTwilioSchema('insights.v1.call.annotation', body);
    expect(await ask(`/v1/Voice/${call}/Annotation`)).toEqual(said);
  });

  it('is written and read by the official client, which takes a score back with null', async () => {
    const annotation = api
      .client()
      .insights.v1.calls(await newCall())
      .annotation();
    const said = await annotation.update({ callScore: 4, qualityIssues: 'echo,latency', spam: false });
    expect([said.callScore, said.qualityIssues, said.spam]).toEqual([4, ['echo', 'latency'], false]);
    const taken = await annotation.update({ callScore: null as unknown as number, comment: 'ok' });
    expect([taken.callScore, taken.comment, taken.qualityIssues]).toEqual([null, 'ok', ['echo', 'latency']]);
    expect((await annotation.fetch()).toJSON()).toEqual(taken.toJSON());
  });

  it('keeps what is not said anew, also when two people write at once', async () => {
    const call = await newCall();
    const all = ['CallScore=1', 'Comment=one', 'Incident=T-1', 'Spam=true', 'QualityIssues=echo', 'AnsweredBy=machine'];
    await Promise.all(all.map((form) => say(call, form)));
    expect((await say(call, 'CallScore=3')).body).toMatchObject({
      call_score: 3,
      comment: 'one',
      incident: 'T-1',
      spam: true,
      quality_issues: ['echo'],
      answered_by: 'machine',
    });
    await say(call, 'CallScore=&Comment=&Incident=&QualityIssues=&AnsweredBy=unknown_answered_by&Spam=');
    expect((await ask(`/v1/Voice/${call}/Annotation`)).body).toMatchObject(NOTHING);
    expect((await say(call, 'Spam=False')).body.spam).toBe(false);
  });

  it('stands before what Twilio’s summary has of it, member by member, and is shown in the summary', async () => {
    const call = await newCall({ annotation: { call_score: 5, comment: 'at Twilio', incident: 'T-9', spam: true } });
    expect((await ask(`/v1/Voice/${call}/Annotation`)).body).toMatchObject({ call_score: 5, comment: 'at Twilio' });
    await say(call, 'CallScore=1&Incident=');
    const own = { call_score: 1, comment: 'at Twilio', spam: true };
    expect((await ask(`/v1/Voice/${call}/Annotation`)).body).toMatchObject({ ...own, incident: null });
    expect((await ask(`/v1/Voice/${call}/Summary`)).body.annotation).toEqual(own);
  });

  it('is one row of the call, which lives as long as a summary', async () => {
    const call = await newCall();
    await say(call, 'CallScore=2&Comment=');
    const { Item } = await api.table.send(
      new GetItemCommand({ TableName: 'call-insights', Key: { id: { S: call }, part: { S: 'annotation' } } }),
    );
    expect(Item).toEqual({
      id: { S: call },
      part: { S: 'annotation' },
      account_sid: { S: ACCOUNT_SID },
      call_score: { N: '2' },
      comment: { NULL: true },
      updated_at: { S: expect.stringMatching(/^\d{4}-.*Z$/) },
      expires_at: { N: expect.stringMatching(/^\d+$/) },
    });
  });

  it('can be said of a call that has events alone, and of no call that nothing is known of', async () => {
    const call = `CA${'e'.repeat(32)}`;
    expect((await say(call, 'CallScore=2')).status).toBe(404);
    expect((await ask(`/v1/Voice/${call}/Annotation`)).body.code).toBe(20404);
    await api.put([callCloudEvent({}, { call_sid: call })]);
    expect((await say(call, 'CallScore=2')).body).toMatchObject({ call_score: 2, account_sid: ACCOUNT_SID });
  });

  it('can be said of a call that has samples alone, and is of the account that they say', async () => {
    const call = `CA${'d'.repeat(32)}`;
    await api.putEvents([metricEvent({}, sdkMetricData({ call_sid: call, account_sid: OTHER_ACCOUNT }))]);
    const credential = `${SUPPORT.sid}:${SUPPORT.secret}`;
    const said = await say(call, 'CallScore=2', { credential });
    expect(said.body).toMatchObject({ call_score: 2, account_sid: OTHER_ACCOUNT });
    expect(await ask(`/v1/Voice/${call}/Annotation`, { credential })).toEqual(said);
  });

  it.each(
    byDay(3, [
      ['CallScore=6', /^CallScore="6": expected a whole number from 1 to 5/],
      ['CallScore=2.5', /^CallScore=/],
      ['CallScore=two', /^CallScore=/],
      ['Spam=maybe', /^Spam="maybe": expected true or false/],
      ['AnsweredBy=fax', /^AnsweredBy="fax": expected one of human, machine, unknown_answered_by/],
      ['ConnectivityIssue=', /^ConnectivityIssue="": expected one of no_connectivity_issue/],
      ['QualityIssues=echo,loud', /^QualityIssues="echo,loud": expected any of no_quality_issue, low_volume/],
      [`Comment=${'x'.repeat(101)}`, /^Comment=.*: expected 100 characters at most/],
      [`Incident=${'x'.repeat(101)}`, /^Incident=.*: expected 100 characters at most/],
      ['CallScore=1&CallScore=2', /^CallScore="1","2": expected once/],
      ['Score=1', /Score/],
      ['Comment=1&callscore=1', /callscore/],
      [`Comment=${'x'.repeat(9_000)}`, /^The body is larger than 8 KB/],
    ] as const),
  )('is refused as %s, and nothing is written', async (form, message) => {
    const call = await newCall();
    const { status, body } = await say(call, form);
    expect([status, body.code, body.message]).toEqual([400, 17400, expect.stringMatching(message)]);
    expect((await ask(`/v1/Voice/${call}/Annotation`)).body).toMatchObject(NOTHING);
  });

  it('is what people wrote, whatever it begins with', async () => {
    const call = await newCall({ annotation: { comment: 'at Twilio' } });
    const own = { comment: 'unknown_caller rang again', incident: 'Unknown_1' };
    const { body } = await say(call, `Comment=${own.comment.replaceAll(' ', '+')}&Incident=${own.incident}`);
    expect(body).toMatchObject(own);
    expect((await ask(`/v1/Voice/${call}/Summary`)).body.annotation).toEqual(own);
  });

  itAtNight('takes a hundred characters of any kind', async () => {
    const call = await newCall();
    const comment = '😀'.repeat(100);
    expect((await say(call, `Comment=${encodeURIComponent(comment)}`)).body.comment).toBe(comment);
  });

  it('is refused in any other kind of body, and with a parameter in the address', async () => {
    const call = await newCall();
    const json = await say(call, '{"CallScore":2}', { headers: { 'content-type': 'application/json' } });
    expect([json.status, json.body.message]).toEqual([400, `Content-Type: expected ${FORM}`]);
    const path = `/v1/Voice/${call}/Annotation?CallScore=2`;
    expect((await ask(path)).status).toBe(400);
    expect((await ask(path, { method: 'POST', headers: { 'content-type': FORM } })).status).toBe(400);
    expect((await ask(`/v1/Voice/${call}/Annotation`, { method: 'DELETE' })).status).toBe(405);
  });

  it('is for those who may read the call, and who ask with a credential', async () => {
    const call = await newCall();
    const support = `${SUPPORT.sid}:${SUPPORT.secret}`;
    expect((await say(call, 'CallScore=2', { credential: support })).status).toBe(404);
    expect((await say(call, 'CallScore=2', { credential: '' })).status).toBe(401);
    expect((await ask(`/v1/Voice/${call}/Annotation`, { credential: support })).status).toBe(404);
    const theirs = await newCall({ account_sid: OTHER_ACCOUNT });
    expect((await say(theirs, 'CallScore=2', { credential: support })).body.account_sid).toBe(OTHER_ACCOUNT);
  });

  it('is not for readers of an account that an event alone names: its device wrote that', async () => {
    const call = await newCall();
    await say(call, 'Comment=of+ours');
    await api.put([callCloudEvent({}, { call_sid: call, account_sid: OTHER_ACCOUNT })]);
    const credential = `${SUPPORT.sid}:${SUPPORT.secret}`;
    expect((await ask(`/v1/Voice/${call}/Annotation`, { credential })).status).toBe(404);
    expect((await say(call, 'Comment=of+theirs', { credential })).status).toBe(404);
  });

  it('of no account is not for readers of one, whatever an event says', async () => {
    const call = await newCall({ account_sid: '' });
    await say(call, 'Comment=of+ours');
    await api.put([callCloudEvent({}, { call_sid: call, account_sid: OTHER_ACCOUNT })]);
    const credential = `${SUPPORT.sid}:${SUPPORT.secret}`;
    expect((await ask(`/v1/Voice/${call}/Annotation`, { credential })).status).toBe(404);
    expect((await ask(`/v1/Voice/${call}/Annotation`)).body.comment).toBe('of ours');
  });

  it('is not written by a page of another site, whatever its browser adds', async () => {
    const call = await newCall();
    const elsewhere: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site', origin: 'https://example.com' },
      { 'sec-fetch-site': 'same-site', origin: 'https://example.com' },
      { origin: 'https://example.com' },
      { origin: 'null' },
    ];
    for (const headers of elsewhere) {
      const { status, body } = await say(call, 'CallScore=2', { headers });
      expect([status, body.code]).toEqual([403, 20403]);
    }
    expect((await ask(`/v1/Voice/${call}/Annotation`)).body.call_score).toBeNull();
  });

  it('is written by the page with its session, from no other site', async () => {
    const call = await newCall();
    const signedIn = await fetch(`${api.url}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ sid: ACCOUNT_SID, token: TOKEN }),
    });
    const cookie = signedIn.headers
      .getSetCookie()
      .map((one) => one.split(';', 1)[0])
      .join('; ');
    const write = (site: string) =>
      say(call, 'CallScore=2', { credential: '', headers: { cookie, 'sec-fetch-site': site } });
    expect((await write('cross-site')).status).toBe(401);
    expect((await write('same-origin')).status).toBe(200);
  });

  itAtNight('is in no log', async () => {
    const call = await newCall();
    await say(call, 'Comment=a+secret+of+somebody');
    expect(JSON.stringify([api.answered, api.failures])).not.toContain('secret+of');
    expect(JSON.stringify([api.answered, api.failures])).not.toContain('secret of');
    expect(api.failures).toEqual([]);
  });
});
