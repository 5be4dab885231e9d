import type { FamilyFacts } from '../family-facts.ts';
import { INSIGHTS_ATTRIBUTES } from '../insights-attributes.ts';
import { DOCUMENTED_PATHS, PERSONAL_PATHS } from './documented-paths.ts';

/** Samples of the Voice SDK. Source: https://www.twilio.com/docs/events/event-types/voice-insights/voice-sdk-metrics */
export const SDK_METRICS = 'com.twilio.voice.insights.call-metrics.sdk';

/** Samples of Twilio's gateways, one for each direction every ten seconds. */
export const GATEWAY_METRICS = 'com.twilio.voice.insights.call-metrics.gateway';

/** Of `VoiceInsights.CallMetric`. https://events-schemas.twilio.com/VoiceInsights.CallMetric/2 */
const SCHEMA = { known: [1, 2], pinned: 2 };

/** Attributes of the pipeline. A member of Twilio's data with such a name is kept under `other`. */
export const OUR_ATTRIBUTES: ReadonlySet<string> = new Set(INSIGHTS_ATTRIBUTES);

/** How the media of a call was, sample by sample: both types share one schema. */
export const CALL_METRIC_FACTS = {
  name: 'call-metric',
  lifetime: 'metricDays',
  types: [
    { type: SDK_METRICS, short: 'metrics-sdk', schemaVersions: SCHEMA, isOptIn: true },
    { type: GATEWAY_METRICS, short: 'metrics-gateway', schemaVersions: SCHEMA, isOptIn: true },
  ],
  redaction: {
    documented: DOCUMENTED_PATHS,
    personal: PERSONAL_PATHS,
    // Media edge and direction are in the key too, as words of closed lists, whatever of the data is hidden.
    keptValues: ['call_sid', 'timestamp'],
    keptObjects: [],
    attributes: OUR_ATTRIBUTES,
    copies: {},
  },
} as const satisfies FamilyFacts;
