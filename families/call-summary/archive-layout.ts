import type { ArchiveLayout } from '../archive/archive-table.ts';
import type { ArchiveColumn } from '../archive/column.ts';
import { columns, REST_COLUMNS, VERSION_COLUMNS } from '../archive/columns.ts';

/** What a gateway says of a stream, and what the SDK says of it. */
const OF_GATEWAY = [
  ['jitter_avg', 'average jitter in milliseconds', 'jitter.avg'],
  ['jitter_max', 'largest jitter in milliseconds', 'jitter.max'],
  ['latency_avg', 'average latency in milliseconds', 'latency.avg'],
  ['latency_max', 'largest latency in milliseconds', 'latency.max'],
  ['loss_percent', 'packets lost of a hundred', 'packets_loss_percentage'],
] as const;
const OF_SDK = [
  ['mos_min', 'worst mean opinion score, 1 to 4.6', 'mos.min'],
  ['mos_avg', 'average mean opinion score, 1 to 4.6', 'mos.avg'],
  ['rtt_avg', 'average round trip in milliseconds', 'rtt.avg'],
  ['rtt_max', 'longest round trip in milliseconds', 'rtt.max'],
  ['jitter_avg', 'average jitter in milliseconds', 'jitter.avg'],
  ['jitter_max', 'largest jitter in milliseconds', 'jitter.max'],
  ['loss_percent', 'packets lost of a hundred', 'packets_loss_percentage'],
] as const;

/** A row for each call; until a merge, one for each version of its summary. */
export const CALL_SUMMARY_LAYOUT: ArchiveLayout = {
  name: 'call_summaries',
  folder: 'summaries',
  about: 'Calls as their summaries tell them: parties, carriers, length, outcome and quality, one row each.',
  columns: [
    ...VERSION_COLUMNS,
    ...columns('timestamp', ['started_at', 'When the call started, or was made, or was told of: never null.']),
    ...columns(
      'string',
      ['call_sid', 'The SID of the call.', 'call_sid'],
      ['account_sid', 'The SID of the account.', 'account_sid'],
      ['parent_call_sid', 'The SID of the call that this one is a part of.', 'parent_call_sid'],
    ),
    ...columns(
      'timestamp',
      ['created_at', 'When the call was made, or started, or was told of: never null.', 'created_time'],
      ['start_at', 'When the call started.', 'start_time'],
      ['end_at', 'When the call ended.', 'end_time'],
    ),
    ...columns(
      'int',
      ['duration_s', 'How long it was from its start to its end, in seconds.', 'duration'],
      ['connect_duration_s', 'How long it was connected, in seconds.', 'connect_duration'],
    ),
    ...columns(
      'string',
      ['call_type', 'carrier, sip, trunking, client or whatsapp.', 'call_type'],
      ['call_state', 'How it stands or ended, as completed, busy, noanswer or fail.', 'call_state'],
      ['answered_by', 'Who answered, as human or machine_start.', 'answered_by'],
      ['processing_state', 'How far Twilio is with the summary.', 'processing_state'],
    ),
    ...columns('int', ['processing_version', 'How often Twilio has made the summary.', 'processing_version']),
    ...columns('boolean', ['is_final', 'Whether Twilio says that nothing more is to come.']),
    ...party('from', 'caller', 'Who called'),
    ...party('to', 'callee', 'Who was called'),
    ...streams('carrier', OF_GATEWAY),
    ...streams('client', OF_GATEWAY),
    ...streams('sip', OF_GATEWAY),
    ...streams('sdk', OF_SDK),
    ...columns('strings', ['tags', 'Faults that Twilio found with the call, as high_jitter or low_mos.', 'tags']),
    ...columns('boolean', [
      'conference_participant',
      'Whether the call took part in a conference.',
      'attributes.conference_participant',
    ]),
    ...columns(
      'string',
      ['direction', 'inbound, outbound_api, outbound_dial or one of trunking.', 'properties.direction'],
      ['disconnected_by', 'Who hung up: caller or callee.', 'properties.disconnected_by'],
    ),
    ...columns(
      'int',
      ['last_sip_response', 'The last SIP answer, as 200 or 486.', 'properties.last_sip_response_num'],
      ['pdd_ms', 'Post-dial delay in milliseconds.', 'properties.pdd_ms'],
      ['queue_time_ms', 'How long it waited to be dialled, in milliseconds.', 'properties.queue_time'],
      ['q850_cause', 'Why the carrier ended it, by ITU-T Q.850.', 'properties.q850_cause'],
    ),
    ...columns(
      'string',
      ['media_region', 'The Twilio region of the media.', 'properties.media_region'],
      ['signaling_region', 'The Twilio region of the signalling.', 'properties.signaling_region'],
      ['region', 'The Twilio region of the call.', 'properties.region'],
      ['trunk_sid', 'The SID of the SIP trunk.', 'properties.trunk_sid'],
      ['carrier_edge_location', 'The edge location at the carrier.', 'carrier_edge.properties.edge_location'],
      ['client_edge_location', 'The edge location at the client.', 'client_edge.properties.edge_location'],
      ['sip_edge_location', 'The edge location at the SIP side.', 'sip_edge.properties.edge_location'],
    ),
    ...columns('boolean', [
      'verified_caller',
      'Whether STIR/SHAKEN verified the caller.',
      'trust.verified_caller.verified',
    ]),
    ...columns(
      'string',
      ['annotation_answered_by', 'Who answered, as people said afterwards.', 'annotation.answered_by'],
      [
        'annotation_connectivity_issue',
        'The trouble with the connection that people named.',
        'annotation.connectivity_issue',
      ],
    ),
    ...columns('strings', [
      'annotation_quality_issues',
      'The troubles with the quality that people named.',
      'annotation.quality_issues',
    ]),
    ...columns('boolean', ['annotation_spam', 'Whether people said that it was spam.', 'annotation.spam']),
    ...columns('int', [
      'annotation_call_score',
      'The score that people gave the call, 1 to 5.',
      'annotation.call_score',
    ]),
    ...REST_COLUMNS,
  ],
  key: ['call_sid'],
  newest: 'rank',
  order: ['call_sid', 'rank'],
  // Every version says the same of it, which the start does not: early versions have none.
  dayFrom: 'created_at',
  sids: ['call_sid', 'parent_call_sid'],
};

