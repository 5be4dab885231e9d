import type { SampleCloudEvent } from '../../families/call-event/sample.ts';
import { COMPLETE, PARTIAL, PREDICTED_COMPLETE } from '../../families/call-summary/facts.ts';
import { callSummarySample, type SampleSummary } from '../../families/call-summary/sample.ts';
import { isJsonObject } from '../../shared/json.ts';
import type { Random } from '../random.ts';
import { type Members, merged, streamForm } from '../stream-form.ts';
import { agentSession } from './agent-session.ts';
import { outcomeOf } from './outcome.ts';
import { client, type Party, partyAs, phone, TWILIO_NUMBER } from './parties.ts';
import { gatewayEdge, sdkEdge } from './quality.ts';
import { type Story, storyOf } from './story.ts';

/** What the summary of a call says and its events do not. */
export interface SummaryPlan {
  /** How far Twilio has come with it; `complete` where it is not said. */
  upTo?: 'nothing' | 'predicted-complete';
  /** Of the schema; 7 where it is not said. */
  schema?: number;
  /** Of a phone call: whether it came in. Events of gateways do not tell. */
  isInbound?: boolean;
  /** A stream without sound: from the SDK, or out of a PBX. */
  isSilent?: boolean;
  /** Members over those that follow from the events. */
  members?: Members;
}

const LATEST_SCHEMA = 7;
/** A delay after which Twilio tags a call of these countries, and the length below which it calls a call short. */
const HIGH_PDD_MS = 8_000;
const SHORT_S = 10;

/**
 * The versions of a call's summary, as Event Streams sends them: parts of it, then all of it though it says `partial`,
 * and at last the complete one. The time of each is the end of the call.
 * @param events of one call, in the order of their times
 */
export function callSummaries(
  events: readonly SampleCloudEvent[],
  random: Random,
  { upTo, schema = LATEST_SCHEMA, isInbound, isSilent = false, members = {} }: SummaryPlan = {},
): SampleSummary[] {
  if (upTo === 'nothing') return [];
  const story = storyOf(events);
  const whole = merged(membersOf(random, story, { isInbound: isInbound ?? story.relay.length > 0, isSilent }), members);
  const tagged = { ...whole, tags: tagsOf(whole) };
  const versions = [
    { type: PARTIAL, data: { ...merged(whole, FIRST_PART), processing_state: 'partial', processing_version: 1 } },
    { type: PREDICTED_COMPLETE, data: { ...tagged, processing_state: 'partial', processing_version: 2 } },
    { type: COMPLETE, data: { ...tagged, processing_state: 'complete', processing_version: 3 } },
  ] as const;
  return versions.slice(0, upTo === undefined ? 3 : 2).map(({ type, data }) =>
    callSummarySample({
      id: random.sid('EZ'),
      type,
      version: schema,
      time: new Date(story.endMs).toISOString(),
      data: streamForm(data, schema),
    }),
  );
}

/** What the first part does not know yet. */
const FIRST_PART: Members = {
  carrier_edge: null,
  sip_edge: null,
  client_edge: null,
  sdk_edge: null,
  attributes: null,
  agent_session_summaries: [],
  properties: { pdd_ms: 0, media_region: 'unknown_realm', signaling_region: 'unknown_realm', region: 'unknown_realm' },
};

