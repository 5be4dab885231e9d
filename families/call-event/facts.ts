import { LEVEL_INDEX, TTL_ATTRIBUTE } from '../../shared/table.ts';
import type { FamilyFacts } from '../family-facts.ts';
import { DOCUMENTED_PATHS } from './documented-paths.ts';

/** Events of the Voice SDK. Source: https://www.twilio.com/docs/events/event-types/voice-insights/voice-sdk-events */
export const SDK_CALL_EVENT = 'com.twilio.voice.insights.call-event.sdk';

/** Events of Twilio's gateways. Source: https://www.twilio.com/docs/events/event-types/voice-insights/gateway-call-event */
export const GATEWAY_CALL_EVENT = 'com.twilio.voice.insights.call-event.gateway';

/** Of `VoiceInsights.CallEvent`. https://events-schemas.twilio.com/VoiceInsights.CallEvent/3 */
const KNOWN = [1, 2, 3];

/** Attributes of the pipeline. A member of Twilio's data with such a name is kept under `other`. */
export const OUR_ATTRIBUTES: ReadonlySet<string> = new Set([
  'event_timestamp',
  'event_id',
  'event_type',
  'event_time',
  'event_level',
  'schema_version',
  'error_code',
  'error_message',
  'other',
  LEVEL_INDEX.sortKey,
  TTL_ATTRIBUTE,
]);

/** Call progress, SDK quality warnings, errors, Conversation Relay: both types share one schema. */
export const CALL_EVENT_FACTS = {
  name: 'call-event',
  types: [
    { type: SDK_CALL_EVENT, short: 'sdk', schemaVersions: { known: KNOWN, pinned: 2 } },
    // The first with Conversation Relay.
    { type: GATEWAY_CALL_EVENT, short: 'gateway', schemaVersions: { known: KNOWN, pinned: 3 } },
  ],
  redaction: {
    documented: DOCUMENTED_PATHS,
    // Name, address, place, and texts that others wrote. Not the country, Twilio's own addresses, or browser and device.
    // The candidates' addresses are in no list of fields; the SDK has them.
    personal: [
      'sdk_edge.metadata.client_name',
      'sdk_edge.metadata.ip_address',
      'sdk_edge.metadata.location',
      'sdk_edge.metadata.city',
      'sdk_edge.metadata.country_subdivision',
      'sdk_edge.ice_candidate_pair.local.ip',
      'sdk_edge.ice_candidate_pair.local.related_address',
      'sdk_edge.ice_candidate_pair.remote.ip',
      'sdk_edge.ice_candidate_pair.remote.related_address',
      'sdk_edge.error.message',
      'carrier_edge.metadata.external_ip',
      'client_edge.metadata.external_ip',
      'sip_edge.metadata.external_ip',
      'conversation_relay_data.error.error_message',
      'conversation_relay_data.error.message',
    ],
    keptValues: ['call_sid', 'timestamp', 'level', 'conversation_relay_data.sequence_number'],
    // Without them an event is no error any more.
    keptObjects: ['conversation_relay_data.error', 'sdk_edge.error'],
    attributes: OUR_ATTRIBUTES,
    copies: {
      error_message: [
        'sdk_edge.error.message',
        'conversation_relay_data.error.error_message',
        'conversation_relay_data.error.message',
      ],
      error_code: ['sdk_edge.error.code', 'conversation_relay_data.error.error_code'],
    },
  },
} as const satisfies FamilyFacts;
