import { callProgress } from './gateway.ts';
import type { Moment, RelayData, RelayMoment } from './moment.ts';
import type { Random } from './random.ts';

/** How the agent's turn goes: it is heard to the end, the caller talks over it, or nothing usable comes. */
export type RelayTurn = 'heard' | 'interrupted' | 'invalid-message';

/** https://www.twilio.com/docs/api/errors/64107: the session goes on, the message is not processed. */
const INVALID_MESSAGE = { error_code: 64107, error_message: 'ConversationRelay: Invalid Message Received' };

const CONFIGURATIONS: RelayData = {
  configurations: {
    configurations: { tts_provider: 'ElevenLabs', transcription_provider: 'Deepgram', interruptible: 'any' },
    languages: { 'en-US': { tts_provider: 'ElevenLabs', transcription_provider: 'Deepgram' } },
  },
};

const ANSWERED_MS = 900;
const HANG_UP_MS = 40;

/**
 * A phone call that Twilio answers and a Conversation Relay application talks on. Twilio marks the end of speech, its
 * latency and the prompt in one and the same millisecond: only the sequence number tells their order.
 * Source: https://www.twilio.com/docs/voice/voice-insights/api/call/details-conversation-relay-events
 */
export function relayCall(random: Random, turns: readonly RelayTurn[]): Moment[] {
  const session = relaySession(random, turns, ANSWERED_MS);
  const talkMs = Math.max(...session.map(({ atMs }) => atMs)) + HANG_UP_MS - ANSWERED_MS;
  return [...callProgress(random, 'carrier_edge', { answeredMs: ANSWERED_MS, talkMs }), ...session];
}

function relaySession(random: Random, turns: readonly RelayTurn[], startMs: number): RelayMoment[] {
  const moments: RelayMoment[] = [];
  let atMs = startMs;
  const wait = (minMs: number, maxMs: number) => {
    atMs += random.integer(minMs, maxMs);
  };
  const say = (name: string, payload?: RelayData) =>
    moments.push({ atMs, edge: 'conversation_relay', name, ...(payload && { payload }) });

  const customerSpeaks = () => {
    say('start_of_customer_speech');
    wait(900, 4_200);
    say('stt_latency', { stt_latency: { latency_ms: random.integer(60, 320) } });
    say('end_of_customer_speech');
    say('prompt_sent');
  };
  const agentSpeaks = () => {
    say('tts_latency', { tts_latency: { latency_ms: random.integer(80, 420) } });
    say('start_of_agent_speech');
  };
  const agentAnswers = () => {
    const words = random.integer(6, 45);
    wait(280, 1_900);
    say('first_token_received');
    wait(90, 380);
    agentSpeaks();
    wait(30, 600);
    say('final_token_received', {
      last_token_received: { total_tokens: Math.ceil(words * 1.3), total_words: words },
    });
  };

  wait(30, 90);
  say('configurations', CONFIGURATIONS);
  wait(120, 400);
  agentSpeaks();
  wait(1_800, 3_600);
  say('end_of_agent_speech');
  for (const turn of turns) {
    wait(400, 1_800);
    customerSpeaks();
    if (turn === 'invalid-message') {
      wait(300, 1_400);
      say('error_event', { error: INVALID_MESSAGE });
      continue;
    }
    agentAnswers();
    wait(900, 4_500);
    if (turn === 'heard') say('end_of_agent_speech');
    else say('interrupt', { interrupt: { type: 'SPEECH' } });
  }
  wait(300, 1_500);
  const durationS = Math.round((atMs - startMs) / 1000);
  say('call_wrap_up', { call_wrap_up: { duration_in_seconds: durationS, end_status: 'completed' } });
  return moments;
}
