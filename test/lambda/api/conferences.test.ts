import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONFERENCE_PARTIAL } from '../../../families/conference-summary/facts.ts';
import { PARTICIPANT_COMPLETE_SHORT } from '../../../families/participant-summary/facts.ts';
import { ACCOUNT_SID, CALL_SID, eventId } from '../../../samples/builders.ts';
import { conferenceOfTwenty } from '../../../samples/conference/of-twenty.ts';
import { CONFERENCE_SID, conferenceEvent, PARTICIPANT_SID, participantEvent } from '../../../samples/conference.ts';
import { systemClock } from '../../../shared/clock.ts';
import { type RunningApi, startApi } from './running-api.ts';
import { expectTwilioSchema } from './twilio-schema.ts';

const NOW_MS = Date.parse('2026-11-20T12:00:00.000Z');
const MINUTE_MS = 60_000;
const OTHER_ACCOUNT = `AC${'1'.repeat(32)}`;
const SUPPORT = { sid: `SK${'1'.repeat(32)}`, secret: 'the-secret-of-support', accounts: [OTHER_ACCOUNT] };
const sid = (n: number) => `CF${n.toString(16).padStart(32, '0')}`;
const at = (ms: number) => new Date(ms).toISOString().replace('.000', '');

/** Conferences of the last hour, the latest first. */
const CONFERENCES: readonly Record<string, unknown>[] = [
  { friendly_name: 'Support, first line', status: 'in-progress', end_time: null, end_reason: null, ended_by: '' },
  { friendly_name: 'Standup', mixer_region: 'ie1' },
  { tags: ['low_mos', 'silent'], detected_issues: { call_quality: 2 } },
  { end_reason: 'conference_ended_via_api', detected_issues: { participant_behavior: 1 } },
  { account_sid: OTHER_ACCOUNT, friendly_name: 'theirs' },
];
const ALL = CONFERENCES.map((_conference, n) => n);
const TWENTY = conferenceOfTwenty(NOW_MS - 3 * 24 * 60 * MINUTE_MS, ACCOUNT_SID);

let api: RunningApi;
beforeAll(async () => {
  api = await startApi({ clock: { ...systemClock, now: () => NOW_MS }, credentials: [SUPPORT] });
  await api.putEvents(
    CONFERENCES.map((members, n) =>
      conferenceEvent(
        { id: eventId(n) },
        { conference_sid: sid(n), create_time: at(NOW_MS - (n + 1) * MINUTE_MS), start_time: null, ...members },
      ),
    ),
  );
  await api.putEvents(TWENTY.events);
}, 60_000);
afterAll(() => api.stop());

