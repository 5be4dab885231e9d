import { CALL_SUMMARY_FACTS } from '../../families/call-summary/facts.ts';
import { SUBSCRIBABLE_TYPES } from '../../families/catalogue.ts';
import type { SubscribedType } from '../../twilio/sink.ts';

/** Versions of schemas that this project knows, of whichever type, in order. */
export const KNOWN_VERSIONS: readonly number[] = [
  ...new Set(SUBSCRIBABLE_TYPES.flatMap(({ schemaVersions }) => schemaVersions.known)),
].sort((one, other) => one - other);

/** Versions of a type's schema that this project knows; none of a type that no family takes. */
export function knownVersions(type: string): readonly number[] {
  return SUBSCRIBABLE_TYPES.find((known) => known.type === type)?.schemaVersions.known ?? [];
}

/** Words for several types. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  summaries: CALL_SUMMARY_FACTS.types.map(({ type }) => type),
};

/** `sdk, gateway, …` */
export const TYPES_IN_WORDS = [...SUBSCRIBABLE_TYPES.map(({ short }) => short), ...Object.keys(GROUPS)].join(', ');

/** `2 of sdk, 3 of gateway` */
export const VERSIONS_IN_WORDS = SUBSCRIBABLE_TYPES.map(
  ({ short, schemaVersions }) => `${schemaVersions.pinned} of ${short}`,
).join(', ');

/**
 * What to subscribe to, in one order, each with the version to pin: Twilio takes the latest where none is said, and that
 * one changes. @param schemaVersion of those whose schema has it, instead of each one's own
 */
export function wantedTypes({ types, schemaVersion }: { types?: string[]; schemaVersion?: number }): SubscribedType[] {
  return SUBSCRIBABLE_TYPES.filter(({ type }) => types?.includes(type) ?? true).map(({ type, schemaVersions }) => ({
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
  const group = Object.hasOwn(GROUPS, word) ? GROUPS[word] : undefined;
  return (
    group ?? SUBSCRIBABLE_TYPES.filter(({ type, short }) => type === word || short === word).map(({ type }) => type)
  );
}

/** Whether any of them is a summary of a call. */
export function haveSummaries(types: readonly SubscribedType[]): boolean {
  return types.some(({ type }) => GROUPS.summaries?.includes(type));
}

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
