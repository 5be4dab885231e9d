import type { Call } from './call.ts';
import { drawBrowser } from './client.ts';
import { callProgress } from './gateway.ts';
import type { Moment } from './moment.ts';
import type { WarningName } from './quality-warning.ts';
import type { Random } from './random.ts';
import { type RelayTurn, relayCall } from './relay.ts';
import { type Feedback, type SdkCallPlan, sdkCall, type Talk } from './sdk-call.ts';
import { SDK_ERROR } from './sdk-error.ts';
import type { TalkTrouble } from './talk-trouble.ts';

/** `realistic`: about 1 event in 100 is a warning or an error. `stress`: 1 in 10. */
export type Mix = 'realistic' | 'stress';

interface Odds {
  /** Of a call of the browser SDK. */
  microphoneDenied: number;
  notConnected: number;
  /** Of an answered call, that an error ends it. */
  lost: number;
  /** Networks: how common each is, and the chance of a warning in five seconds. */
  networks: readonly (readonly [warnings: number, weight: number])[];
  /** Of an answered call, that its media connection is lost for a while. */
  outage: number;
  muted: number;
}

const ODDS: Record<Mix, Odds> = {
  realistic: {
    microphoneDenied: 0.01,
    notConnected: 0.02,
    lost: 0.003,
    networks: [
      [0, 80],
      [0.014, 15],
      [0.1, 5],
    ],
    outage: 0.005,
    muted: 0.1,
  },
  stress: {
    microphoneDenied: 0.05,
    notConnected: 0.12,
    lost: 0.75,
    networks: [
      [0, 30],
      [0.05, 50],
      [0.15, 20],
    ],
    outage: 0.65,
    muted: 0.8,
  },
};

const WARNINGS: readonly (readonly [WarningName, number])[] = [
  ['high-jitter', 30],
  ['low-mos', 24],
  ['high-rtt', 22],
  ['high-packet-loss', 12],
  ['high-packets-lost-fraction', 5],
  ['constant-audio-input-level', 4],
  ['constant-audio-output-level', 16],
  ['low-bytes-received', 2],
  ['low-bytes-sent', 1],
];

const FEEDBACK: readonly (readonly [Feedback | undefined, number])[] = [
  [undefined, 84],
  ['declined', 6],
  [{ score: 5 }, 5],
  [{ score: 4 }, 3],
  [{ score: 3, issue: 'noisy-call' }, 1],
  [{ score: 2, issue: 'audio-latency' }, 0.5],
  [{ score: 1, issue: 'choppy-audio' }, 0.5],
];

const ENDING_ERRORS = [SDK_ERROR.media, SDK_ERROR.hangupWithError, SDK_ERROR.signalingLost] as const;
const CONNECT_ERRORS = [SDK_ERROR.connection, SDK_ERROR.signaling, SDK_ERROR.transport] as const;

const WARNING_SLOT_MS = 5_000;
/** The SDK's handshake with Twilio, before anybody's phone rings. */
const CONNECT_MS = 600;
const HOUR_MS = 3_600_000;
/** Keeps the worst hour-long call below 100 events. */
const MAX_WARNINGS = 20;

/**
 * A call as they come, most of them of the browser SDK. Nobody has published how often real calls go wrong: lengths,
 * networks and rates are this project's own guesses, the events of a call are the open-source browser Voice SDK's.
 */
export function drawCall(random: Random, mix: Mix): Call {
  if (random.chance(0.015)) return { moments: phoneCall(random) };
  if (random.chance(0.003)) return { moments: agentCall(random) };
  const plan = drawPlan(random, ODDS[mix]);
  const moments: Moment[] = sdkCall(random, plan);
  const { outcome } = plan;
  if (outcome.kind === 'talk' && random.chance(0.03)) {
    const times = { answeredMs: CONNECT_MS + plan.ringsMs, talkMs: outcome.talk.durationMs };
    moments.push(...callProgress(random, 'client_edge', times));
  }
  return { moments, device: drawBrowser(random) };
}

