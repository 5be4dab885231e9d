import { CALL_EVENT_FACTS } from '../../families/call-event/facts.ts';
import { CALL_METRIC_FACTS } from '../../families/call-metric/facts.ts';
import { CALL_SUMMARY_FACTS } from '../../families/call-summary/facts.ts';
import { SUBSCRIBABLE_TYPES } from '../../families/catalogue.ts';
import { CONFERENCE_SUMMARY_FACTS } from '../../families/conference-summary/facts.ts';
import type { FamilyFacts } from '../../families/family-facts.ts';
import { PARTICIPANT_SUMMARY_FACTS } from '../../families/participant-summary/facts.ts';
import type { SubscribedType } from '../../twilio/sink.ts';

/** Versions of schemas that this project knows, of whichever type, in order. */
export const KNOWN_VERSIONS: readonly number[] = [
  ...new Set(SUBSCRIBABLE_TYPES.flatMap(({ schemaVersions }) => schemaVersions.known)),
].sort((one, other) => one - other);

/** Versions of a type's schema that this project knows; none of a type that no family takes. */
export function knownVersions(type: string): readonly number[] {
  return SUBSCRIBABLE_TYPES.find((known) => known.type === type)?.schemaVersions.known ?? [];
}

function namesOf(...families: readonly FamilyFacts[]): readonly string[] {
  const names = families.flatMap(({ types }) => types.map(({ type }) => type));
  return names.filter((name) => SUBSCRIBABLE_TYPES.some(({ type }) => type === name));
}

/** Words for several types. */
const GROUPS = {
  events: namesOf(CALL_EVENT_FACTS),
  summaries: namesOf(CALL_SUMMARY_FACTS),
  metrics: namesOf(CALL_METRIC_FACTS),
  conferences: namesOf(CONFERENCE_SUMMARY_FACTS, PARTICIPANT_SUMMARY_FACTS),
} as const satisfies Record<string, readonly string[]>;

/** `sdk, gateway, …` */
export const TYPES_IN_WORDS = [...SUBSCRIBABLE_TYPES.map(({ short }) => short), ...Object.keys(GROUPS)].join(', ');

/** Of each word for a type, the version of its schema to pin; of each word for several, the types. */
export const TYPES_EXPLAINED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    SUBSCRIBABLE_TYPES.map(({ short, schemaVersions }) => [short, `schema version ${schemaVersions.pinned}`]),
  ),
  ...Object.fromEntries(Object.entries(GROUPS).map(([group, types]) => [group, types.map(shortType).join(', ')])),
};

/** What somebody said of a subscription. */
export interface SaidTypes {
  /** Whole names; undefined where attach shall choose. */
  types?: readonly string[];
  schemaVersion?: number;
}

/**
 * What to subscribe to, in one order, each with the version to pin: Twilio takes the latest where none is said, and that
 * one changes. Where no types are said, these are all but those that somebody has to ask for, and those of them that
 * somebody has asked for before.
 * @param said the version is of those whose schema has it, instead of each one's own
 * @param subscribed what there is
 */
export function wantedTypes(
  { types, schemaVersion }: SaidTypes,
  subscribed: readonly SubscribedType[] = [],
): SubscribedType[] {
  const isSubscribed = (type: string) => subscribed.some((one) => one.type === type);
  return SUBSCRIBABLE_TYPES.filter(
    ({ type, isOptIn }) => types?.includes(type) ?? (isOptIn !== true || isSubscribed(type)),
  ).map(({ type, schemaVersions }) => ({
    type,
    schemaVersion:
      schemaVersion !== undefined && schemaVersions.known.includes(schemaVersion)
        ? schemaVersion
        : schemaVersions.pinned,
  }));
}

/**
 * The types that a text names, in any case: `sdk`, `summaries`, or the whole of one; none where it names none to
 * subscribe to.
 */
export function subscribableTypes(text: string): readonly string[] {
  const word = text.trim().toLowerCase();
  return (
    Object.entries(GROUPS).find(([group]) => group === word)?.[1] ??
    SUBSCRIBABLE_TYPES.filter(({ type, short }) => type === word || short === word).map(({ type }) => type)
  );
}

/** Whether any of them makes rows of the table of call insights. */
export function needInsights(types: readonly SubscribedType[]): boolean {
  return types.some(({ type }) => !GROUPS.events.includes(type));
}

/** Whether a subscription has it only where somebody asked for it. */
export function isOptIn({ type }: Pick<SubscribedType, 'type'>): boolean {
  return SUBSCRIBABLE_TYPES.some((known) => known.type === type && known.isOptIn === true);
}

/** Whether a subscription that nobody chose is made without it, where Twilio does not offer it. */
export function isOptional(type: string): boolean {
  return SUBSCRIBABLE_TYPES.some((known) => known.type === type && known.isOptional === true);
}

/** What they cost, told before they are subscribed to; `docs/cost.md` has the sums. */
export const OPT_IN_REMARK =
  'call metrics are about eleven times as many events as call events: for a million calls of 4 minutes about $500 a month more at AWS, and $13,000 at Twilio should it charge for Event Streams (docs/cost.md, "Call metrics")';

/** `sdk` */
export function shortType(type: string): string {
  return SUBSCRIBABLE_TYPES.find((known) => known.type === type)?.short ?? type;
}

/** `com.twilio… (schema version 2)` */
export function typeText({ type, schemaVersion }: SubscribedType): string {
  return `${type} (schema version ${schemaVersion})`;
}

/** One behind the other, with `and` before the last. */
export function typesText(types: readonly SubscribedType[]): string {
  const [last, ...others] = types.map(typeText).reverse();
  return others.length === 0 ? (last ?? '') : `${others.reverse().join(', ')} and ${last}`;
}
