import type { CallEvent } from '../../families/call-event/call-event.ts';
import type { SampleCloudEvent } from '../../families/call-event/sample.ts';
import type { Random } from '../random.ts';
import type { Members } from '../stream-form.ts';

type RelayData = NonNullable<CallEvent['conversation_relay_data']>;

/** The summary of a Conversation Relay session, out of its events. */
export function agentSession(random: Random, relay: readonly SampleCloudEvent[]): Members {
  const named = (name: string) => relay.filter(({ data }) => data.name === name);
  const dataOf = (name: string) => named(name).map(({ data }): RelayData => data.conversation_relay_data ?? {});
  const answers = dataOf('final_token_received').map((data) => data.last_token_received);
  const tokens = sum(answers.map((answer) => answer?.total_tokens));
  const words = sum(answers.map((answer) => answer?.total_words));
  const prompts = named('prompt_sent');
  const toNext = (name: string) => prompts.flatMap((prompt) => gapMs(prompt, named(name), prompts) ?? []);
  return {
    session_id: relay[0]?.data.conversation_relay_data?.session_id ?? '',
    session_state: 'ended',
    turns: prompts.length,
    interruptions: { customer_to_agent: named('interrupt').length, agent_to_customer: 0 },
    tts_latency_ms: range(dataOf('tts_latency').map((data) => data.tts_latency?.latency_ms ?? 0)),
    stt_latency_ms: range(dataOf('stt_latency').map((data) => data.stt_latency?.latency_ms ?? 0)),
    network_latency_ms: range([random.integer(18, 40), random.integer(41, 90)]),
    application_latency_ms: range(toNext('first_token_received')),
    time_to_first_audio_ms: range(toNext('start_of_agent_speech')),
    tokens: { total: tokens, tokens_per_second: range([random.integer(22, 35), random.integer(36, 60)]) },
    words: { total: words, words_per_minute: range([random.integer(130, 150), random.integer(151, 185)]) },
  };
}

/** Milliseconds from a prompt to the first event after it; undefined where the next prompt comes before that. */
function gapMs(prompt: SampleCloudEvent, events: readonly SampleCloudEvent[], prompts: readonly SampleCloudEvent[]) {
  const event = events.find(({ time }) => time > prompt.time);
  const nextPrompt = prompts.find(({ time }) => time > prompt.time);
  if (event === undefined || (nextPrompt !== undefined && nextPrompt.time < event.time)) return undefined;
  return Date.parse(event.time) - Date.parse(prompt.time);
}

function range(values: readonly number[]) {
  const all = values.length === 0 ? [0] : values;
  return { min: Math.min(...all), avg: Math.round(sum(all) / all.length), max: Math.max(...all) };
}

function sum(values: readonly (number | null | undefined)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}
