import { callEvents } from './call-event/family.ts';
import { callMetrics } from './call-metric/family.ts';
import { callSummaries } from './call-summary/family.ts';
import type { FamilyName } from './catalogue.ts';
import { conferenceSummaries } from './conference-summary/family.ts';
import type { EventFamily } from './family.ts';
import { participantSummaries } from './participant-summary/family.ts';
import { testEvents } from './test-event/family.ts';
import { unsupportedEvents } from './unsupported/family.ts';

const FAMILIES: Readonly<Record<FamilyName, EventFamily>> = {
  'call-event': callEvents,
  'call-metric': callMetrics,
  'call-summary': callSummaries,
  'conference-summary': conferenceSummaries,
  'participant-summary': participantSummaries,
  'test-event': testEvents,
};

const BY_TYPE: ReadonlyMap<string, EventFamily> = new Map(
  Object.values(FAMILIES).flatMap((family) => family.types.map(({ type }) => [type, family])),
);

/** The family of a CloudEvent's `type`; that of unsupported events where no other takes it. */
export function familyOf(type: string): EventFamily {
  return BY_TYPE.get(type) ?? unsupportedEvents;
}
