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

/** `sdk, gateway` */
export const TYPES_IN_WORDS = SUBSCRIBABLE_TYPES.map(({ short }) => short).join(', ');

/** `2 of sdk, 3 of gateway` */
export const VERSIONS_IN_WORDS = SUBSCRIBABLE_TYPES.map(
  ({ short, schemaVersions }) => `${schemaVersions.pinned} of ${short}`,
).join(', ');

/**
 * What to subscribe to, in one order, each with the version to pin: Twilio takes the latest where none is said, and that
 * one changes. @param schemaVersion of all of them, instead of each one's own
 */
export function wantedTypes({ types, schemaVersion }: { types?: string[]; schemaVersion?: number }): SubscribedType[] {
  return SUBSCRIBABLE_TYPES.filter(({ type }) => types?.includes(type) ?? true).map(({ type, schemaVersions }) => ({
    type,
    schemaVersion: schemaVersion ?? schemaVersions.pinned,
  }));
}

/** The type that a text names, `sdk`, `gateway`, or the whole of one, in any case; undefined where it is none to subscribe to. */
export function subscribableType(text: string): string | undefined {
  const word = text.trim().toLowerCase();
  return SUBSCRIBABLE_TYPES.find(({ type, short }) => type === word || short === word)?.type;
}

/** `sdk` */
export function shortType(type: string): string {
  return SUBSCRIBABLE_TYPES.find((known) => known.type === type)?.short ?? type;
}

/** `com.twilio… (schema version 2)` */
export function typeText({ type, schemaVersion }: SubscribedType): string {
  return `${type} (schema version ${schemaVersion})`;
}