function membersOf(
  random: Random,
  story: Story,
  { isInbound, isSilent }: { isInbound: boolean; isSilent: boolean },
): Members {
  const outcome = outcomeOf(story);
  const shape = shapeOf(random, story, isInbound);
  const edges = shape.edges.map(
    ({ edge, direction }) =>
      [edge, gatewayEdge(random, story, edge, { direction, silent: isSilent && edge !== 'carrier_edge' })] as const,
  );
  const [{ properties: where } = { properties: {} }] = edges.map(([, edge]) => edge);
  const places = isJsonObject(where) ? where : {};
  const { answeredMs, startMs, endMs } = story;
  return {
    call_sid: story.callSid,
    account_sid: story.accountSid,
    created_time: seconds(startMs),
    start_time: seconds(answeredMs ?? startMs),
    end_time: seconds(endMs),
    duration: answeredMs === undefined ? 0 : Math.round((endMs - startMs) / 1000),
    connect_duration: answeredMs === undefined ? 0 : Math.round((endMs - answeredMs) / 1000),
    call_type: shape.type,
    call_state: outcome.call_state,
    from: partyAs('caller', shape.from),
    to: partyAs('callee', shape.to),
    ...Object.fromEntries(edges),
    ...(story.sdk !== undefined && { sdk_edge: sdkEdge(random, story, outcome, isSilent) }),
    attributes: { conference_participant: false },
    properties: {
      direction: shape.direction,
      disconnected_by: outcome.disconnected_by,
      last_sip_response_num: outcome.sip,
      q850_cause: outcome.q850,
      pdd_ms: delayMs(random, story, outcome.call_state),
      ...Object.fromEntries(['region', 'media_region', 'signaling_region'].map((name) => [name, places[name]])),
      selected_region: story.sdk?.sdk?.selected_region ?? 'unknown_realm',
    },
    ...(story.relay.length > 0 && { agent_session_summaries: [agentSession(random, story.relay)] }),
  };
}

/** Post-dial delay. Of an incoming call the SDK tells nothing but that it came. */
function delayMs(random: Random, { rangMs, startMs }: Story, state: string): number {
  if (rangMs !== undefined) return rangMs - startMs;
  return state === 'fail' ? 0 : random.integer(20, 90);
}

interface Shape {
  type: string;
  direction: string;
  from: Party;
  to: Party;
  edges: readonly { edge: 'carrier_edge' | 'sip_edge' | 'client_edge'; direction: 'inbound' | 'outbound' }[];
}

/** What kind of call it is, by the edges that its events came from. */
function shapeOf(random: Random, { sdk, direction, gateways }: Story, isInbound: boolean): Shape {
  if (sdk !== undefined) {
    const isOutgoing = direction === 'outgoing';
    const [from, to] = isOutgoing ? [client(sdk), phone(random)] : [phone(random), client(sdk)];
    return {
      type: 'client',
      direction: isOutgoing ? 'inbound' : 'outbound_dial',
      from,
      to,
      edges: [{ edge: 'client_edge', direction: isOutgoing ? 'inbound' : 'outbound' }],
    };
  }
  if (gateways.sip_edge !== undefined) {
    return {
      type: 'trunking',
      direction: 'trunking_originating',
      from: phone(random),
      to: TWILIO_NUMBER,
      edges: [
        { edge: 'sip_edge', direction: 'outbound' },
        { edge: 'carrier_edge', direction: 'inbound' },
      ],
    };
  }
  return {
    type: 'carrier',
    direction: isInbound ? 'inbound' : 'outbound_api',
    from: isInbound ? phone(random) : TWILIO_NUMBER,
    to: isInbound ? TWILIO_NUMBER : phone(random),
    edges: [{ edge: 'carrier_edge', direction: isInbound ? 'inbound' : 'outbound' }],
  };
}

/** Of the call: those of its edges, each once, and what is one of the whole call. */
function tagsOf(data: Members): string[] {
  const ofEdges = ['carrier_edge', 'sip_edge', 'client_edge', 'sdk_edge'].flatMap((edge) =>
    ['inbound', 'outbound'].flatMap((stream) => textsAt(data, [edge, 'metrics', stream, 'tags'])),
  );
  const pdd = at(data, ['properties', 'pdd_ms']);
  const isShort =
    data.call_type === 'carrier' && data.call_state === 'completed' && Number(data.connect_duration) < SHORT_S;
  return [
    ...new Set([
      ...ofEdges,
      ...(typeof pdd === 'number' && pdd > HIGH_PDD_MS ? ['high_pdd'] : []),
      ...(isShort ? ['pstn_short_duration'] : []),
    ]),
  ];
}

function textsAt(data: Members, path: readonly string[]): string[] {
  const value = at(data, path);
  return Array.isArray(value) ? value : [];
}

function at(data: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isJsonObject(inner) ? inner[name] : undefined), data);
}

function seconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length)}Z`;
}
