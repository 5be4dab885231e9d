import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PARTIAL } from '../../../families/call-summary/facts.ts';
import { SUMMARY_FILTERS } from '../../../lambda/api/summary-parameters.ts';
import { ACCOUNT_SID } from '../../../samples/builders.ts';
import { systemClock } from '../../../shared/clock.ts';
import { summaryData } from '../read/summary-rows.ts';
import { type RunningApi, startApi } from './running-api.ts';
import { expectTwilioSchema } from './twilio-schema.ts';

const NOW_MS = Date.parse('2026-11-20T12:00:00.000Z');
const HOUR_MS = 3_600_000;
const sid = (n: number) => `CA${n.toString(16).padStart(32, '0')}`;
const at = (ms: number) => new Date(ms).toISOString().replace('.000', '');
const OTHER_ACCOUNT = `AC${'1'.repeat(32)}`;
const SUPPORT = { sid: `SK${'1'.repeat(32)}`, secret: 'the-secret-of-support', accounts: [OTHER_ACCOUNT] };

/** Calls of the last four hours, the latest first; what is not said of one is as `summaryData` has it. */
const CALLS: readonly Record<string, unknown>[] = [
  { from: { caller: '+15550100', carrier: 'AT&T Wireless', country_code: 'US' } },
  { from: { caller: 'client:agent', carrier: 'T-Mobile USA, Inc.', country_code: 'DE' }, call_type: 'client' },
  { to: { callee: 'sip:desk@example.com', carrier: 'Verizon', country_code: 'GB' }, call_type: 'sip' },
  { call_state: 'busy', properties: { direction: 'outbound_api', last_sip_response_num: 486 } },
  { call_state: 'canceled', properties: { direction: 'outbound-dial', last_sip_response_num: 0 } },
  { tags: ['high_jitter', 'silence'], properties: { disconnected_by: 'callee', last_sip_response_num: 503 } },
  { tags: ['low_mos'], sdk_edge: { metrics: { inbound: { mos: { avg: 3.2 } } } }, call_type: 'client' },
  { sdk_edge: { metrics: { inbound: { mos: { avg: 0 } } } }, answered_by: 'machine_start' },
  {
    sdk_edge: { metrics: { inbound: { mos: { avg: 4.3 } } } },
    answered_by: 'human',
    duration: 4,
    parent_call_sid: sid(7),
  },
  { sip_edge: { properties: { trunk_sid: 'TK1', media_region: 'ie1' } }, call_type: 'trunking', duration: 600 },
  { account_sid: OTHER_ACCOUNT, properties: { region: 'au1' } },
  { trust: { verified_caller: { verified: true }, branded: { enabled: true, use_case: 'Care, of customers' } } },
  { trust: { verified_caller: { verified: false }, voice_integrity: { enabled: false } } },
  { annotation: { answered_by: 'human', spam: true, call_score: 2, quality_issues: ['echo', 'dtmf'] } },
  { annotation: { connectivity_issue: 'dropped_call', spam: false, call_score: 5 } },
];
const ALL = CALLS.map((_call, n) => n);

let api: RunningApi;
beforeAll(async () => {
  api = await startApi({ clock: { ...systemClock, now: () => NOW_MS }, credentials: [SUPPORT] });
  for (const [n, members] of CALLS.entries()) {
    await api.putSummary(summaryData(sid(n), { start_time: at(NOW_MS - (n + 1) * 60_000), ...members }));
  }
  const partial = { processing_state: 'partial', start_time: at(NOW_MS - 30 * 60_000) };
  await api.putSummary(summaryData(sid(20), partial), { type: PARTIAL });
  await api.putSummary(summaryData(sid(21), { ...partial, end_time: null }), { type: PARTIAL });
  await api.putSummary(summaryData(sid(22), { start_time: at(NOW_MS - 5 * HOUR_MS) }));
  await api.putSummary(summaryData(sid(23), { start_time: at(NOW_MS - 9 * 24 * HOUR_MS) }));
}, 60_000);
afterAll(() => api.stop());

