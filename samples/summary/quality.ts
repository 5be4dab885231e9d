import { gatewayMetadata } from '../gateway.ts';
import type { GatewayEdge } from '../moment.ts';
import type { Random } from '../random.ts';
import type { Members } from '../stream-form.ts';
import type { Outcome } from './outcome.ts';
import type { Story } from './story.ts';

const PACKETS_A_SECOND = 50;
const CODECS = {
  opus: { codec: 111, codec_name: 'opus' },
  pcmu: { codec: 0, codec_name: 'pcmu' },
};

interface Network {
  lossPercent: number;
  jitter: { avg: number; max: number };
  rtt: { min: number; avg: number; max: number };
  mos: { min: number; avg: number; max: number };
}

/** What the edge of the Voice SDK measured: as bad as the warnings of the call say, and for as long. */
export function sdkEdge(random: Random, story: Story, { sdkDisconnectedBy }: Outcome, isSilent: boolean): Members {
  const network = networkOf(random, story);
  const tags = [
    ...(network.mos.avg < 3.5 ? ['low_mos'] : []),
    ...(network.rtt.avg > 400 ? ['high_latency'] : []),
    ...gatewayTags(network, false),
    ...(story.iceFailed ? ['ice_failure'] : []),
  ];
  const level = isSilent ? { avg: 0, max: 3 } : { avg: random.integer(900, 3_400), max: random.integer(8_000, 19_000) };
  const counted = packets(story, network.lossPercent);
  const { sdk } = story.sdk ?? {};
  return {
    properties: {
      direction: story.direction === 'incoming' ? 'outbound' : 'inbound',
      disconnected_by: sdkDisconnectedBy,
      settings: {
        dscp: true,
        ice_restart_enabled: true,
        edge: sdk?.edge_location ?? '',
        selected_edges: [sdk?.selected_region === 'gll' ? 'roaming' : (sdk?.edge_location ?? '')],
      },
    },
    metrics:
      story.answeredMs === undefined
        ? {}
        : {
            inbound: {
              mos: network.mos,
              rtt: network.rtt,
              jitter: network.jitter,
              audio_in: level,
              audio_out: { avg: random.integer(700, 4_000), max: random.integer(9_000, 22_000) },
              packets_received: counted.arrived,
              packets_lost: counted.lost,
              packets_loss_percentage: network.lossPercent,
              tags,
            },
            outbound: { ...CODECS.opus, packets_sent: counted.sent, tags: [] },
          },
    events: {
      levels: story.levels,
      groups: story.groups,
      errors: story.errors,
      feedback: story.feedback ?? {},
    },
  };
}

/** What a media gateway measured: its inbound stream comes from the party, its outbound stream goes there. */
export function gatewayEdge(
  random: Random,
  story: Story,
  edge: GatewayEdge,
  { direction, silent }: { direction: 'inbound' | 'outbound'; silent: boolean },
): Members {
  const drawn = gatewayMetadata(random);
  const { region, edge_location, twilio_ip, external_ip } = story.gateways[edge] ?? {
    ...drawn,
    region: story.sdk?.sdk?.region ?? drawn.region,
    edge_location: story.sdk?.sdk?.edge_location ?? drawn.edge_location,
  };
  const bad = networkOf(random, story);
  const up = { lossPercent: round(bad.lossPercent * 0.4), jitter: scaled(bad.jitter, 0.4) };
  const down = { lossPercent: 0, jitter: { avg: round(random.next() * 0.5), max: round(0.6 + random.next() * 2) } };
  const codec = edge === 'client_edge' ? CODECS.opus : CODECS.pcmu;
  const received = packets(story, up.lossPercent);
  const latency = { avg: round(0.3 + random.next() / 5), max: round(0.6 + random.next()) };
  const delays = { d50: random.integer(1, 4) };
  const isPhone = edge === 'carrier_edge';
  return {
    properties: {
      direction,
      media_region: region,
      signaling_region: region,
      region,
      edge_location,
      // Twilio gives no addresses of its partners in the phone network.
      ...(!isPhone && {
        twilio_media_ip: twilio_ip,
        twilio_signaling_ip: twilio_ip,
        external_media_ip: external_ip,
        external_signaling_ip: external_ip,
      }),
    },
    metrics:
      story.answeredMs === undefined
        ? {}
        : {
            inbound: {
              ...codec,
              packets_received: received.arrived,
              packets_lost: received.lost,
              packets_loss_percentage: up.lossPercent,
              jitter: up.jitter,
              latency,
              packet_delay_variation: delays,
              tags: gatewayTags(up, silent),
            },
            outbound: {
              ...codec,
              packets_sent: received.sent,
              packets_lost: 0,
              packets_loss_percentage: 0,
              jitter: down.jitter,
              latency,
              packet_delay_variation: {},
              tags: [],
            },
          },
  };
}

/** https://www.twilio.com/docs/voice/voice-insights/api/call/details-call-tags */
function gatewayTags({ lossPercent, jitter }: Pick<Network, 'lossPercent' | 'jitter'>, isSilent: boolean): string[] {
  return [
    ...(isSilent ? ['silence'] : []),
    ...(jitter.avg > 5 && jitter.max > 30 ? ['high_jitter'] : []),
    ...(lossPercent > 5 ? ['high_packet_loss'] : []),
  ];
}

function networkOf(random: Random, { warned }: Story): Network {
  const share = (name: string) => Math.min(1, warned.get(name) ?? 0);
  const [mos, rtt, jitter] = [share('low-mos'), share('high-rtt'), share('high-jitter')];
  const loss = Math.max(share('high-packet-loss'), share('high-packets-lost-fraction'));
  const [bestRtt, best] = [random.integer(45, 120), 4.3 + random.next() / 10];
  return {
    lossPercent: round(loss * 26 + random.next() * 0.1),
    jitter: { avg: round(1.5 + random.next() * 2 + jitter * 62), max: jitter > 0 ? random.integer(64, 118) : 9.4 },
    rtt: {
      min: bestRtt,
      avg: round(bestRtt + 12 + rtt * 800),
      max: rtt > 0 ? random.integer(820, 980) : bestRtt + 40,
    },
    mos: {
      min: mos > 0 ? 1.52 : round(best - 0.3 - loss * 4),
      avg: round(best - mos * 2.7 - loss * 2),
      max: round(best + 0.05),
    },
  };
}

function packets({ answeredMs, endMs }: Story, lossPercent: number) {
  const sent = Math.round(((endMs - (answeredMs ?? endMs)) / 1000) * PACKETS_A_SECOND);
  const lost = Math.round((sent * lossPercent) / 100);
  return { sent, lost, arrived: sent - lost };
}

function scaled({ avg, max }: { avg: number; max: number }, by: number) {
  return { avg: round(avg * by), max: round(max * by) };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
