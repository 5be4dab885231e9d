import { expect, it } from 'vitest';
import { CONFERENCE_PARTIAL } from '../../../families/conference-summary/facts.ts';
import {
  conferenceId,
  conferenceOfId,
  inConferenceOfPart,
  inConferencePart,
} from '../../../families/conference-summary/keys.ts';
import { conferenceRank } from '../../../families/conference-summary/rank.ts';
import { decodeEvent } from '../../../lambda/ingest/decode.ts';
import { ARRIVAL_MS, CONFIG } from '../../../samples/builders.ts';
import { conferenceData, conferenceEvent, participantEvent } from '../../../samples/conference.ts';

/** Why an event cannot be rows; undefined where it can. */
function reasonOf(event: object): string | undefined {
  const decoded = decodeEvent(event);
  const outcome = decoded.ok
    ? decoded.value.family.outcome(decoded.value.event, { arrivalMs: ARRIVAL_MS, config: CONFIG })
    : decoded;
  return outcome.ok ? undefined : outcome.reason;
}

it.each([
  [conferenceEvent({}, { conference_sid: '' }), 'no-conference-sid'],
  [conferenceEvent({}, { conference_sid: 7 }), 'no-conference-sid'],
  [conferenceEvent({}, { conference_sid: 'x'.repeat(1_010) }), 'key-too-long'],
  [participantEvent({}, { conference_sid: null }), 'no-conference-sid'],
  [participantEvent({}, { participant_sid: '' }), 'no-participant-sid'],
  [participantEvent({}, { participant_sid: 'x'.repeat(1_020) }), 'key-too-long'],
  [{ ...conferenceEvent(), data: '{' }, 'not-json'],
  [conferenceEvent({}, { friendly_name: 'x'.repeat(500_000) }), 'too-large'],
  [participantEvent({}, { call_sid: null, from: 7, events: 'x', metrics: [] }), undefined],
])('%# is quarantined with its reason, or is a row', (event, reason) => {
  expect(reasonOf(event)).toBe(reason);
});

it('ranks what Twilio has finished with, then the type, the version, the time and the id', () => {
  const rank = (type: string, data: object, time = '2026-11-20T11:00:00Z', id = 'EZ1') =>
    conferenceRank({ id, type, time, data: conferenceData({ ...data }) });
  const complete = conferenceEvent().type;
  const ranks = [
    rank(CONFERENCE_PARTIAL, { processing_version: 9 }, '2026-11-20T12:00:00Z'),
    rank(complete, {}),
    rank(complete, { processing_version: 2 }),
    rank(complete, { processing_version: 10 }),
    rank(complete, { processing_version: 10 }, '2026-11-20T11:00:01Z'),
    rank(complete, { processing_version: 10 }, '2026-11-20T11:00:01Z', 'EZ2'),
    rank(CONFERENCE_PARTIAL, { processing_state: 'timeout' }),
    rank(complete, { processing_state: 'complete' }),
  ];
  expect(ranks.toSorted()).toEqual(ranks);
});

it('keys tell any two SIDs apart, and are never those of a call or a number', () => {
  const sids = ['CF1', 'CA1', '+15550100', 'page#views', 'a#b', 'a', 'a%23b', '%'];
  for (const sid of sids) expect(conferenceOfId(conferenceId(sid))).toBe(sid);
  const pairs = sids.flatMap((conferenceSid) =>
    ['CP1', 'b', '#b', 'b#c'].map((participantSid) => ({ conferenceSid, participantSid })),
  );
  for (const pair of pairs) expect(inConferenceOfPart(inConferencePart(pair))).toEqual(pair);
  expect(new Set(pairs.map(inConferencePart)).size).toBe(pairs.length);
  expect(conferenceId('CA1')).not.toBe('CA1');
});
