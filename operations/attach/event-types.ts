import { GATEWAY_CALL_EVENT, SDK_CALL_EVENT } from '../../shared/event-type.ts';
import type { SubscribedType } from '../../twilio/sink.ts';

/** Versions of `VoiceInsights.CallEvent` that this project knows. https://events-schemas.twilio.com/VoiceInsights.CallEvent/3 */
export const KNOWN_VERSIONS: readonly number[] = [1, 2, 3];

/** Those that become rows, and the version to pin: Twilio takes the latest where none is said, and that one changes. */
const DEFAULTS: readonly SubscribedType[] = [
  { type: SDK_CALL_EVENT, schemaVersion: 2 },
  // The first with Conversation Relay.
  { type: GATEWAY_CALL_EVENT, schemaVersion: 3 },
];

const SHORT: Readonly<Record<string, string>> = { sdk: SDK_CALL_EVENT, gateway: GATEWAY_CALL_EVENT };

/** What to subscribe to, in one order. @param schemaVersion of all of them, instead of each one's own */
export function wantedTypes({ types, schemaVersion }: { types?: string[]; schemaVersion?: number }): SubscribedType[] {
  return DEFAULTS.filter(({ type }) => types?.includes(type) ?? true).map((wanted) => ({
    ...wanted,
    ...(schemaVersion !== undefined && { schemaVersion }),
  }));
}

/** The type that a text names, `sdk`, `gateway`, or the whole of one, in any case; undefined where it is none to subscribe to. */
export function subscribableType(text: string): string | undefined {
  const word = text.trim().toLowerCase();
  const type = SHORT[word] ?? word;
  return DEFAULTS.some((known) => known.type === type) ? type : undefined;
}

/** `sdk` */
export function shortType(type: string): string {
  return Object.keys(SHORT).find((short) => SHORT[short] === type) ?? type;
}

/** `com.twilio… (schema version 2)` */
export function typeText({ type, schemaVersion }: SubscribedType): string {
  return `${type} (schema version ${schemaVersion})`;
}
