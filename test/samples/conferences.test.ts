import { describe, expect, it } from 'vitest';
import { conferenceMismatches } from '../../families/conference-summary/conference-mismatches.ts';
import { CONFERENCE_COMPLETE, CONFERENCE_PARTIAL } from '../../families/conference-summary/facts.ts';
import type { SampleConference } from '../../families/conference-summary/sample.ts';
import { PARTICIPANT_COMPLETE } from '../../families/participant-summary/facts.ts';
import { participantMismatches } from '../../families/participant-summary/participant-mismatches.ts';
import type { SampleParticipant } from '../../families/participant-summary/sample.ts';
import { conferenceOfTwenty } from '../../samples/conference/of-twenty.ts';
import { showcaseConference } from '../../samples/conference/showcase.ts';
import { conferenceData, participantData } from '../../samples/conference.ts';
import { showcaseCalls } from '../../samples/sample-calls.ts';

const START_MS = Date.parse('2026-11-20T11:00:00.000Z');
const { conferenceSid, events } = conferenceOfTwenty(START_MS);
const participants = events.flatMap((event) => (event.type === PARTICIPANT_COMPLETE ? [event.data] : []));
const conferences = events.flatMap((event) => (isOfConference(event) ? [event.data] : []));

function isOfConference(event: SampleConference | SampleParticipant): event is SampleConference {
  return event.type === CONFERENCE_PARTIAL || event.type === CONFERENCE_COMPLETE;
}

it('the conference that is played is that of the first call, and over before it is played', () => {
  const [call = []] = showcaseCalls({ seed: 1, startMs: START_MS });
  const played = showcaseConference(1, call);
  const sids = played.events.map(({ data }) => data.call_sid);
  expect(sids).toContain(call[0]?.data.call_sid);
  expect(played.events).toHaveLength(7);
  for (const { time, data } of played.events) {
    expect(Date.parse(time)).toBeLessThan(START_MS);
    expect('participant_sid' in data ? participantMismatches(data) : conferenceMismatches(data)).toEqual([]);
  }
});

describe('the conference of twenty', () => {
  it('is the same bytes each time, conforms to the schemas, and is in the order of its times', () => {
    expect(JSON.stringify(conferenceOfTwenty(START_MS).events)).toBe(JSON.stringify(events));
    for (const data of [...conferences, conferenceData()]) expect(conferenceMismatches(data)).toEqual([]);
    for (const data of [...participants, participantData()]) expect(participantMismatches(data)).toEqual([]);
    expect(events.map(({ time }) => time)).toEqual(events.map(({ time }) => time).sort());
    for (const { data } of events) expect(data.conference_sid).toBe(conferenceSid);
  });

  it('has twenty participants with calls of their own, two coaches, holds, mutes and a bad line', () => {
    expect(new Set(participants.map(({ participant_sid: sid }) => sid)).size).toBe(20);
    expect(new Set(participants.map(({ call_sid: sid }) => sid)).size).toBe(20);
    const coaches = participants.filter(({ is_coach: isCoach }) => isCoach);
    expect(coaches.map(({ events }) => [events?.coaching?.length, events?.coaching_stopped?.length])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    for (const { coached_participants: coached } of coaches) {
      expect(participants.map(({ call_sid: sid }) => sid)).toContain(coached?.[0]);
    }
    expect(participants.filter(({ events }) => events?.hold)).toHaveLength(3);
    expect(participants.filter(({ events }) => events?.mute || events?.unmute).length).toBeGreaterThan(8);
    expect(participants.filter(({ metrics }) => (metrics?.outbound?.mos ?? 5) < 3.5)).toHaveLength(2);
  });

  it('began, and ended when its host was removed', () => {
    const host = participants.find(({ label }) => label === 'host');
    expect(conferences.map(({ status }) => status)).toEqual(['in_progress', 'completed']);
    expect(conferences.at(-1)).toMatchObject({
      end_reason: 'participant_with_end_conference_on_exit_kicked',
      ended_by: host?.call_sid,
      duration_seconds: 1_500,
      connect_duration_seconds: 1_488,
      unique_participants: 19,
      processing_state: 'in_progress',
    });
    expect(conferences[0]).toMatchObject({ start_time: '2026-11-20T11:00:12Z', end_time: null, end_reason: null });
  });
});