async function ask(path: string, credential?: { sid: string; secret: string }) {
  const answer = await api.get(path, credential && { credential: `${credential.sid}:${credential.secret}` });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

/** The members of all pages. */
async function all(path: string, key: 'conferences' | 'participants', credential?: typeof SUPPORT) {
  const found: Record<string, unknown>[] = [];
  for (let next: string | null = path; next !== null; ) {
    const { status, body } = await ask(next, credential);
    expect(status, JSON.stringify(body)).toBe(200);
    const schema = key === 'conferences' ? 'ListConferenceResponse' : 'ListConferenceParticipantResponse';
    expectTwilioSchema(schema, body);
    found.push(...body[key]);
    next = body.meta.next_page_url?.replace(api.url, '') ?? null;
  }
  return found;
}

async function listed(search: string, credential?: typeof SUPPORT): Promise<number[]> {
  const found = await all(`/v1/Conferences?${search}`, 'conferences', credential);
  return found.map(({ conference_sid: conferenceSid }) => Number.parseInt(String(conferenceSid).slice(2), 16));
}

describe('conferences', () => {
  it('are those of the last day, newest first, in pages of any size', async () => {
    for (const search of ['', 'PageSize=1', 'PageSize=2', 'CreatedAfter=90m', 'CreatedAfter=2026-11-20T11:00:00Z'])
      expect(await listed(search), search).toEqual(ALL);
    expect(await listed('CreatedBefore=150s'.replace('150s', '3m'))).toEqual([2, 3, 4]);
    expect(await listed('CreatedAfter=2m')).toEqual([0, 1]);
    expect(await all('/v1/Conferences?CreatedAfter=1w', 'conferences')).toHaveLength(ALL.length + 1);
  });

  it.each([
    ['FriendlyName=Standup', [1, 2, 3]],
    ['FriendlyName=Support, first line', [0]],
    ['FriendlyName=theirs,nobody', [4]],
    ['Status=completed', [1, 2, 3, 4]],
    ['Status=in_progress,not_started', [0]],
    ['MixerRegion=ie1,au1', [1]],
    ['Tags=low_mos', [2]],
    ['Tags=detected_silence,high_jitter', [2]],
    ['DetectedIssues=call_quality,participant_behavior', [2, 3]],
    ['EndReason=conference_ended_via_api', [3]],
    [`Subaccount=${OTHER_ACCOUNT}`, [4]],
    [`ConferenceSid=${sid(3)},${sid(1)}`, [1, 3]],
    [`ConferenceSid=${sid(3)},${sid(1)}&PageSize=1`, [1, 3]],
    [`ConferenceSid=${sid(77)}`, []],
    [`ConferenceSid=${sid(3)}&Status=in_progress`, []],
  ])('of %s are %j', async (search, expected) => {
    expect(await listed(search)).toEqual(expected);
  });

  it('up to a time that is given are those of the day before it', async () => {
    const twenty = await all('/v1/Conferences?CreatedBefore=2d', 'conferences');
    expect(twenty).toMatchObject([{ conference_sid: TWENTY.conferenceSid }]);
    expect(await all('/v1/Conferences?CreatedBefore=2026-11-18T11:00:00Z', 'conferences')).toEqual(twenty);
    expect(await all('/v1/Conferences?CreatedBefore=1d', 'conferences')).toEqual([]);
  });

  it('are no calls', async () => {
    for (const part of ['', '/Summary', '/Summary?ProcessingState=all', '/Annotation', '/Metrics', '/Events']) {
      expect((await ask(`/v1/Voice/${TWENTY.conferenceSid}${part}`)).status, part).toBe(404);
    }
  });

  it('that are named can be of any day, unless a time is given', async () => {
    const named = `/v1/Conferences?ConferenceSid=${TWENTY.conferenceSid}`;
    expect(await all(named, 'conferences')).toHaveLength(1);
    expect(await all(`${named}&CreatedAfter=1d`, 'conferences')).toEqual([]);
  });

  it('and their participants are of the accounts that a credential may read', async () => {
    expect(await listed('', SUPPORT)).toEqual([4]);
    expect((await ask(`/v1/Conferences/${sid(1)}`, SUPPORT)).status).toBe(404);
    expect((await ask(`/v1/Conferences/${sid(4)}`, SUPPORT)).status).toBe(200);
    const path = `/v1/Conferences/${TWENTY.conferenceSid}/Participants`;
    expect(await all(path, 'participants', SUPPORT)).toEqual([]);
    const [first] = await all(path, 'participants');
    expect((await ask(`${path}/${first?.participant_sid}`, SUPPORT)).status).toBe(404);
    expect((await ask(`/v1/Voice/${first?.call_sid}/Conferences`, SUPPORT)).body).toEqual({ conferences: [] });
  });

  it.each([
    ['/v1/Conferences?Status=over', 'Status="over": expected any of in_progress'],
    ['/v1/Conferences?createdAfter=1d', 'CreatedAfter'],
    ['/v1/Conferences?ProcessingState=all', 'ProcessingState'],
    ['/v1/Conferences?CreatedAfter=yesterday', 'CreatedAfter="yesterday": expected an ISO 8601 time'],
    [`/v1/Conferences/${CONFERENCE_SID}?Status=completed`, 'Status'],
    [`/v1/Conferences/${CONFERENCE_SID}/Participants?Events=left`, 'Events="left": expected any of hold'],
    [`/v1/Voice/${CALL_SID}/Conferences?Status=completed`, 'Status'],
  ])('%s is a wrong question', async (path, message) => {
    const { status, body } = await ask(path);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 17400 });
    expect(body.message).toContain(message);
  });
});

