import type { FamilyFacts } from '../family-facts.ts';
import { INSIGHTS_ATTRIBUTES } from '../insights-attributes.ts';
import { DOCUMENTED_PATHS, PERSONAL_PATHS } from './documented-paths.ts';

const SUMMARY = 'com.twilio.voice.insights.conference-summary';

/** One, when a conference begins. */
export const CONFERENCE_PARTIAL = `${SUMMARY}.partial`;

/** One, when a conference ends: before Twilio has looked at its quality, so it can say `processing_state: in_progress`. */
export const CONFERENCE_COMPLETE = `${SUMMARY}.complete`;

/** Of `VoiceInsights.ConferenceSummary`. https://events-schemas.twilio.com/VoiceInsights.ConferenceSummary/2 */
const SCHEMA = { known: [1, 2], pinned: 2 };

/** Attributes of the pipeline. A member of Twilio's data with such a name is kept under `other`. */
export const OUR_ATTRIBUTES: ReadonlySet<string> = new Set([...INSIGHTS_ATTRIBUTES, 'rank', 'facets']);

/**
 * How a conference was: one document, in two versions or more.
 * Source: https://www.twilio.com/docs/events/event-types/voice-insights/conference-insights/conference-summary
 */
export const CONFERENCE_SUMMARY_FACTS = {
  name: 'conference-summary',
  types: [
    { type: CONFERENCE_PARTIAL, short: 'conference-partial', schemaVersions: SCHEMA, isOptional: true },
    { type: CONFERENCE_COMPLETE, short: 'conference-complete', schemaVersions: SCHEMA, isOptional: true },
  ],
  redaction: {
    documented: DOCUMENTED_PATHS,
    personal: PERSONAL_PATHS,
    keptValues: ['conference_sid', 'create_time', 'processing_state', 'processing_version'],
    keptObjects: [],
    attributes: OUR_ATTRIBUTES,
    copies: {},
  },
} as const satisfies FamilyFacts;