async function ask(path: string, credential?: { sid: string; secret: string }) {
  const answer = await api.get(path, credential && { credential: `${credential.sid}:${credential.secret}` });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

/** The numbers of the calls of all pages. */
async function listed(search: string, credential?: { sid: string; secret: string }): Promise<number[]> {
  const numbers: number[] = [];
  for (let next: string | null = `/v1/Voice/Summaries?${search}`; next !== null; ) {
    const { status, body } = await ask(next, credential);
    expect(status, JSON.stringify(body)).toBe(200);
    expectTwilioSchema('ListCallSummariesResponse', body);
    numbers.push(
      ...body.call_summaries.map(({ call_sid }: { call_sid: string }) => Number.parseInt(call_sid.slice(2), 16)),
    );
    next = body.meta.next_page_url?.replace(api.url, '') ?? null;
  }
  return numbers;
}

describe('summaries across calls', () => {
  it('are those that are final of the last four hours, newest first, where nobody says which', async () => {
    expect(await listed('')).toEqual(ALL);
    expect(await listed('PageSize=1')).toEqual(ALL);
    expect(await listed('PageSize=4')).toEqual(ALL);
  });

  it.each([
    ['StartTime=5h', [...ALL, 22]],
    ['StartTime=2w&EndTime=1d', [23]],
    ['StartTime=10D&EndTime=300m', [22, 23]],
    [`StartTime=${at(NOW_MS - 3 * 60_000)}&EndTime=${at(NOW_MS - 2 * 60_000)}`, [1, 2]],
    ['StartTime=2026-11-20T13:58:00%2B02:00', [0, 1]],
    ['EndTime=4h', []],
    ['StartTime=1m&EndTime=2m', []],
    ['From=%2B15550100&StartTime=3m', [0, 2]],
    ['From=+15550100&StartTime=1m', [0]],
    ['From=client:agent', [1]],
    ['From=client:agent,%2B15550100&StartTime=2m', [0, 1]],
    ['To=sip:desk@example.com', [2]],
    ['To=client:agent', []],
    ['From=client:agent&To=%2B15550101', [1]],
    ['FromCarrier=AT%26T Wireless', [0]],
    ['FromCarrier=T-Mobile USA, Inc.', [1]],
    ['FromCarrier=at%26t wireless,T-Mobile USA, Inc.', [0]],
    ['ToCarrier=None,Verizon', [2]],
    ['FromCountryCode=de', [1]],
    ['FromCountryCode=DE,GB&ToCountryCode=US', [1]],
    ['ToCountryCode=GB', [2]],
    ['CallType=sip,trunking', [2, 9]],
    ['CallType=Client&Tag=low_mos', [6]],
    ['CallState=busy,canceled', [3, 4]],
    ['CallState=no-answer', []],
    ['Direction=outbound_api,outbound_dial,trunking_terminating', [3, 4]],
    ['ProcessingState=completed&StartTime=1m', [0]],
    ['ProcessingState=started', [21]],
    ['ProcessingState=partial&PageSize=1', [21, 20]],
    ['ProcessingState=all', [...ALL, 21, 20]],
    ['SortBy=start_time&StartTime=2m', [0, 1]],
    [`Subaccount=${OTHER_ACCOUNT}`, [10]],
    [`Subaccount=${OTHER_ACCOUNT},${ACCOUNT_SID}&StartTime=1m`, [0]],
    ['HasTag=true', [5, 6]],
    ['HasTag=False&StartTime=8m', [0, 1, 2, 3, 4, 7]],
    ['AbnormalSession=true', [3, 5]],
    ['AnsweredBy=human', [8]],
    ['AnsweredBy=human,machine_start', [7, 8]],
    ['AnsweredByAnnotation=human', [13]],
    ['ConnectivityIssueAnnotation=invalid_number,dropped_call', [14]],
    ['QualityIssueAnnotation=choppy_robotic,echo', [13]],
    ['SpamAnnotation=true', [13]],
    ['SpamAnnotation=false', [14]],
    ['CallScoreAnnotation=1,2', [13]],
    ['VerifiedCaller=true', [11]],
    ['VerifiedCaller=false', [12]],
    ['BrandedEnabled=true&BrandedUseCase=Care, of customers', [11]],
    ['BrandedUseCase=Care', []],
    ['VoiceIntegrityEnabled=false', [12]],
    ['BusinessProfileType=primary', []],
    ['Tag=high_jitter', [5]],
    ['Tag=low_mos,silence', [5, 6]],
    ['Tag=jitter', []],
    ['SipCode=486', [3]],
    ['SipCode=5xx', [5]],
    ['SipCode=4XX,503', [3, 5]],
    ['DisconnectedBy=callee', [5]],
    [`ParentCallSid=${sid(7)}`, [8]],
    [`ParentCallSid=${sid(8)}`, []],
    ['Region=ie1,au1', [9, 10]],
    ['TrunkSid=TK1', [9]],
    ['MinDuration=65', [9]],
    ['MaxDuration=4', [8]],
    ['MinDuration=64&MaxDuration=64&Tag=silence', [5]],
    ['MaxMos=3.2', [6]],
    ['MaxMos=4.5', [6, 8]],
  ])('%s are those that fit', async (search, numbers) => {
    expect(await listed(search)).toEqual(numbers);
  });

  it('take each parameter of Twilio’s list', () => {
    // Of its OpenAPI document, without those of every list.
    const twilios =
      'From To FromCarrier ToCarrier FromCountryCode ToCountryCode VerifiedCaller HasTag StartTime EndTime CallType ' +
      'CallState Direction ProcessingState SortBy Subaccount AbnormalSession AnsweredBy AnsweredByAnnotation ' +
      'ConnectivityIssueAnnotation QualityIssueAnnotation SpamAnnotation CallScoreAnnotation BrandedEnabled ' +
      'VoiceIntegrityEnabled BrandedBundleSid BrandedLogo BrandedType BrandedUseCase BrandedCallReason ' +
      'VoiceIntegrityBundleSid VoiceIntegrityUseCase BusinessProfileIdentity BusinessProfileIndustry ' +
      'BusinessProfileBundleSid BusinessProfileType';
    expect(Object.keys(SUMMARY_FILTERS)).toEqual([
      ...twilios.split(' '),
      ...'Tag SipCode DisconnectedBy ParentCallSid Region TrunkSid MinDuration MaxDuration MaxMos'.split(' '),
    ]);
  });

  it('are answered as Twilio’s list is', async () => {
    const { body } = await ask('/v1/Voice/Summaries?StartTime=2h&FromCarrier=T-Mobile%20USA,%20Inc.&PageSize=1');
    const url = `${api.url}/v1/Voice/Summaries?FromCarrier=T-Mobile+USA%2C+Inc.&StartTime=2h&PageSize=1&Page=0`;
    expect(body).toEqual({
      meta: {
        page: 0,
        page_size: 1,
        first_page_url: url,
        previous_page_url: null,
        next_page_url: null,
        url,
        key: 'call_summaries',
      },
      call_summaries: [expect.objectContaining({ call_sid: sid(1), url: `${api.url}/v1/Voice/${sid(1)}/Summary` })],
    });
  });

  it('are of the first page’s time on every page, however long ago it was asked for', async () => {
    let now = NOW_MS;
    const own = await startApi({ clock: { ...systemClock, now: () => now } });
    for (const n of [1, 2, 3, 4]) {
      await own.putSummary(summaryData(sid(n), { start_time: at(NOW_MS - n * HOUR_MS + 1_000) }));
    }
    const names: string[] = [];
    for (let next: string | null = '/v1/Voice/Summaries?PageSize=1'; next !== null; now += 2 * HOUR_MS) {
      const { meta, call_summaries: page } = JSON.parse(await (await own.get(next)).text());
      names.push(...page.map(({ call_sid }: { call_sid: string }) => call_sid));
      next = meta.next_page_url?.replace(own.url, '') ?? null;
    }
    expect(names).toEqual([1, 2, 3, 4].map(sid));
    await own.stop();
  });

  it('are those of the reader’s accounts alone', async () => {
    expect(await listed('ProcessingState=all&PageSize=2', SUPPORT)).toEqual([10]);
    expect(await listed('From=%2B15550100', SUPPORT)).toEqual([10]);
    expect(await listed(`Subaccount=${ACCOUNT_SID}`, SUPPORT)).toEqual([]);
    const { body } = await ask('/v1/Voice/Summaries?PageSize=1');
    const next = body.meta.next_page_url.replace(api.url, '');
    expect((await ask(next, SUPPORT)).status).toBe(400);
  });

  it('of a span of years are read in pages, of which some are empty', async () => {
    const years = 'StartTime=2026-09-01T00:00:00Z&EndTime=2026-11-15T00:00:00Z';
    const { body } = await ask(`/v1/Voice/Summaries?Tag=none&${years}`);
    expect([body.call_summaries, typeof body.meta.next_page_url]).toEqual([[], 'string']);
    expect(await listed(years)).toEqual([23]);
  }, 60_000);
});

describe('a bad question for summaries', () => {
  it.each([
    ['startTime=4h', 'startTime: the parameter is called StartTime'],
    ['call_type=sip', 'call_type: the parameter is called CallType'],
    [
      'CallType=telegraph',
      'CallType="telegraph": expected any of carrier, sip, trunking, client, whatsapp, separated by commas',
    ],
    ['CallType=', 'CallType="": expected any of carrier, sip, trunking, client, whatsapp, separated by commas'],
    ['DisconnectedBy=device', 'DisconnectedBy="device": expected any of caller, callee, separated by commas'],
    ['ProcessingState=complete', 'ProcessingState="complete": expected one of completed, started, partial, all'],
    ['HasTag=yes', 'HasTag="yes": expected true or false'],
    ['HasTag=constructor', 'HasTag="constructor": expected true or false'],
    ['From=', 'From="": expected a text, or several separated by commas'],
    ['SipCode=200,9', 'SipCode="200,9": expected SIP codes, such as 486 or 5xx, separated by commas'],
    [
      'FromCountryCode=USA',
      'FromCountryCode="USA": expected country codes of two letters, such as US, separated by commas',
    ],
    ['MinDuration=-1', 'MinDuration="-1": expected a whole number of seconds'],
    ['MaxMos=high', 'MaxMos="high": expected a number, such as 3.5'],
    ['CallScoreAnnotation=6', 'CallScoreAnnotation="6": expected scores from 1 to 5, separated by commas'],
    ['StartTime=4y', expect.stringMatching(/^StartTime="4y": expected an ISO 8601 time, .* or how long ago/)],
    ['SortBy=end_time', expect.stringMatching(/^SortBy="end_time": expected start_time: /)],
    ['Subaccount=me', expect.stringMatching(/^Subaccount="me": expected account SIDs/)],
    ['MinDuration=1&MinDuration=2', 'MinDuration="1","2": expected once'],
    ['limit=5', expect.stringMatching(/^limit: there is no such parameter, only From, To, .*, MaxMos, PageSize/)],
  ])('%s is answered with what is allowed', async (search, message) => {
    expect(await ask(`/v1/Voice/Summaries?${search}`)).toEqual({
      status: 400,
      body: { code: 17400, message, more_info: 'https://www.twilio.com/docs/errors/17400', status: 400 },
    });
  });

  it('is a page by its number alone, or a token of another question', async () => {
    expect(await ask('/v1/Voice/Summaries?Page=1')).toMatchObject({ status: 400, body: { code: 20001 } });
    const { body } = await ask('/v1/Voice/Summaries?PageSize=1');
    const token = new URL(body.meta.next_page_url).searchParams.get('PageToken');
    expect((await ask(`/v1/Voice/Summaries?PageSize=5&PageToken=${token}`)).body.call_summaries).toHaveLength(5);
    for (const search of ['Tag=silence&', 'StartTime=5h&']) {
      expect((await ask(`/v1/Voice/Summaries?${search}PageToken=${token}`)).body.code).toBe(17400);
    }
    expect((await ask(`/v1/Voice/Events?PageToken=${token}`)).body.code).toBe(17400);
  });

  it('is one of another method; HEAD is GET without a body', async () => {
    const post = await api.get('/v1/Voice/Summaries', { method: 'POST' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    const head = await api.get('/v1/Voice/Summaries', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('is one without a credential', async () => {
    for (const path of ['/v1/Voice/Summaries', `/v1/Voice/${sid(1)}/Summary`, `/v1/Voice/${sid(1)}`]) {
      expect((await api.get(path, { credential: '' })).status).toBe(401);
    }
  });
});