describe('one conference', () => {
  it('has every member of the resource, enumerations in Twilio’s spelling, and null for what nobody said', async () => {
    const { body } = await ask(`/v1/Conferences/${sid(0)}`);
    expectTwilioSchema('insights.v1.conference', body);
    const url = `${api.url}/v1/Conferences/${sid(0)}`;
    expect(body).toEqual({
      conference_sid: sid(0),
      account_sid: ACCOUNT_SID,
      friendly_name: 'Support, first line',
      create_time: at(NOW_MS - MINUTE_MS),
      start_time: null,
      end_time: null,
      duration_seconds: 76,
      connect_duration_seconds: 72,
      status: 'in_progress',
      max_participants: 250,
      max_concurrent_participants: 2,
      unique_participants: 2,
      end_reason: null,
      ended_by: null,
      mixer_region: 'us1',
      mixer_region_requested: 'us1',
      recording_enabled: false,
      detected_issues: { call_quality: 0, region_configuration: 0, participant_behavior: 0 },
      tags: null,
      tag_info: null,
      processing_state: 'in_progress',
      url,
      links: { conference_participants: `${url}/Participants` },
    });
  });

  it('is 404 where only its participants are known, and these are listed', async () => {
    const conferenceSid = sid(500);
    await api.putEvents([
      participantEvent(
        { type: PARTICIPANT_COMPLETE_SHORT },
        { conference_sid: conferenceSid, call_sid: '', events: null, metrics: null },
      ),
    ]);
    expect((await ask(`/v1/Conferences/${conferenceSid}`)).body).toMatchObject({ code: 20404, status: 404 });
    const [participant] = await all(`/v1/Conferences/${conferenceSid}/Participants`, 'participants');
    expect(participant).toMatchObject({
      participant_sid: PARTICIPANT_SID,
      call_sid: null,
      call_status: 'completed',
      events: null,
      metrics: null,
    });
    expect(await all(`/v1/Conferences/${sid(501)}/Participants`, 'participants')).toEqual([]);
  });

  it('may have any SID, and is never taken for a call or for what the page keeps', async () => {
    for (const strange of [CALL_SID, '+15550100', 'a/b #%', 'page#views', 'conference#x']) {
      await api.putEvents([
        conferenceEvent({}, { conference_sid: strange, friendly_name: strange }),
        participantEvent({}, { conference_sid: strange, participant_sid: 'x#y/z' }),
      ]);
      const path = `/v1/Conferences/${encodeURIComponent(strange)}`;
      expect((await ask(path)).body).toMatchObject({ conference_sid: strange, url: `${api.url}${path}` });
      const [participant] = (await ask(`${path}/Participants`)).body.participants;
      expect((await ask(participant.url.replace(api.url, ''))).body).toEqual(participant);
    }
    expect((await ask(`/v1/Voice/${CALL_SID}/Summary`)).status).toBe(404);
    const { body } = await ask(`/v1/Voice/${CALL_SID}/Conferences`);
    expect(body.conferences).toHaveLength(5);
  });
});

