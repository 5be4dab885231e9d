import type { SampleCloudEvent } from '../../families/call-event/sample.ts';
import type { CallMetric } from '../../families/call-metric/call-metric.ts';
import { GATEWAY_METRICS, SDK_METRICS } from '../../families/call-metric/facts.ts';
import { callMetricSample, type SampleMetric } from '../../families/call-metric/sample.ts';
import { gatewayMetadata } from '../gateway.ts';
import type { GatewayEdge } from '../moment.ts';
import type { Random } from '../random.ts';
import { type Story, storyOf } from '../summary/story.ts';
import { LOST, type Trouble, troublesAt, troublesOf } from './troubles.ts';

const SECOND_MS = 1_000;
const PACKETS_A_SECOND = 50;
const BYTES_A_PACKET = 80;
const SDK_EVERY_MS = SECOND_MS;
const GATEWAY_EVERY_MS = 10 * SECOND_MS;
const VERSION = 2;
const OPUS = { codec: 111, codec_name: 'opus' };
const PCMU = { codec: 0, codec_name: 'pcmu' };
/** Of the edges that a sample is not of: the stream has each member. */
const NO_EDGES = { carrier_edge: null, client_edge: null, sip_edge: null, sdk_edge: null };

/**
 * The samples of one call as Event Streams sends them, an event each: the SDK's every second, a pair of every gateway's
 * every ten. They fit its events: bad while a warning stands, silent on mute, and none while there is no connection.
 * @param events of one call, in the order of their times; a call that nobody answered has no samples
 * @param isSilent nothing is heard of the caller
 */
export function callMetrics(
  events: readonly SampleCloudEvent[],
  random: Random,
  { isSilent = false }: { isSilent?: boolean } = {},
): SampleMetric[] {
  const story = storyOf(events);
  if (story.answeredMs === undefined) return [];
  const call = { story, answeredMs: story.answeredMs, troubles: troublesOf(events, story.endMs), random, isSilent };
  const gateways = edgesOf(story).flatMap((edge) => gatewaySamples(call, edge));
  const sdk = story.sdk === undefined ? [] : sdkSamples(call);
  return [...sdk, ...gateways].toSorted((one, other) => Date.parse(one.time) - Date.parse(other.time));
}

interface MeasuredCall {
  story: Story;
  answeredMs: number;
  troubles: readonly Trouble[];
  random: Random;
  isSilent: boolean;
}

/** Those that its events came from; of a call of the SDK the gateway beside it, which measures what the client sends. */
function edgesOf({ gateways, sdk }: Story): GatewayEdge[] {
  const said = (['carrier_edge', 'sip_edge', 'client_edge'] as const).filter((edge) => gateways[edge] !== undefined);
  return sdk === undefined ? said : ['client_edge'];
}

function sdkSamples({ story, answeredMs, troubles, random, isSilent }: MeasuredCall): SampleMetric[] {
  const [bestRtt, offsetMs] = [random.integer(45, 120), random.integer(0, 400)];
  const sum = { packets_received: 0, packets_sent: 0, packets_lost: 0, bytes_received: 0, bytes_sent: 0 };
  const samples: SampleMetric[] = [];
  for (let atMs = answeredMs + SDK_EVERY_MS + offsetMs; atMs < story.endMs; atMs += SDK_EVERY_MS) {
    const wrong = troublesAt(troubles, atMs);
    if (wrong.has(LOST)) continue;
    const lossPercent = lossAt(wrong, random);
    const lost = Math.round((PACKETS_A_SECOND * lossPercent) / 100);
    const received = wrong.has('low-bytes-received') ? 0 : PACKETS_A_SECOND - lost;
    const sent = wrong.has('low-bytes-sent') ? 0 : PACKETS_A_SECOND;
    sum.packets_received += received;
    sum.packets_sent += sent;
    sum.packets_lost += lost;
    sum.bytes_received += received * BYTES_A_PACKET;
    sum.bytes_sent += sent * BYTES_A_PACKET;
    const rtt = wrong.has('high-rtt') ? random.integer(410, 900) : bestRtt + random.integer(-6, 9);
    const isQuiet = isSilent || wrong.has('muted') || wrong.has('constant-audio-input-level');
    samples.push(
      sampleOf(story, random, SDK_METRICS, atMs + random.integer(-3, 3), {
        edge: 'sdk_edge',
        direction: 'both',
        sdk_edge: {
          ...OPUS,
          interval: {
            packets_received: received,
            packets_sent: sent,
            packets_lost: lost,
            packets_loss_percentage: round((lost / PACKETS_A_SECOND) * 100),
            jitter: { value: wrong.has('high-jitter') ? random.integer(32, 118) : random.integer(1, 8) },
            rtt: { value: rtt },
            // The first sample has none.
            ...(samples.length > 0 && { mos: { value: mosAt(wrong, lossPercent, random) } }),
            audio_in: { value: isQuiet ? random.integer(0, 2) : random.integer(900, 9_000) },
            audio_out: { value: wrong.has('constant-audio-output-level') ? 1 : random.integer(700, 11_000) },
          },
          cumulative: { ...sum },
          metadata: story.sdk,
        },
      }),
    );
  }
  return samples;
}