function phoneCall(random: Random): Moment[] {
  const answeredMs = random.integer(1_000, 25_000);
  const talkMs = random.chance(0.8) ? talkTime(random) : undefined;
  const carrier = callProgress(random, 'carrier_edge', { answeredMs, talkMs });
  if (random.chance(0.5)) return carrier;
  return [...carrier, ...callProgress(random, 'sip_edge', { startMs: 15, answeredMs, talkMs })];
}

function agentCall(random: Random): Moment[] {
  const turns = Array.from({ length: random.integer(1, 6) }, () =>
    random.weighted<RelayTurn>([
      ['heard', 85],
      ['interrupted', 13],
      ['invalid-message', 2],
    ]),
  );
  return relayCall(random, turns);
}

function drawPlan(random: Random, odds: Odds): SdkCallPlan {
  const direction = random.chance(0.45) ? 'incoming' : 'outgoing';
  const isAnsweredAtOnce = direction === 'outgoing' && random.chance(0.5);
  return {
    direction,
    platform: 'browser',
    isFirst: random.chance(0.75),
    tellsDtls: random.chance(0.85),
    ringsMs: isAnsweredAtOnce ? 0 : random.integer(2_000, 20_000),
    outcome: drawOutcome(random, odds, direction),
  };
}

function drawOutcome(random: Random, odds: Odds, direction: SdkCallPlan['direction']): SdkCallPlan['outcome'] {
  if (random.chance(odds.microphoneDenied)) return { kind: 'microphone-denied' };
  if (random.chance(odds.notConnected)) return { kind: 'not-connected', error: random.pick(CONNECT_ERRORS) };
  if (direction === 'outgoing' && random.chance(0.2)) return { kind: 'unanswered', earlyMedia: random.chance(0.9) };
  return { kind: 'talk', talk: drawTalk(random, odds) };
}

function drawTalk(random: Random, odds: Odds): Talk {
  const durationMs = talkTime(random);
  const feedback = random.weighted(FEEDBACK);
  return {
    durationMs,
    troubles: [
      ...drawWarnings(random, random.weighted(odds.networks), durationMs),
      ...(random.chance(odds.outage) ? [drawOutage(random, durationMs)] : []),
      ...(random.chance(odds.muted) ? [drawMute(random, durationMs)] : []),
    ],
    endedBy: random.chance(odds.lost) ? random.pick(ENDING_ERRORS) : random.chance(0.5) ? 'local' : 'remote',
    ...(feedback && { feedback }),
  };
}

function drawWarnings(random: Random, perSlot: number, durationMs: number): TalkTrouble[] {
  const warnings: TalkTrouble[] = [];
  const silentUntil = new Map<WarningName, number>();
  // The SDK says nothing of the first five seconds.
  for (let slotMs = WARNING_SLOT_MS; slotMs < durationMs; slotMs += WARNING_SLOT_MS) {
    if (warnings.length === MAX_WARNINGS) break;
    if (!random.chance(perSlot)) continue;
    const name = random.weighted(WARNINGS);
    if ((silentUntil.get(name) ?? 0) > slotMs) continue;
    const lastsMs = WARNING_SLOT_MS + random.integer(0, 12_000);
    warnings.push({ kind: 'warning', name, atMs: slotMs + random.integer(0, 999), lastsMs });
    silentUntil.set(name, slotMs + lastsMs + WARNING_SLOT_MS);
  }
  return warnings;
}

function drawOutage(random: Random, durationMs: number): TalkTrouble {
  const atMs = Math.floor(durationMs * random.next() * 0.8);
  return { kind: 'outage', atMs, lastsMs: random.integer(400, 3_000), failed: random.chance(0.8) };
}

function drawMute(random: Random, durationMs: number): TalkTrouble {
  const atMs = Math.floor(durationMs * random.next() * 0.6);
  return { kind: 'mute', atMs, lastsMs: random.integer(1_000, 30_000) };
}

function talkTime(random: Random): number {
  return Math.round(Math.min(HOUR_MS, Math.max(3_000, random.logNormal(110_000, 1.1))));
}
