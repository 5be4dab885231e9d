import type { SampleCloudEvent } from '../../families/call-event/sample.ts';
import { createRandom } from '../random.ts';
import { type ConferenceEvents, conferenceEvents } from './script.ts';

const ROOM = '+18005550199';

/**
 * The conference of a call of the showcase, which is there from its answer to its end: an agent has it on hold for a while,
 * asks a colleague, and is listened to by a coach. @param call its events, in the order of their times
 */
export function showcaseConference(seed: number, call: readonly SampleCloudEvent[]): ConferenceEvents {
  const times = call.map(({ time }) => Date.parse(time));
  const answeredMs = Date.parse(call.find(({ data }) => data.name === 'answered')?.time ?? '') || Math.min(...times);
  const endS = Math.floor((Math.max(...times) - answeredMs) / 1000);
  const callSid = call[0]?.data.call_sid;
  const plan = {
    name: 'Support hand-over',
    region: 'us1',
    endS,
    endReason: 'participant_with_end_conference_on_exit_left',
    endedBy: 0,
    participants: [
      { label: 'agent', from: 'client:agent', to: ROOM, inS: 0, starts: true, ends: true },
      {
        label: 'customer',
        from: ROOM,
        to: '+14155550142',
        isOutbound: true,
        inS: 1,
        held: [[10, 20]] as const,
        callSid,
      },
      { label: 'colleague', from: 'client:colleague', to: ROOM, inS: 11, outS: 30, muted: [[24, 28]] as const },
      { label: 'coach', from: 'client:coach', to: ROOM, inS: 6, coaches: 0, coaching: [[7, endS - 4]] as const },
      { from: '+13125550177', to: ROOM, inS: 14, outS: 26, loss: 7.5, jitter: 22, mos: 3.1 },
    ],
  };
  const random = createRandom(seed, 7);
  return conferenceEvents(plan, { random, startMs: answeredMs, accountSid: String(call[0]?.data.account_sid) });
}
