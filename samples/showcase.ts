import type { Call } from './call.ts';
import { type DeviceName, isBrowser } from './client.ts';
import { callProgress } from './gateway.ts';
import type { Random } from './random.ts';
import { relayCall } from './relay.ts';
import { type SdkCallPlan, sdkCall, type Talk } from './sdk-call.ts';
import { SDK_ERROR } from './sdk-error.ts';

type Outcome = SdkCallPlan['outcome'];

/** Calls worth looking at, in the order they take place: what goes well beside everything that can go wrong. */
export const SHOWCASE: readonly ((random: Random) => Call)[] = [
  (random) => ({
    moments: phoneCall(random, 41_000),
    summary: { members: { attributes: { conference_participant: true } } },
  }),
  (random) => outgoing(random, 'chrome-windows', talk({ durationMs: 52_000, feedback: { score: 5 } })),
  // Twilio never heard of it, and has no summary.
  (random) => ({
    ...outgoing(random, 'safari-mac', { kind: 'microphone-denied' }),
    summary: { upTo: 'nothing' },
  }),
  (random) =>
    outgoing(
      random,
      'chrome-mac',
      talk({
        durationMs: 47_000,
        troubles: [
          { kind: 'warning', name: 'high-rtt', atMs: 6_200, lastsMs: 21_000 },
          { kind: 'warning', name: 'high-jitter', atMs: 9_200, lastsMs: 14_000 },
          { kind: 'warning', name: 'low-mos', atMs: 10_200, lastsMs: 16_000 },
        ],
        endedBy: SDK_ERROR.media,
        feedback: { score: 1, issue: 'choppy-audio' },
      }),
    ),
  (random) => withClientEdge(random, 'firefox-linux', 33_000),
  (random) => ({
    ...outgoing(random, 'edge-windows', { kind: 'not-connected', error: SDK_ERROR.signaling }),
    summary: { schema: 2 },
  }),
  (random) => ({
    moments: trunkCall(random, 26_000),
    summary: { isSilent: true, members: TRUNK },
  }),
  (random) => ({ moments: relayCall(random, ['heard', 'interrupted', 'invalid-message', 'heard']) }),
  (random) =>
    outgoing(
      random,
      'iphone',
      talk({
        durationMs: 38_000,
        troubles: [{ kind: 'warning', name: 'high-packet-loss', atMs: 12_300, lastsMs: 9_000 }],
        endedBy: 'local',
      }),
    ),
  (random) => ({
    ...incoming(
      random,
      'chrome-android',
      talk({
        durationMs: 44_000,
        troubles: [{ kind: 'outage', atMs: 17_000, lastsMs: 2_600, failed: true }],
        feedback: { score: 2, issue: 'dropped-call' },
      }),
    ),
    summary: { isSilent: true },
  }),
  (random) => ({
    ...outgoing(random, 'chrome-windows', { kind: 'unanswered', earlyMedia: true, endedBy: 'local' }),
    summary: { schema: 1 },
  }),
  (random) => ({
    ...incoming(
      random,
      'edge-windows',
      talk({
        durationMs: 36_000,
        troubles: [
          { kind: 'warning', name: 'constant-audio-input-level', atMs: 11_000, lastsMs: 12_000 },
          { kind: 'mute', atMs: 26_000, lastsMs: 4_000 },
        ],
        feedback: { score: 3, issue: 'one-way-audio' },
      }),
    ),
    summary: { isSilent: true },
  }),
  (random) => incoming(random, 'android-phone', talk({ durationMs: 19_000, endedBy: SDK_ERROR.hangupWithError })),
  (random) => ({
    moments: phoneCall(random, 22_000),
    summary: { isInbound: true },
  }),
  (random) => ({ ...incoming(random, 'chrome-mac', { kind: 'rejected' }), isChild: true }),
  (random) => ({
    moments: callProgress(random, 'carrier_edge', { ringingMs: 9_400, answeredMs: 14_200, talkMs: 6_000 }),
    summary: { upTo: 'predicted-complete', members: { answered_by: 'machine_start' } },
  }),
];

/** A PBX behind an Elastic SIP Trunk. */
const TRUNK = {
  sip_edge: {
    properties: {
      trunk_sid: 'TK5d1f0c2ab94e4f7f8e0b6c3a2d1e9f40',
      user_agent: 'Example PBX 18.4',
      sip_call_id: '4f2c9a7e-1d0b8f@192.0.2.60',
    },
  },
  properties: { pdd_ms: 1_990, trunk_sid: 'TK5d1f0c2ab94e4f7f8e0b6c3a2d1e9f40', user_agent: 'Example PBX 18.4' },
};

function outgoing(random: Random, device: DeviceName, outcome: Outcome): Call {
  return sdkCallOn(random, device, { direction: 'outgoing', ringsMs: 4_000, outcome });
}

function incoming(random: Random, device: DeviceName, outcome: Outcome): Call {
  return sdkCallOn(random, device, { direction: 'incoming', ringsMs: 3_000, outcome });
}

function sdkCallOn(
  random: Random,
  device: DeviceName,
  plan: Pick<SdkCallPlan, 'direction' | 'ringsMs' | 'outcome'>,
): Call {
  const platform = isBrowser(device) ? 'browser' : 'mobile';
  return { moments: sdkCall(random, { ...plan, platform, tellsDtls: platform === 'browser', isFirst: true }), device };
}

function withClientEdge(random: Random, device: DeviceName, talkMs: number): Call {
  const { moments } = incoming(random, device, talk({ durationMs: talkMs }));
  return { moments: [...moments, ...callProgress(random, 'client_edge', { answeredMs: 3_600, talkMs })], device };
}

function phoneCall(random: Random, talkMs: number) {
  return callProgress(random, 'carrier_edge', { answeredMs: 5_400, talkMs });
}

function trunkCall(random: Random, talkMs: number) {
  const carrier = callProgress(random, 'carrier_edge', { answeredMs: 3_200, talkMs });
  return [...carrier, ...callProgress(random, 'sip_edge', { startMs: 15, answeredMs: 3_200, talkMs })];
}

function talk(members: Partial<Talk>): Outcome {
  return { kind: 'talk', talk: { durationMs: 30_000, troubles: [], endedBy: 'remote', ...members } };
}