describe('the participants of a conference of twenty', () => {
  const path = `/v1/Conferences/${TWENTY.conferenceSid}/Participants`;

  it('are listed in the order in which they joined, in pages of any size', async () => {
    const found = await all(path, 'participants');
    expect(found).toHaveLength(20);
    expect(found.map(({ join_time: time }) => time)).toEqual(found.map(({ join_time: time }) => time).sort());
    expect(found[0]).toMatchObject({ label: 'host', is_moderator: true });
    for (const size of [1, 7, 20]) expect(await all(`${path}?PageSize=${size}`, 'participants')).toEqual(found);
  });

  it('are found by SID, label and events', async () => {
    const labels = async (search: string) =>
      (await all(`${path}?${search}`, 'participants')).map(({ label, from }) => label ?? from);
    expect(await labels('Label=trainer,supervisor')).toEqual(['supervisor', 'trainer']);
    expect(await labels('Events=coaching')).toEqual(['supervisor', 'trainer']);
    expect(await labels('Events=hold,coaching')).toHaveLength(5);
    const [host] = await all(path, 'participants');
    expect(await labels(`ParticipantSid=${host?.participant_sid}`)).toEqual(['host']);
  });

  it('are each a resource of its own', async () => {
    const found = await all(path, 'participants');
    const coach = found.find(({ label }) => label === 'supervisor');
    const own = String(coach?.url).replace(api.url, '');
    expect(own).toBe(`${path}/${coach?.participant_sid}`);
    const { body } = await ask(`${own}?Events=coaching&Metrics=inbound`);
    expectTwilioSchema('insights.v1.conference.conference_participant', body);
    expect(body).toEqual(coach);
    const begunMs = Date.parse(String(found[0]?.join_time));
    expect(body.events).toEqual({
      coaching: [75, 700].map((s) => begunMs + s * 1_000),
      coaching_stopped: [610, 1_080].map((s) => begunMs + s * 1_000),
    });
    expect((await ask(`${path}/CP1`)).status).toBe(404);
  });

  it('lead from their calls to the conference', async () => {
    const found = await all(path, 'participants');
    const { body } = await ask(`/v1/Voice/${found[3]?.call_sid}/Conferences`);
    expect(body.conferences).toEqual([
      {
        conference_sid: TWENTY.conferenceSid,
        participant_sid: found[3]?.participant_sid,
        conference: (await ask(`/v1/Conferences/${TWENTY.conferenceSid}`)).body,
        participant: found[3],
      },
    ]);
    expect((await ask(`/v1/Voice/CA${'9'.repeat(32)}/Conferences`)).body).toEqual({ conferences: [] });
  });

  it('are read by the official client', async () => {
    const { conferences } = api.client().insights.v1;
    const conference = await conferences(TWENTY.conferenceSid).fetch();
    expect(conference).toMatchObject({ status: 'completed', uniqueParticipants: 19, endTime: expect.any(Date) });
    const listedByClient = await conferences(TWENTY.conferenceSid).conferenceParticipants.list({ pageSize: 6 });
    expect(listedByClient).toHaveLength(20);
    const [first] = listedByClient;
    const own = await conferences(TWENTY.conferenceSid)
      .conferenceParticipants(first?.participantSid ?? '')
      .fetch();
    expect(own).toMatchObject({ label: 'host', callStatus: 'completed', joinTime: expect.any(Date) });
    expect(await conferences.list({ status: 'in_progress' })).toHaveLength(1);
  });
});

it('a version that is worse changes nothing, in whatever order they come', async () => {
  const conferenceSid = sid(600);
  const begun = { conference_sid: conferenceSid, status: 'in_progress', end_time: null };
  await api.putEvents([
    conferenceEvent({ id: 'EZ2' }, { conference_sid: conferenceSid, processing_state: 'complete' }),
    conferenceEvent({ id: 'EZ3', time: '2026-11-20T11:59:00.000Z' }, { conference_sid: conferenceSid }),
    conferenceEvent({ id: 'EZ4', type: CONFERENCE_PARTIAL, time: '2026-11-20T11:59:30.000Z' }, begun),
  ]);
  expect((await ask(`/v1/Conferences/${conferenceSid}`)).body).toMatchObject({
    status: 'completed',
    processing_state: 'complete',
  });
});
