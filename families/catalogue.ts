import { CALL_EVENT_FACTS } from './call-event/facts.ts';
import { CALL_METRIC_FACTS } from './call-metric/facts.ts';
import { CALL_SUMMARY_FACTS } from './call-summary/facts.ts';
import { CONFERENCE_SUMMARY_FACTS } from './conference-summary/facts.ts';
import type { EventType, FamilyFacts, RedactionFacts } from './family-facts.ts';
import { PARTICIPANT_SUMMARY_FACTS } from './participant-summary/facts.ts';
import { TEST_EVENT_FACTS } from './test-event/facts.ts';

/** Every family with types of its own. The registry has to have each of them. */
const CATALOGUE = [
  CALL_EVENT_FACTS,
  CALL_METRIC_FACTS,
  CALL_SUMMARY_FACTS,
  CONFERENCE_SUMMARY_FACTS,
  PARTICIPANT_SUMMARY_FACTS,
  TEST_EVENT_FACTS,
] as const;

export type FamilyName = (typeof CATALOGUE)[number]['name'];

const FAMILIES: readonly FamilyFacts[] = CATALOGUE;

/** A type that Event Streams can be asked for. */
export type SubscribableType = EventType & Required<Pick<EventType, 'short' | 'schemaVersions'>>;

/** All of them, in the order in which they are offered. */
export const SUBSCRIBABLE_TYPES: readonly SubscribableType[] = FAMILIES.flatMap(({ types }) =>
  types.filter((type): type is SubscribableType => type.schemaVersions !== undefined && type.short !== undefined),
);

/** What redaction has to know, of each family that makes rows. */
export const REDACTION: readonly RedactionFacts[] = FAMILIES.flatMap(({ redaction }) => redaction ?? []);
