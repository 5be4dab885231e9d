import { Trouble } from '../../shared/trouble.ts';
import type { EventStreams, EventType } from '../../twilio/event-streams.ts';
import type { SubscribedType } from '../../twilio/sink.ts';
import { isOptional, knownVersions, type SaidTypes, shortType } from './event-types.ts';

/** What Twilio offers of types, by their names: undefined for one that it does not have for this account. */
export type OfferedTypes = ReadonlyMap<string, EventType | undefined>;

export async function offeredTypes(
  eventStreams: Pick<EventStreams, 'type'>,
  types: readonly Pick<SubscribedType, 'type'>[],
): Promise<OfferedTypes> {
  return new Map(await Promise.all(types.map(async ({ type }) => [type, await eventStreams.type(type)] as const)));
}

/** The schema versions that Twilio lists, by type: none of a type that cannot be subscribed to. */
export function listedVersions(offered: OfferedTypes): ReadonlyMap<string, readonly number[]> {
  return new Map([...offered].map(([type, atTwilio]) => [type, isOffered(atTwilio) ? atTwilio.versions : []]));
}

/**
 * Whether Twilio would take a subscription to these types, found before anything is made for it.
 * @param settled the types in the versions to end with
 * @param wanted the same in the versions that this project would pin
 * @returns what somebody should know of them
 * @throws Trouble where it would not, with what to ask for instead
 */
export function requireTypes(
  offered: OfferedTypes,
  settled: readonly SubscribedType[],
  wanted: readonly SubscribedType[] = settled,
): string[] {
  const usable = settled.flatMap(({ type }) => (isOffered(offered.get(type)) ? [type] : []));
  return settled.flatMap(({ type, schemaVersion }) => {
    const atTwilio = offered.get(type);
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
        known === undefined ? 'update this project' : `say --schema-version ${known}, or leave it out`,
      );
    }
    const newest = versions.at(-1) ?? schemaVersion;
    const pinned = wanted.find((one) => one.type === type)?.schemaVersion ?? schemaVersion;
    return [
      ...(status === 'available' ? [] : [`news: ${type} is ${status} at Twilio`]),
      ...(knownVersions(type).includes(newest) ? [] : [`news: Twilio lists schema version ${newest} of ${type}`]),
      ...(versions.includes(pinned)
        ? []
        : [`news: Twilio does not list schema version ${pinned} of ${type}: this takes ${schemaVersion}`]),
    ];
  });
}

/** Of the types that somebody wants, those to do without where nobody chose them: Twilio does not offer them here. */
export function notOfferedHere(
  { types }: SaidTypes,
  wanted: readonly SubscribedType[],
  offered: OfferedTypes,
): readonly SubscribedType[] {
  if (types !== undefined) return [];
  return wanted.filter(({ type }) => isOptional(type) && !isOffered(offered.get(type)));
}

/** Whether a type can be subscribed to. */
export function isOffered(type: EventType | undefined): type is EventType {
  return type !== undefined && type.status !== 'discontinued';
}
