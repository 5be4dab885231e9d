import {
  isSameSink,
  type Sink,
  type SinkConfiguration,
  type SubscribedType,
  type Subscription,
} from '../../twilio/sink.ts';
import { knownVersions, typesText, typeText } from './event-types.ts';

/** What Twilio shall have in the end. */
export interface Wanted {
  sink: SinkConfiguration;
  types: readonly SubscribedType[];
  /** Whether somebody said the versions: else a subscription keeps one that is known and later. */
  versionsSaid: boolean;
  /** Of the sink, by which a later attach knows it although its stream is another. */
  description: string;
}

/** What Twilio has now. */
export interface Found {
  sinks: readonly Sink[];
  subscriptions: readonly Subscription[];
}

/** One write, or two that belong together: the test event, and its id sent back. */
export type Step =
  | { do: 'create-sink' }
  | { do: 'prove-sink' }
  | { do: 'subscribe' }
  | { do: 'add-type'; type: SubscribedType }
  | { do: 'change-version'; type: SubscribedType; from: number }
  | { do: 'remove-type'; type: SubscribedType };

/**
 * The sink to use: of several equal ones, which a person may have made, the one that is subscribed, then one that is
 * active.
 */
export function chooseSink(wanted: Pick<Wanted, 'sink'>, { sinks, subscriptions }: Found): Sink | undefined {
  const equal = sinks.filter(({ configuration }) => isSameSink(configuration, wanted.sink));
  return (
    equal.find(({ sid }) => subscriptionOf(sid, subscriptions) !== undefined) ??
    equal.find(({ status }) => status === 'active') ??
    equal[0]
  );
}

export function subscriptionOf(sinkSid: string, subscriptions: readonly Subscription[]): Subscription | undefined {
  return subscriptions.find((subscription) => subscription.sinkSid === sinkSid);
}

/**
 * The types in the versions to end with: those that were said. Else the wanted one, or the highest that both sides know
 * where Twilio does not list that one. A later one that somebody chose is not lowered without a word.
 * @param listed the versions that Twilio lists, by type
 */
export function settledTypes(
  { types, versionsSaid }: Pick<Wanted, 'types' | 'versionsSaid'>,
  listed: ReadonlyMap<string, readonly number[]>,
  subscribed: readonly SubscribedType[] = [],
): SubscribedType[] {
  if (versionsSaid) return [...types];
  return types.map((wanted) => {
    const shared = knownVersions(wanted.type).filter((version) => listed.get(wanted.type)?.includes(version));
    const is = subscribed.find(({ type }) => type === wanted.type)?.schemaVersion ?? 0;
    if (is > wanted.schemaVersion && shared.includes(is)) return { ...wanted, schemaVersion: is };
    if (shared.includes(wanted.schemaVersion)) return wanted;
    return { ...wanted, schemaVersion: shared.at(-1) ?? wanted.schemaVersion };
  });
}

/**
 * From what is there to what is wanted; no step where nothing differs. Each step is complete in itself: stopped behind
 * any of them, the next plan goes on from there.
 * @param subscribed the types of the sink's subscription; undefined where it has none
 */
export function planSteps(
  wanted: Pick<Wanted, 'types'>,
  sink: Sink | undefined,
  subscribed: readonly SubscribedType[] | undefined,
): Step[] {
  if (sink === undefined) return [{ do: 'create-sink' }, { do: 'prove-sink' }, { do: 'subscribe' }];
  const steps: Step[] = [];
  // One that was active from the start may never have been written to: only a subscription says that it was.
  if (sink.status !== 'active' || subscribed === undefined) steps.push({ do: 'prove-sink' });
  if (subscribed === undefined) return [...steps, { do: 'subscribe' }];
  for (const type of wanted.types) {
    const was = subscribed.find((other) => other.type === type.type);
    if (was === undefined) steps.push({ do: 'add-type', type });
    else if (was.schemaVersion !== type.schemaVersion) {
      steps.push({ do: 'change-version', type, from: was.schemaVersion });
    }
  }
  // Last, so that a subscription is never empty.
  for (const type of subscribed) {
    if (!wanted.types.some((other) => other.type === type.type)) steps.push({ do: 'remove-type', type });
  }
  return steps;
}

/**
 * What somebody should know of the other sinks, before anything is done.
 * @param detach the command that deletes a sink
 */
export function remarks(
  wanted: Wanted,
  chosen: Sink | undefined,
  { sinks, subscriptions }: Found,
  detach: (sinkSid: string) => string,
): string[] {
  return sinks.flatMap(({ sid, description, configuration }) => {
    if (sid === chosen?.sid) return [];
    const isOfStream = configuration.arn === wanted.sink.arn;
    if (chosen === undefined && (isOfStream || isEarlier({ description, configuration }, wanted))) {
      return [
        `sink ${sid} has ${difference(configuration, wanted.sink)} and cannot be changed, so this is a new sink; to remove the old one: ${detach(sid)}`,
      ];
    }
    if (!isOfStream || subscriptionOf(sid, subscriptions) === undefined) return [];
    return [`sink ${sid} writes to the same stream, and is subscribed too; to remove it: ${detach(sid)}`];
  });
}

/** Whether it may be one that an earlier attach made: a stack of the same name elsewhere has a sink of the same name. */
export function isEarlier(
  { description, configuration }: Pick<Sink, 'description' | 'configuration'>,
  wanted: Pick<Wanted, 'description' | 'sink'>,
): boolean {
  const place = (arn: string) => arn.split(':').slice(3, 5).join(':');
  return description === wanted.description && place(configuration.arn) === place(wanted.sink.arn);
}

export function stepText(step: Step, { sink, types }: Wanted): string {
  switch (step.do) {
    case 'create-sink':
      return `create a sink for ${sink.arn}, written to as ${sink.roleArn}`;
    case 'prove-sink':
      return "send Twilio's test event, and see it come through the stream";
    case 'subscribe':
      return `subscribe to ${typesText(types)}`;
    case 'add-type':
      return `subscribe to ${typeText(step.type)} too`;
    case 'change-version':
      return `change ${step.type.type} from schema version ${step.from} to ${step.type.schemaVersion}`;
    case 'remove-type':
      return `unsubscribe from ${typeText(step.type)}`;
  }
}

/** The same when it is done. */
export function doneText(step: Step, { sink, types }: Wanted, sinkSid = ''): string {
  switch (step.do) {
    case 'create-sink':
      return `created sink ${sinkSid} for ${sink.arn}, written to as ${sink.roleArn}`;
    case 'prove-sink':
      return "Twilio's test event came through the stream";
    case 'subscribe':
      return `subscribed to ${typesText(types)}`;
    case 'add-type':
      return `subscribed to ${typeText(step.type)} too`;
    case 'change-version':
      return `changed ${step.type.type} from schema version ${step.from} to ${step.type.schemaVersion}`;
    case 'remove-type':
      return `unsubscribed from ${typeText(step.type)}`;
  }
}

/** In words. Not the external id itself: it is nobody else's business. */
export function difference(is: SinkConfiguration, wanted: SinkConfiguration): string {
  if (is.arn !== wanted.arn) return `another stream (${is.arn})`;
  return is.roleArn === wanted.roleArn ? 'another external id' : `another role (${is.roleArn})`;
}
