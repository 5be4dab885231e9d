import { createRandom } from '../random.ts';
import { type ConferenceEvents, type ConferencePlan, conferenceEvents, type ParticipantPlan } from './script.ts';

const ROOM = '+18005550199';
const END_S = 1_500;

/** Somebody who called in from a phone, and says nothing for most of the time. */
function listener(number: number, inS: number, more: Partial<ParticipantPlan> = {}): ParticipantPlan {
  return {
    from: `+1415555${String(100 + number).padStart(4, '0')}`,
    to: ROOM,
    inS,
    muted: [[inS, END_S - 90]],
    ...more,
  };
}

/** Somebody with the Voice SDK. */
function colleague(name: string, inS: number, more: Partial<ParticipantPlan> = {}): ParticipantPlan {
  return { label: name, from: `client:${name}`, to: ROOM, inS, ...more };
}

/** A hearing of twenty: its host is removed at the end, which ends it for everybody. */
const PLAN: ConferencePlan = {
  name: 'Quarterly review',
  region: 'us1',
  requestedRegion: 'us1',
  endS: END_S,
  endReason: 'participant_with_end_conference_on_exit_kicked',
  endedBy: 0,
  isRecorded: true,
  members: {
    detected_issues: { call_quality: 2, region_configuration: 1, participant_behavior: 2 },
    tags: [
      'quality_warnings',
      'high_packet_loss',
      'low_mos',
      'detected_silence',
      'duplicate_identity',
      'participant_behavior_issues',
      'region_configuration_issues',
    ],
    tag_info: { duplicate_identity: [{ participant_identity: '+14155550107', participant_sids: [] }] },
  },
  participants: [
    colleague('host', 0, { starts: true, ends: true }),
    colleague('agent-ann', 12, { held: [[420, 540]] }),
    colleague('supervisor', 60, {
      coaches: 1,
      coaching: [
        [75, 610],
        [700, 1_080],
      ],
      outS: 1_090,
    }),
    colleague('agent-ben', 20, {
      muted: [
        [200, 260],
        [640, 655],
        [900, 1_130],
      ],
    }),
    colleague('trainer', 640, { coaches: 3, coaching: [[650, 880]], outS: 900 }),
    {
      label: 'customer',
      from: ROOM,
      to: '+13125550142',
      isOutbound: true,
      inS: 35,
      held: [
        [420, 540],
        [760, 905],
      ],
    },
    {
      label: 'interpreter',
      from: ROOM,
      to: '+442079460233',
      isOutbound: true,
      country: 'GB',
      region: 'ie1',
      inS: 95,
      outS: 1_210,
      loss: 11.4,
      jitter: 38.5,
      mos: 2.6,
    },
    // The same number comes again after its line broke.
    listener(7, 40, { outS: 388, loss: 6.2, jitter: 18, mos: 3.3, muted: [] }),
    listener(7, 402, { muted: [[402, 1_200]] }),
    listener(9, 44),
    listener(10, 51),
    listener(11, 66, { isSilent: true, muted: [] }),
    listener(12, 70),
    listener(13, 84, { outS: 701, muted: [[84, 300]] }),
    listener(14, 130, { members: { events: null } }),
    { from: '+61255501234', to: ROOM, country: 'AU', region: 'au1', inS: 150, held: [[300, 330]], jitter: 9 },
    listener(16, 205, { outS: 215, muted: [] }),
    listener(17, 333),
    listener(18, 610, {
      muted: [
        [610, 720],
        [800, 1_340],
      ],
    }),
    colleague('late-comer', 1_310, { muted: [[1_310, 1_330]] }),
  ],
};

/**
 * A conference of twenty with nearly all that can happen in one: two coaches, holds, mutes, lines that break, silence, a bad
 * line from abroad, and a host who is removed.
 * @param startMs when it is made, epoch milliseconds; it takes 25 minutes
 */
export function conferenceOfTwenty(startMs: number, accountSid = createRandom(20).sid('AC')): ConferenceEvents {
  return conferenceEvents(PLAN, { random: createRandom(20, 6), startMs, accountSid });
}
