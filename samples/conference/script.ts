import { CONFERENCE_COMPLETE, CONFERENCE_PARTIAL } from '../../families/conference-summary/facts.ts';
import { conferenceSample, type SampleConference } from '../../families/conference-summary/sample.ts';
import { PARTICIPANT_COMPLETE } from '../../families/participant-summary/facts.ts';
import { participantSample, type SampleParticipant } from '../../families/participant-summary/sample.ts';
import type { Random } from '../random.ts';
import { type Members, merged } from '../stream-form.ts';
import { conferenceForm, participantForm } from './conference-form.ts';

/** From and to, seconds since the conference was made. */
export type Stretch = readonly [fromS: number, toS: number];

/** A participant before there is a time and an identity. */
export interface ParticipantPlan {
  label?: string;
  /** E.164 number or `client:…`. */
  from: string;
  to: string;
  /** Inbound where it is not said. */
  isOutbound?: boolean;
  country?: string;
  /** Seconds since the conference was made. */
  inS: number;
  /** The end of the conference where it is not said. */
  outS?: number;
  /** Starts the conference by coming, ends it by going. */
  starts?: boolean;
  ends?: boolean;
  /** Whom it coaches: a place in the list of participants. */
  coaches?: number;
  coaching?: readonly Stretch[];
  held?: readonly Stretch[];
  muted?: readonly Stretch[];
  /** Of what the participant sent, in percent; its jitter in milliseconds, and its MOS. */
  loss?: number;
  jitter?: number;
  mos?: number;
  isSilent?: boolean;
  region?: string;
  /** The call, where it has events of its own. */
  callSid?: string;
  /** Members over those that follow from the plan. */
  members?: Members;
}

/** A conference before it has a time and an identity. */
export interface ConferencePlan {
  name: string;
  region: string;
  requestedRegion?: string;
  /** Seconds since the conference was made. */
  endS: number;
  endReason: string;
  /** A place in the list of participants. */
  endedBy: number;
  isRecorded?: boolean;
  /** Members over those that follow from the plan. */
  members?: Members;
  participants: readonly ParticipantPlan[];
}

/** The events of a conference, in the order of their times. */
export interface ConferenceEvents {
  conferenceSid: string;
  events: readonly (SampleConference | SampleParticipant)[];
}

const PACKETS_A_SECOND = 50;

/** What Event Streams sends of a conference: that it began, each participant who left, and that it ended. */
export function conferenceEvents(
  plan: ConferencePlan,
  { random, startMs, accountSid }: { random: Random; startMs: number; accountSid: string },
): ConferenceEvents {
  const conferenceSid = random.sid('CF');
  const callSids = plan.participants.map(({ callSid }) => callSid ?? random.sid('CA'));
  const at = (seconds: number) => startMs + seconds * 1000;
  const [, secondIn = plan.endS] = plan.participants.map(({ inS }) => inS).toSorted((one, other) => one - other);
  const begun = {
    conference_sid: conferenceSid,
    account_sid: accountSid,
    friendly_name: plan.name,
    create_time: seconds(startMs),
    start_time: seconds(at(secondIn)),
    status: 'in_progress',
    mixer_region: plan.region,
    mixer_region_requested: plan.requestedRegion ?? null,
    recording_enabled: plan.isRecorded ?? false,
  };
  const ended = {
    ...begun,
    end_time: seconds(at(plan.endS)),
    duration_seconds: plan.endS,
    connect_duration_seconds: plan.endS - secondIn,
    status: 'completed',
    max_concurrent_participants: atOnce(plan),
    unique_participants: new Set(plan.participants.map(({ from, to, isOutbound }) => (isOutbound ? to : from))).size,
    end_reason: plan.endReason,
    ended_by: callSids[plan.endedBy],
  };
  const participants = plan.participants.map((participant, index) => {
    const data = participantOf(participant, { plan, random, at, callSids });
    return participantSample({
      id: random.sid('EZ'),
      type: PARTICIPANT_COMPLETE,
      version: 2,
      time: new Date(at(participant.outS ?? plan.endS) + 400).toISOString(),
      data: participantForm(
        merged(
          {
            ...data,
            participant_sid: random.sid('CP'),
            conference_sid: conferenceSid,
            call_sid: callSids[index],
            account_sid: accountSid,
          },
          participant.members ?? {},
        ),
      ),
    });
  });
  const conference = (type: SampleConference['type'], atMs: number, data: Members) =>
    conferenceSample({
      id: random.sid('EZ'),
      type,
      version: 2,
      time: new Date(atMs).toISOString(),
      data: conferenceForm(data),
    });
  return {
    conferenceSid,
    events: [
      conference(CONFERENCE_PARTIAL, at(secondIn) + 300, begun),
      ...participants.toSorted((one, other) => (one.time < other.time ? -1 : 1)),
      conference(CONFERENCE_COMPLETE, at(plan.endS) + 900, merged(ended, plan.members ?? {})),
    ],
  };
}

