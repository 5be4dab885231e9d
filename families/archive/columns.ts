import type { MediaEdge } from '../call-event/media-edge.ts';
import type { ArchiveColumn, ColumnType } from './column.ts';

/** Sides of a call that a gateway of Twilio reports: their objects are alike. */
export const GATEWAY_EDGES = ['carrier_edge', 'sip_edge', 'client_edge'] as const satisfies readonly MediaEdge[];

/** Columns of one type: each `[name, about, path]`, without a path where it is computed. */
export function columns(
  type: ColumnType,
  ...of: readonly (readonly [name: string, about: string, path?: string])[]
): ArchiveColumn[] {
  return of.map(([name, about, path]) => ({ name, type, about, ...(path !== undefined && { path }) }));
}

/** What every table has first: the event that a row was made of. */
export const ENVELOPE_COLUMNS: readonly ArchiveColumn[] = [
  ...columns(
    'string',
    ['event_id', 'The id of the CloudEvent, unlike that of any other event.'],
    ['event_type', 'The type of the CloudEvent, as com.twilio.voice.insights.call-event.sdk.'],
  ),
  ...columns('int', ['schema_version', 'The version of the schema that the event names.']),
  ...columns('timestamp', [
    'arrived_at',
    'When the event came onto the stream; of a filled row, its day alone is sure.',
  ]),
  ...columns('string', ['event_time', 'The time of the CloudEvent as it came, where it is not the time of the row.']),
];

/** What a table has first whose events are versions of a document. */
export const VERSION_COLUMNS: readonly ArchiveColumn[] = [
  ...ENVELOPE_COLUMNS,
  ...columns('string', ['rank', 'The place of the version among all versions of the summary: the greatest is kept.']),
];

/** What every table has last: what no other column holds. */
export const REST_COLUMNS: readonly ArchiveColumn[] = columns(
  'string',
  ['other', 'JSON of what no column holds, in its place in the data of the event.'],
  ['as_written', 'JSON of how the event was written: of no use but to rebuild rows byte for byte.'],
);

/** A gateway's own place and addresses, of whichever gateway the row is. */
export const GATEWAY_COLUMNS: readonly ArchiveColumn[] = [
  atGateway('gateway_region', 'The region of the Twilio gateway that reported it.', 'metadata.region'),
  atGateway('gateway_edge_location', 'The edge location of the Twilio gateway.', 'metadata.edge_location'),
  atGateway('twilio_ip', 'The address on the side of Twilio.', 'metadata.twilio_ip'),
  atGateway('external_ip', 'The address on the other side of the gateway.', 'metadata.external_ip'),
];

/** Who used a Voice SDK, where, and with what. */
export const SDK_COLUMNS: readonly ArchiveColumn[] = [
  ...columns(
    'string',
    ['client_name', 'The identity of the Voice SDK client.', 'sdk_edge.metadata.client_name'],
    ['city', 'The city that the client was in.', 'sdk_edge.metadata.city'],
    ['country_code', 'The country that the client was in, two letters.', 'sdk_edge.metadata.country_code'],
    ['country_subdivision', 'The state or province of the client.', 'sdk_edge.metadata.country_subdivision'],
    ['ip_address', 'The public address of the client.', 'sdk_edge.metadata.ip_address'],
  ),
  ...columns(
    'double',
    ['latitude', 'Where the client was, degrees north.', 'sdk_edge.metadata.location.lat'],
    ['longitude', 'Where the client was, degrees east.', 'sdk_edge.metadata.location.lon'],
  ),
  ...columns(
    'string',
    ['sdk_type', 'Which Voice SDK it was, as twilio-voice-js.', 'sdk_edge.metadata.sdk.type'],
    ['sdk_version', 'The version of the Voice SDK.', 'sdk_edge.metadata.sdk.version'],
    ['sdk_platform', 'The platform that the Voice SDK ran on.', 'sdk_edge.metadata.sdk.platform'],
    ['sdk_region', 'The Twilio region that the SDK was connected to.', 'sdk_edge.metadata.sdk.region'],
    ['sdk_selected_region', 'The region that the SDK asked for.', 'sdk_edge.metadata.sdk.selected_region'],
    ['sdk_edge_location', 'The edge location that the SDK was connected to.', 'sdk_edge.metadata.sdk.edge_location'],
    ['browser_name', 'The browser of the client.', 'sdk_edge.metadata.sdk.browser.name'],
    ['browser_major', 'The major version of that browser.', 'sdk_edge.metadata.sdk.browser.major'],
    ['browser_version', 'The whole version of that browser.', 'sdk_edge.metadata.sdk.browser.version'],
    ['os_name', 'The operating system of the client.', 'sdk_edge.metadata.sdk.os.name'],
    ['os_version', 'The version of that operating system.', 'sdk_edge.metadata.sdk.os.version'],
    ['device_type', 'The kind of device, as mobile.', 'sdk_edge.metadata.sdk.device.type'],
    ['device_vendor', 'Who made the device.', 'sdk_edge.metadata.sdk.device.vendor'],
    ['device_model', 'The model of the device.', 'sdk_edge.metadata.sdk.device.model'],
    ['device_arch', 'The processor of the device.', 'sdk_edge.metadata.sdk.device.arch'],
    ['engine_name', 'The engine of the browser.', 'sdk_edge.metadata.sdk.engine.name'],
    ['engine_version', 'The version of that engine.', 'sdk_edge.metadata.sdk.engine.version'],
  ),
];

function atGateway(name: string, about: string, path: string): ArchiveColumn {
  const edgePaths = Object.fromEntries(GATEWAY_EDGES.map((edge) => [edge, `${edge}.${path}`]));
  return { name, type: 'string', about, edgePaths };
}
