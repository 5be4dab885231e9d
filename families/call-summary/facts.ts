import type { FamilyFacts } from '../family-facts.ts';
import { INSIGHTS_ATTRIBUTES } from '../insights-attributes.ts';
import { DOCUMENTED_PATHS, PERSONAL_PATHS } from './documented-paths.ts';

const SUMMARY = 'com.twilio.voice.insights.call-summary';

/** Several, while Twilio puts the summary together. */
export const PARTIAL = `${SUMMARY}.partial`;

/** One, when a model says that nothing more is to come. Its event says `processing_state: partial`. */
export const PREDICTED_COMPLETE = `${SUMMARY}.predicted-complete`;

/** One, up to 30 minutes after the call. */
export const COMPLETE = `${SUMMARY}.complete`;

/** Of `VoiceInsights.CallSummary`. https://events-schemas.twilio.com/VoiceInsights.CallSummary/7 */
const SCHEMA = { known: [1, 2, 3, 4, 5, 6, 7], pinned: 7 };

/** Attributes of the pipeline. A member of Twilio's data with such a name is kept under `other`. */
export const OUR_ATTRIBUTES: ReadonlySet<string> = new Set([...INSIGHTS_ATTRIBUTES, 'rank', 'facets']);

/**
 * How a call was: one document for each leg, in several versions.
 * Source: https://www.twilio.com/docs/events/event-types/voice-insights/call-summary
 */
export const CALL_SUMMARY_FACTS = {
  name: 'call-summary',
  types: [
    { type: PARTIAL, short: 'summary-partial', schemaVersions: SCHEMA },
    { type: PREDICTED_COMPLETE, short: 'summary-predicted', schemaVersions: SCHEMA },
    { type: COMPLETE, short: 'summary-complete', schemaVersions: SCHEMA },
  ],
  redaction: {
    documented: DOCUMENTED_PATHS,
    personal: PERSONAL_PATHS,
    keptValues: ['call_sid', 'start_time', 'created_time', 'processing_state', 'processing_version'],
    keptObjects: [],
    attributes: OUR_ATTRIBUTES,
    copies: {},
  },
} as const satisfies FamilyFacts;
