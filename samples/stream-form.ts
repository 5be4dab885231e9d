import type { CallSummary } from '../families/call-summary/call-summary.ts';
import { isJsonObject, type JsonObject } from '../shared/json.ts';

/** Members of a summary, as deep as they are given. */
export type Members = Readonly<Record<string, unknown>>;

const NO_PARTY = {
  caller: '',
  callee: '',
  carrier: '',
  connection: '',
  number_prefix: '',
  location: null,
  city: '',
  country_code: '',
  country_subdivision: '',
  ip_address: '',
  sdk: null,
};

const NO_PLACES = {
  media_region: 'unknown_realm',
  signaling_region: 'unknown_realm',
  twilio_media_ip: '',
  twilio_signaling_ip: '',
  external_media_ip: '',
  external_signaling_ip: '',
  sip_call_id: '',
  user_agent: '',
  selected_region: 'unknown_realm',
  region: 'unknown_realm',
  trunk_sid: '',
  disconnected_by: 'unknown_disconnected_by',
};

/** A summary that says nothing but that there is a call. */
const NOTHING_SAID = {
  call_sid: '',
  account_sid: '',
  parent_call_sid: '',
  parent_account_sid: '',
  created_time: '',
  start_time: '',
  end_time: '',
  duration: 0,
  connect_duration: 0,
  call_type: '',
  call_state: '',
  answered_by: '',
  from: NO_PARTY,
  to: NO_PARTY,
  processing_state: 'partial',
  processing_version: 1,
  sip_edge: null,
  carrier_edge: null,
  sdk_edge: null,
  client_edge: null,
  tags: [],
  attributes: null,
  properties: {
    q850_cause: 0,
    last_sip_response_num: 0,
    pdd_ms: 0,
    queue_time: 0,
    route_id: '',
    ...NO_PLACES,
    direction: '',
    settings: null,
  },
  trust: null,
  annotation: null,
  agent_session_summaries: [],
};

/** An edge, where there is one. */
const NO_EDGE = {
  properties: { direction: '', edge_location: '', ...NO_PLACES },
  metrics: { inbound: null, outbound: null },
};
const NO_SDK_EDGE = {
  properties: { direction: '', disconnected_by: 'unknown_disconnected_by', settings: null },
  metrics: { inbound: null, outbound: null },
  events: { levels: {}, groups: {}, errors: {}, feedback: {} },
};
const EDGES = { carrier_edge: NO_EDGE, sip_edge: NO_EDGE, client_edge: NO_EDGE, sdk_edge: NO_SDK_EDGE };

/** Members that an earlier version of the schema lacks, and the version that they came with. */
const SINCE = [
  { version: 2, names: ['created_time', 'trust'] },
  { version: 7, names: ['answered_by', 'annotation', 'agent_session_summaries'] },
];

/**
 * `data` of a call summary as Event Streams writes it: every member is there, and one without a value is an empty text,
 * zero, a text that begins with `unknown_`, an empty list or null.
 * @param members what is said; an edge that is given has all of its members
 * @param version of the schema, 1 to 7
 * Source: the record of https://www.twilio.com/docs/events/eventstreams-quickstart
 */
export function streamForm(members: Members, version = 7): CallSummary {
  const edges = Object.entries(EDGES).filter(([name]) => isJsonObject(members[name]));
  const data = merged({ ...NOTHING_SAID, ...Object.fromEntries(edges) }, members);
  const later = SINCE.flatMap((since) => (since.version > version ? since.names : []));
  return Object.fromEntries(Object.entries(data).filter(([name]) => !later.includes(name))) as CallSummary;
}

/** Members over others: an object into an object, anything else in place of what was there. */
export function merged(under: Members, over: Members): JsonObject {
  const names = [...new Set([...Object.keys(under), ...Object.keys(over)])];
  return Object.fromEntries(
    names.map((name) => {
      if (!Object.hasOwn(over, name)) return [name, structuredClone(under[name])];
      const [below, above] = [under[name], over[name]];
      return [name, isJsonObject(below) && isJsonObject(above) ? merged(below, above) : above];
    }),
  ) as JsonObject;
}
