import { Trouble } from '../../shared/trouble.ts';
import type { EventStreams, EventType } from '../../twilio/event-streams.ts';
import type { SubscribedType } from '../../twilio/sink.ts';
import { knownVersions, shortType } from './event-types.ts';

/**
 * Whether Twilio would take a subscription to these types, found before anything is made for it.
 * @returns what somebody should know of them
 * @throws Trouble where it would not, with what to ask for instead
 */
export async function requireTypes(
  eventStreams: Pick<EventStreams, 'type'>,
  wanted: readonly SubscribedType[],
): Promise<string[]> {
  const found = await Promise.all(
    wanted.map(async ({ type, schemaVersion }) => ({
      type,
      schemaVersion,
      atTwilio: await eventStreams.type(type),
    })),
  );
  const usable = found.flatMap(({ type, atTwilio }) => (isOffered(atTwilio) ? [type] : []));
  return found.flatMap(({ type, schemaVersion, atTwilio }) => {
    if (!isOffered(atTwilio)) {
      throw new Trouble(
        atTwilio === undefined
          ? `Twilio has no event type ${type} for this account`
          : `Twilio has discontinued ${type}`,
        usable.length === 0 ? 'update this project' : `leave it out: --types ${usable.map(shortType).join(',')}`,
      );
    }
    const { versions, status } = atTwilio;
    if (!versions.includes(schemaVersion)) {
      const known = versions.filter((version) => knownVersions(type).includes(version)).at(-1);
      throw new Trouble(
        `Twilio does not list schema version ${schemaVersion} of ${type}, only ${versions.join(', ') || 'none'}`,
        known === undefined ? 'update this project' : `say --schema-version ${known}`,
      );
    }
    const newest = versions.at(-1) ?? schemaVersion;
    return [
      ...(status === 'available' ? [] : [`news: ${type} is ${status} at Twilio`]),
      ...(knownVersions(type).includes(newest) ? [] : [`news: Twilio lists schema version ${newest} of ${type}`]),
    ];
  });
}

/** Whether a type can be subscribed to. */
export function isOffered(type: EventType | undefined): type is EventType {
  return type !== undefined && type.status !== 'discontinued';
}