function party(name: 'from' | 'to', number: string, who: string): ArchiveColumn[] {
  return columns(
    'string',
    [`${name}_number`, `${who}: a number, client or SIP address.`, `${name}.${number}`],
    [`${name}_carrier`, `${who}: the carrier.`, `${name}.carrier`],
    [`${name}_connection`, `${who}: the kind of line, as mobile or landline.`, `${name}.connection`],
    [`${name}_number_prefix`, `${who}: how the number begins.`, `${name}.number_prefix`],
    [`${name}_city`, `${who}: the city.`, `${name}.city`],
    [`${name}_country_code`, `${who}: the country, two letters.`, `${name}.country_code`],
    [`${name}_country_subdivision`, `${who}: the state or province.`, `${name}.country_subdivision`],
    [`${name}_ip_address`, `${who}: the public address.`, `${name}.ip_address`],
    [`${name}_sdk_type`, `${who}: the Voice SDK.`, `${name}.sdk.type`],
    [`${name}_sdk_version`, `${who}: the version of the Voice SDK.`, `${name}.sdk.version`],
    [`${name}_sdk_edge_location`, `${who}: the edge location of the Voice SDK.`, `${name}.sdk.edge_location`],
    [`${name}_browser_name`, `${who}: the browser.`, `${name}.sdk.browser.name`],
    [`${name}_browser_major`, `${who}: the major version of the browser.`, `${name}.sdk.browser.major`],
    [`${name}_os_name`, `${who}: the operating system.`, `${name}.sdk.os.name`],
  );
}

/** `in` is what came to the side that measured, `out` what it sent. */
function streams(
  side: 'carrier' | 'client' | 'sip' | 'sdk',
  measured: readonly (readonly [name: string, about: string, path: string])[],
): ArchiveColumn[] {
  return (['inbound', 'outbound'] as const).flatMap((stream) =>
    measured.flatMap(([name, about, path]) =>
      columns('double', [
        `${side}_${stream === 'inbound' ? 'in' : 'out'}_${name}`,
        `At ${side}_edge, ${stream}: ${about}.`,
        `${side}_edge.metrics.${stream}.${path}`,
      ]),
    ),
  );
}