interface Room {
  plan: ConferencePlan;
  random: Random;
  at: (seconds: number) => number;
  callSids: readonly string[];
}

function participantOf(participant: ParticipantPlan, { plan, random, at, callSids }: Room): Members {
  const { starts = false, ends = false, coaches, country = 'US', inS, outS = plan.endS, isOutbound } = participant;
  const isClient = [participant.from, participant.to].some((party) => party.startsWith('client:'));
  const events = eventsOf(participant, at);
  const coached = coaches === undefined ? undefined : callSids[coaches];
  return {
    label: participant.label ?? null,
    call_direction: isOutbound === true ? 'outbound' : 'inbound',
    from: participant.from,
    to: participant.to,
    call_state: 'completed',
    country_code: country,
    is_moderator: starts || ends,
    join_time: seconds(at(inS)),
    leave_time: seconds(at(outS)),
    duration_seconds: outS - inS,
    outbound_time_in_queue: isOutbound === true ? random.integer(80, 900) : 0,
    is_coach: coached !== undefined,
    coached_participants: coached === undefined ? null : [coached],
    participant_region: participant.region ?? plan.region,
    conference_region: plan.region,
    call_type: isClient ? 'client' : 'carrier',
    properties: {
      start_conference_on_enter: starts,
      end_conference_on_exit: ends,
      enter_muted: participant.muted?.[0]?.[0] === inS,
    },
    events: Object.keys(events).length === 0 ? null : events,
    metrics: metricsOf(participant, random, outS - inS),
    processing_state: 'complete',
  };
}

/** Actions by name, each with its times. */
function eventsOf({ held, muted, coaching, inS }: ParticipantPlan, at: Room['at']): Record<string, number[]> {
  // Somebody who comes muted was not muted by anybody.
  const pairs = { hold: held, mute: muted?.filter(([fromS]) => fromS !== inS), coaching };
  const ends = { unhold: held, unmute: muted, coaching_stopped: coaching };
  const times = [
    ...Object.entries(pairs).map(([name, stretches]) => [name, stretches?.map(([fromS]) => at(fromS))] as const),
    ...Object.entries(ends).map(([name, stretches]) => [name, stretches?.map(([, toS]) => at(toS))] as const),
  ];
  return Object.fromEntries(times.flatMap(([name, list]) => (list && list.length > 0 ? [[name, list]] : [])));
}

/** The mixer's view: inbound is what it sent to the participant, outbound is what came from there. */
function metricsOf({ loss = 0, jitter, mos, isSilent }: ParticipantPlan, random: Random, takesS: number): Members {
  const stream = (percent: number, spread: number, score: number, tags: readonly string[]) => {
    const packets = takesS * PACKETS_A_SECOND;
    const lost = Math.round((packets * percent) / 100);
    return {
      total_packets_received: packets - lost,
      total_packets_lost: lost,
      packet_loss_percentage: percent,
      jitter: { avg: spread, max: round(spread * 3.2) },
      latency: { avg: round(0.2 + random.next() / 4), max: round(0.7 + random.next()) },
      mos: score,
      tags: [...tags],
    };
  };
  const good = round(0.2 + random.next() * 0.8);
  return {
    inbound: stream(0, good, 4.4, []),
    outbound: stream(loss, jitter ?? good, mos ?? 4.4, isSilent === true ? ['silent'] : []),
  };
}

/** The most participants that were in at one time. */
function atOnce({ participants, endS }: ConferencePlan): number {
  const inAt = (second: number) =>
    participants.filter(({ inS, outS = endS }) => inS <= second && second < Math.max(outS, inS + 1)).length;
  return Math.max(0, ...participants.map(({ inS }) => inAt(inS)));
}

function seconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length)}Z`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
