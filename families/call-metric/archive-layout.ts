import type { ArchiveLayout } from '../archive/archive-table.ts';
import type { ArchiveColumn } from '../archive/column.ts';
import {
  columns,
  ENVELOPE_COLUMNS,
  GATEWAY_COLUMNS,
  GATEWAY_EDGES,
  REST_COLUMNS,
  SDK_COLUMNS,
} from '../archive/columns.ts';

/** The SDK says `value` where gateways say `avg` and `max`. */
const MEASURED = [
  ['packets_received', 'Packets received', 'packets_received'],
  ['packets_sent', 'Packets sent', 'packets_sent'],
  ['packets_lost', 'Packets lost', 'packets_lost'],
  ['loss_percent', 'Packets lost of a hundred', 'packets_loss_percentage'],
  ['bytes_received', 'Bytes received', 'bytes_received'],
  ['bytes_sent', 'Bytes sent', 'bytes_sent'],
  ['jitter', 'Jitter in milliseconds, at gateways the average', 'jitter.value', 'jitter.avg'],
  ['jitter_max', 'The largest jitter in milliseconds', 'jitter.max'],
  ['rtt', 'Round trip in milliseconds', 'rtt.value', 'rtt.avg'],
  ['mos', 'Mean opinion score, 1 to 4.6', 'mos.value', 'mos.avg'],
  ['audio_in', 'Level of the audio that came, 0 to 32767', 'audio_in.value', 'audio_in.avg'],
  ['audio_out', 'Level of the audio that went, 0 to 32767', 'audio_out.value', 'audio_out.avg'],
  ['latency', 'Latency in milliseconds, at gateways the average', 'latency.value', 'latency.avg'],
  ['latency_max', 'The largest latency in milliseconds', 'latency.max'],
] as const;

/** A row for each sample of a call's media. */
export const CALL_METRIC_LAYOUT: ArchiveLayout = {
  name: 'call_metrics',
  folder: 'metrics',
  about: 'Samples of the media of calls, one row each, where they are subscribed to.',
  columns: [
    ...ENVELOPE_COLUMNS,
    ...columns('int', ['sample_index', 'The place of the sample in a list of several, from 0; null for a single one.']),
    ...columns('timestamp', ['happened_at', 'When it was measured.', 'timestamp']),
    ...columns(
      'string',
      ['call_sid', 'The SID of the call.', 'call_sid'],
      ['account_sid', 'The SID of the account.', 'account_sid'],
      ['edge', 'The edge that the sample names.', 'edge'],
      ['media_edge', 'The side of the call that measured, as sdk_edge or carrier_edge.'],
      [
        'direction',
        'The direction of the media as that side sees it: inbound, outbound, both or unknown.',
        'direction',
      ],
    ),
    atEdge('int', 'codec', 'The number of the codec.', 'codec'),
    atEdge('string', 'codec_name', 'The name of the codec, as opus.', 'codec_name'),
    ...measured('interval', 'since the sample before'),
    ...measured('cumulative', 'since the call began'),
    ...SDK_COLUMNS,
    ...GATEWAY_COLUMNS,
    ...REST_COLUMNS,
  ],
  key: ['call_sid', 'event_id', 'sample_index'],
  newest: 'arrived_at',
  order: ['call_sid', 'media_edge', 'direction', 'happened_at', 'event_id', 'sample_index'],
  dayFrom: 'happened_at',
  sids: ['call_sid'],
};

function measured(object: 'interval' | 'cumulative', when: string): ArchiveColumn[] {
  return MEASURED.map(([name, about, ofSdk, ofGateway = ofSdk]) =>
    atEdge('double', `${object}_${name}`, `${about}, ${when}.`, `${object}.${ofSdk}`, `${object}.${ofGateway}`),
  );
}

function atEdge(
  type: ArchiveColumn['type'],
  name: string,
  about: string,
  ofSdk: string,
  ofGateway = ofSdk,
): ArchiveColumn {
  const edgePaths = Object.fromEntries(GATEWAY_EDGES.map((edge) => [edge, `${edge}.${ofGateway}`]));
  return { name, type, about, edgePaths: { ...edgePaths, sdk_edge: `sdk_edge.${ofSdk}` } };
}