function gatewaySamples({ story, answeredMs, troubles, random }: MeasuredCall, edge: GatewayEdge) {
  const metadata = story.gateways[edge] ?? {
    ...gatewayMetadata(random),
    ...(story.sdk?.sdk?.edge_location != null && { edge_location: story.sdk.sdk.edge_location }),
  };
  const codec = edge === 'client_edge' ? OPUS : PCMU;
  const arrived = { packets_received: 0, packets_lost: 0 };
  const gone = { packets_sent: 0, packets_lost: 0 };
  const samples: SampleMetric[] = [];
  for (let fromMs = answeredMs; fromMs < story.endMs; fromMs += GATEWAY_EVERY_MS) {
    const toMs = Math.min(fromMs + GATEWAY_EVERY_MS, story.endMs);
    // The last interval of a call is shorter. What a second of it lost is what the client sent and did not arrive.
    const seconds = Math.max(1, Math.round((toMs - fromMs) / SECOND_MS));
    let lost = 0;
    let bad = 0;
    let sent = 0;
    for (let second = 0; second < seconds; second += 1) {
      const wrong = troublesAt(troubles, fromMs + second * SECOND_MS);
      if (wrong.has(LOST)) continue;
      sent += PACKETS_A_SECOND;
      lost += (PACKETS_A_SECOND * lossAt(wrong, random)) / 100;
      if (wrong.has('high-jitter')) bad += 1;
    }
    const [isLost, isSent] = [Math.round(lost), sent - Math.round(lost)];
    arrived.packets_received += isSent;
    arrived.packets_lost += isLost;
    gone.packets_sent += sent;
    const jitter = {
      avg: round(0.4 + random.next() + (bad / seconds) * 34),
      max: round(2 + random.next() * 3 + (bad > 0 ? 60 : 0)),
    };
    const still = { avg: round(0.1 + random.next() / 5), max: round(0.6 + random.next()) };
    const inbound = {
      packets_received: isSent,
      packets_lost: isLost,
      packets_loss_percentage: sent === 0 ? 0 : round((isLost / sent) * 100),
      jitter,
    };
    const outbound = { packets_sent: sent, packets_lost: 0, packets_loss_percentage: 0, jitter: still };
    const of = (direction: 'inbound' | 'outbound', interval: object, cumulative: object) =>
      sampleOf(story, random, GATEWAY_METRICS, toMs, {
        edge,
        direction,
        [edge]: { ...codec, interval, cumulative, metadata },
      });
    samples.push(of('inbound', inbound, { ...arrived, jitter }), of('outbound', outbound, { ...gone, jitter: still }));
  }
  return samples;
}

function sampleOf(
  { callSid, accountSid }: Story,
  random: Random,
  type: SampleMetric['type'],
  atMs: number,
  members: object,
): SampleMetric {
  const time = new Date(atMs).toISOString();
  const data = { timestamp: time, call_sid: callSid, account_sid: accountSid, ...NO_EDGES, ...members } as CallMetric;
  return callMetricSample({ id: random.sid('EZ'), type, version: VERSION, time, data });
}

function lossAt(wrong: ReadonlySet<string>, random: Random): number {
  if (wrong.has('high-packet-loss') || wrong.has('high-packets-lost-fraction')) return random.integer(6, 14);
  if (wrong.has('low-mos')) return random.integer(2, 6);
  return random.chance(0.02) ? 2 : 0;
}

/** A warning of a low MOS begins below 3. */
function mosAt(wrong: ReadonlySet<string>, lossPercent: number, random: Random): number {
  if (wrong.has('low-mos')) return round(1.5 + random.next() * 1.4);
  return round(4.28 + random.next() / 8 - lossPercent * 0.07 - (wrong.has('high-rtt') ? 0.5 : 0));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
