import type { SubscribedType } from '../../twilio/sink.ts';
import { KNOWN_VERSIONS, knownVersions, shortType, wantedTypes } from '../attach/event-types.ts';
import { settledTypes } from '../attach/plan.ts';
import { listedVersions, notOfferedHere, offeredTypes } from '../attach/require-types.ts';
import { type Cures, cureOf } from '../cures.ts';
import type { SinksFact, TwilioCheck } from './at-twilio.ts';
import { type Check, ok, wrong } from './check.ts';

/** What Twilio writes to the stack's sink. */
export const subscriptionCheck: TwilioCheck = {
  name: 'subscription',
  async look({ asked, cures, eventStreams, sinks }) {
    let found: SinksFact | undefined;
    try {
      found = await sinks;
    } catch (error) {
      const cure = cureOf(error, cures);
      const says = 'not seen, since the sinks are not';
      return [{ name: 'subscription', state: 'wrong', says, ...(cure !== undefined && { cure }) }];
    }
    if (found?.sink === undefined) return [];
    const { subscription } = found;
    const types = subscription === undefined ? [] : await eventStreams.types(subscription.sid);
    const chosen = wantedTypes(asked, types);
    const offered = await offeredTypes(eventStreams, chosen);
    const leftOut = notOfferedHere(asked, chosen, offered);
    const wanted = chosen.filter((type) => !leftOut.includes(type));
    const listed = listedVersions(offered);
    const wantedNow = { types: wanted, versionsSaid: asked.schemaVersion !== undefined, listed };
    return [checkSubscription(types, wantedNow, cures)];
  },
};

const UPDATE = 'update this project';

/** What attach would subscribe to, and what Twilio offers of it. */
export interface WantedSubscription {
  types: readonly SubscribedType[];
  versionsSaid: boolean;
  /** Schema versions by type, in order; a type that Twilio no longer offers has none. */
  listed: ReadonlyMap<string, readonly number[]>;
}

export function checkSubscription(
  subscribed: readonly SubscribedType[],
  { types: wanted, versionsSaid, listed }: WantedSubscription,
  { attach, attachTypes }: Pick<Cures, 'attach' | 'attachTypes'>,
): Check {
  const name = 'subscription';
  const versionsOf = (type: string) => listed.get(type) ?? [];
  const newestOf = (type: string) => versionsOf(type).at(-1) ?? 0;
  const gone = wanted.find(({ type }) => newestOf(type) === 0);
  if (gone !== undefined) {
    const others = wanted.filter(({ type }) => newestOf(type) > 0).map(({ type }) => shortType(type));
    return wrong(name, `Twilio no longer offers ${gone.type}`, others.length === 0 ? UPDATE : attachTypes(others));
  }
  const settled = settledTypes({ types: wanted, versionsSaid }, listed, subscribed);
  // Attach takes no version that Twilio does not list.
  const isListed = ({ type, schemaVersion }: SubscribedType) => versionsOf(type).includes(schemaVersion);
  const newestKnown = (type: string) => Math.max(...knownVersions(type));
  /** One that Twilio would take instead of the one that was said. Where none was, attach finds the best by itself. */
  const otherVersion = () => {
    const types = wanted.map(({ type }) => type);
    const best = KNOWN_VERSIONS.findLast((schemaVersion) => wantedTypes({ types, schemaVersion }).every(isListed));
    return best === undefined || !versionsSaid ? UPDATE : attach(best);
  };
  const cure = settled.every(isListed) ? attach() : otherVersion();
  if (subscribed.length === 0) return wrong(name, 'nothing is subscribed on the sink', cure);
  for (const one of settled) {
    const { type } = one;
    const found = subscribed.find((other) => other.type === type);
    if (found === undefined) return wrong(name, `${type} is not subscribed`, cure);
    const says = `${type} is subscribed in schema version ${found.schemaVersion}`;
    if (!isListed(found)) return wrong(name, `${says}, Twilio lists only ${versionsOf(type).join(', ')}`, cure);
    if (found.schemaVersion > newestKnown(type))
      return wrong(name, `${says}, ${newestKnown(type)} is the newest known here`, cure);
    const { schemaVersion: expected } = one;
    if (found.schemaVersion < expected) return wrong(name, `${says}, ${expected} is known`, cure);
    if (found.schemaVersion !== expected) return wrong(name, `${says}, not in ${expected} as you asked`, cure);
  }
  const newer = wanted.find(({ type }) => newestOf(type) > newestKnown(type));
  if (newer !== undefined) {
    const says = `Twilio has schema version ${newestOf(newer.type)} of ${newer.type}; ${newestKnown(newer.type)} is the newest known here`;
    return { name, state: 'news', says, cure: 'nothing: an update of this project brings the version' };
  }
  const other = subscribed.find(({ type }) => !wanted.some((one) => one.type === type));
  if (other !== undefined) {
    return { name, state: 'news', says: `${other.type} is subscribed too`, cure: `to unsubscribe from it: ${cure}` };
  }
  return ok(name, subscribed.map(({ type, schemaVersion }) => `${shortType(type)} ${schemaVersion}`).join(', '));
}
