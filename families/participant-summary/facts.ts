import type { FamilyFacts } from '../family-facts.ts';
import { INSIGHTS_ATTRIBUTES } from '../insights-attributes.ts';
import { DOCUMENTED_PATHS, PERSONAL_PATHS } from './documented-paths.ts';

/** One, when a participant leaves. */
export const PARTICIPANT_COMPLETE = 'com.twilio.voice.insights.conference-participant-summary.complete';

/** The same under the name that another page of Twilio has for it. */
export const PARTICIPANT_COMPLETE_SHORT = 'com.twilio.voice.insights.participant-summary.complete';

/** Of `VoiceInsights.ConferenceParticipantSummary`. https://events-schemas.twilio.com/VoiceInsights.ConferenceParticipantSummary/2 */
const SCHEMA = { known: [1, 2], pinned: 2 };

/** Attributes of the pipeline. A member of Twilio's data with such a name is kept under `other`. */
export const OUR_ATTRIBUTES: ReadonlySet<string> = new Set([...INSIGHTS_ATTRIBUTES, 'rank']);

/**
 * How one participant of a conference was: one document for each.
 * Source: https://www.twilio.com/docs/events/event-types/voice-insights/conference-insights/conference-participant-summary
 */
export const PARTICIPANT_SUMMARY_FACTS = {
  name: 'participant-summary',
  types: [
    { type: PARTICIPANT_COMPLETE, short: 'participant', schemaVersions: SCHEMA, isOptional: true },
    { type: PARTICIPANT_COMPLETE_SHORT },
  ],
  redaction: {
    documented: DOCUMENTED_PATHS,
    personal: PERSONAL_PATHS,
    keptValues: [
      'conference_sid',
      'participant_sid',
      'call_sid',
      'join_time',
      'processing_state',
      'processing_version',
    ],
    keptObjects: [],
    attributes: OUR_ATTRIBUTES,
    copies: {},
  },
} as const satisfies FamilyFacts;
