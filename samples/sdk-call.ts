import { type Connecting, connect } from './connect.ts';
import type { SdkMoment } from './moment.ts';
import type { Random } from './random.ts';
import { createSdkScript, type SdkScript } from './script.ts';
import { SDK_ERROR, type SdkError } from './sdk-error.ts';
import { type TalkTrouble, troubles } from './talk-trouble.ts';

/** How an app's user rates a call. `issue` is one of the six of the browser SDK's `call.postFeedback`. */
export type Feedback =
  | 'declined'
  | {
      score: 1 | 2 | 3 | 4 | 5;
      issue?: 'audio-latency' | 'choppy-audio' | 'dropped-call' | 'echo' | 'noisy-call' | 'one-way-audio';
    };

/** From the answer to the end of the talk. */
export interface Talk {
  durationMs: number;
  troubles: readonly TalkTrouble[];
  /** Who hung up, or the error that ended the call. */
  endedBy: 'local' | 'remote' | SdkError;
  feedback?: Feedback;
}

/** A call of the Voice SDK, decided upon before it is played. */
export interface SdkCallPlan {
  direction: 'incoming' | 'outgoing';
  /** Phones have a vocabulary of their own for some events, and ask for no microphone. */
  platform: 'browser' | 'mobile';
  /** The first call of a page tells how the SDK was set up. */
  isFirst: boolean;
  /** Not every browser tells of its DTLS transport. */
  tellsDtls: boolean;
  /** Milliseconds from the first ring to the answer, or to nobody's answer; 0 where Twilio answers by itself. */
  ringsMs: number;
  outcome:
    | { kind: 'talk'; talk: Talk }
    /** `earlyMedia`: the caller heard it ring, which takes a media connection. */
    | { kind: 'unanswered'; earlyMedia: boolean; endedBy?: 'local' | 'remote' }
    | { kind: 'microphone-denied' }
    /** Of an incoming call: nothing comes after it rang but that the user wants none of it. */
    | { kind: 'rejected' }
    | { kind: 'not-connected'; error: SdkError };
}

/**
 * What the Voice SDK reports of a call: a burst while it connects, the troubles, a burst when it ends.
 * Source: the open-source browser Voice SDK, https://github.com/twilio/twilio-voice.js
 */
export function sdkCall(random: Random, plan: SdkCallPlan): SdkMoment[] {
  const script = createSdkScript(random);
  const { outcome } = plan;
  if (outcome.kind === 'rejected') {
    script.info('connection', plan.direction);
    script.wait(plan.ringsMs, plan.ringsMs);
    script.info('connection', 'rejected-by-local');
    return script.moments;
  }
  begin(script, plan);
  if (outcome.kind === 'microphone-denied') {
    script.say('ERROR', 'get-user-media', 'denied');
    script.info('connection', 'disconnected-by-local');
    script.say('ERROR', 'connection', 'error', { error: SDK_ERROR.microphoneDenied });
    return script.moments;
  }
  if (plan.platform === 'browser') script.info('get-user-media', 'succeeded');
  script.wait(1, 8);
  connect(script, random, {
    direction: plan.direction,
    tellsDtls: plan.tellsDtls,
    upTo: reach(outcome),
    ringing: plan.platform === 'browser' ? 'outgoing-ringing' : 'ringing',
  });
  if (outcome.kind === 'not-connected') {
    script.wait(200, 4_000);
    fail(script, outcome.error);
    close(script, false);
    return script.moments;
  }
  if (plan.direction === 'outgoing') script.wait(plan.ringsMs, plan.ringsMs);
  if (outcome.kind === 'unanswered') {
    hangUp(script, plan.platform, outcome.endedBy ?? (random.chance(0.6) ? 'local' : 'remote'));
    close(script, plan.tellsDtls && outcome.earlyMedia);
    return script.moments;
  }
  return talk(script, random, plan, outcome.talk);
}

function begin(script: SdkScript, { direction, platform, isFirst, ringsMs }: SdkCallPlan): void {
  script.info('connection', direction);
  // Nothing happens in the SDK before the user accepts.
  if (direction === 'incoming') script.wait(ringsMs, ringsMs);
  if (platform === 'mobile') return;
  if (isFirst) script.info('settings', 'init');
  script.wait(1, 6);
  script.info('settings', 'edge');
  script.wait(4, 120);
}

function reach(outcome: SdkCallPlan['outcome']): Connecting['upTo'] {
  if (outcome.kind === 'not-connected') return 'candidates';
  return outcome.kind === 'unanswered' && !outcome.earlyMedia ? 'ringing' : 'media';
}

function talk(script: SdkScript, random: Random, plan: SdkCallPlan, { durationMs, endedBy, ...talk }: Talk) {
  accept(script, plan);
  const startMs = script.nowMs();
  const endMs = startMs + durationMs;
  const during = talk.troubles.flatMap((trouble) => troubles(random, trouble, { startMs, endMs }));
  script.waitUntil(endMs);
  if (typeof endedBy === 'string') hangUp(script, plan.platform, endedBy);
  else fail(script, endedBy);
  close(script, plan.tellsDtls);
  if (talk.feedback !== undefined) rate(script, talk.feedback);
  return [...script.moments, ...during];
}

function accept(script: SdkScript, { direction, platform }: SdkCallPlan): void {
  script.wait(0, 30);
  if (platform === 'mobile') script.info('connection', 'connected');
  else script.info('connection', direction === 'incoming' ? 'accepted-by-local' : 'accepted-by-remote');
  script.wait(0, 2);
  script.info('settings', 'codec');
}

function hangUp(script: SdkScript, platform: SdkCallPlan['platform'], by: 'local' | 'remote'): void {
  if (platform === 'mobile' && by === 'local') script.info('connection', 'disconnect-called');
  script.info('connection', `disconnected-by-${by}`);
}

function fail(script: SdkScript, error: SdkError): void {
  const isHangup = error === SDK_ERROR.hangupWithError;
  if (!isHangup) script.info('connection', 'disconnected-by-local');
  script.say('ERROR', 'connection', 'error', { error });
  if (isHangup) script.info('connection', 'disconnected-by-remote');
}

function close(script: SdkScript, tellsDtls: boolean): void {
  script.wait(0, 1);
  script.debug('signaling-state', 'closed');
  script.debug('ice-connection-state', 'closed');
  script.wait(0, 2);
  if (tellsDtls) script.debug('dtls-transport-state', 'closed');
  script.debug('pc-connection-state', 'closed');
}

function rate(script: SdkScript, feedback: Feedback): void {
  script.wait(1_500, 9_000);
  if (feedback === 'declined') script.info('feedback', 'received-none');
  else script.info('feedback', 'received', { feedback: { score: feedback.score, reason: feedback.issue ?? '' } });
}
