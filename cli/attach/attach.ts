import type { Clock } from '../../shared/clock.ts';
import { Trouble } from '../problem.ts';
import type { EventStreams } from './event-streams.ts';
import { KNOWN_VERSIONS } from './event-types.ts';
import { chooseSink, planSteps, remarks, type Step, stepText, subscriptionOf, type Wanted } from './plan.ts';
import type { Sink, SubscribedType } from './sink.ts';
import type { TestEventReader } from './test-events.ts';

export interface AttachOptions {
  eventStreams: EventStreams;
  openTestEvents: () => Promise<TestEventReader>;
  wanted: Wanted;
  /** Changes nothing, and tells what would be changed. */
  dryRun: boolean;
  /** To wait for the test event. */
  timeoutMs: number;
  clock: Clock;
  /** The command that deletes a sink, for what is said of others. */
  detachCommand: (sinkSid: string) => string;
  /** Told of each step before it is done, and of what somebody should know. */
  say: (line: string) => void;
}

/** What is true at Twilio now. */
export interface Attached {
  /** Undefined where a dry run found none. */
  sink?: Sink;
  subscription?: { sid: string; types: SubscribedType[] };
  /** Whether Twilio writes events at all; undefined where the credentials may not know. */
  advancedFeatures?: boolean;
  /** What was done, or in a dry run would be. */
  steps: string[];
}

const POLL_MS = 500;

/**
 * Brings Twilio from what it has to what is wanted. Stopped anywhere and run again it ends the same, with one sink;
 * where nothing differs it writes nothing.
 * @throws Trouble, without a write, where Twilio does not list a wanted version
 */
export async function attach(options: AttachOptions): Promise<Attached> {
  const { eventStreams, wanted, dryRun, say } = options;
  const [sinks, subscriptions, advancedFeatures] = await Promise.all([
    eventStreams.sinks(),
    eventStreams.subscriptions(),
    eventStreams.advancedFeatures(),
  ]);
  for (const news of await requireVersions(eventStreams, wanted.types)) say(news);
  const found = { sinks, subscriptions };
  const sink = chooseSink(wanted, found);
  const subscription = sink && subscriptionOf(sink.sid, subscriptions);
  const subscribed = subscription && (await eventStreams.types(subscription.sid));
  const steps = planSteps(wanted, sink, subscribed);
  for (const remark of remarks(wanted, sink, found, options.detachCommand)) say(remark);

  const place = { sinkSid: sink?.sid, subscriptionSid: subscription?.sid };
  if (!dryRun) {
    const readTestEvents = steps.some((step) => step.do === 'prove-sink') ? await openAndTry(options) : undefined;
    for (const step of steps) {
      say(stepText(step, wanted));
      await execute(step, place, { ...options, readTestEvents });
    }
  }
  const { sinkSid, subscriptionSid } = place;
  return {
    ...(sinkSid !== undefined && { sink: await eventStreams.sink(sinkSid) }),
    ...(subscriptionSid !== undefined && {
      subscription: { sid: subscriptionSid, types: await eventStreams.types(subscriptionSid) },
    }),
    ...(advancedFeatures !== undefined && { advancedFeatures }),
    steps: steps.map((step) => stepText(step, wanted)),
  };
}

/** A stream that cannot be read shall show before anything is written. */
async function openAndTry({ openTestEvents }: AttachOptions): Promise<TestEventReader> {
  const read = await openTestEvents();
  await read();
  return read;
}

/** What the steps so far have made, for those behind them. */
interface Place {
  sinkSid?: string | undefined;
  subscriptionSid?: string | undefined;
}

type StepOptions = AttachOptions & { readTestEvents?: TestEventReader | undefined };

async function execute(step: Step, place: Place, options: StepOptions): Promise<void> {
  const { eventStreams, wanted } = options;
  const { sinkSid = '', subscriptionSid = '' } = place;
  switch (step.do) {
    case 'create-sink':
      place.sinkSid = await eventStreams.createSink(wanted.description, wanted.sink);
      return;
    case 'prove-sink':
      return prove(sinkSid, options);
    case 'subscribe':
      place.subscriptionSid = await eventStreams.subscribe(wanted.description, sinkSid, wanted.types);
      return;
    case 'add-type':
      return eventStreams.addType(subscriptionSid, step.type);
    case 'change-version':
      return eventStreams.changeVersion(subscriptionSid, step.type);
    case 'remove-type':
      return eventStreams.removeType(subscriptionSid, step.type.type);
  }
}

/**
 * Sends Twilio's test event and waits until it has come through the stream; a sink that waits for that becomes active.
 * Ids of other tests are tried too, and refused: a stream may have several sinks.
 * @see https://www.twilio.com/docs/events/event-streams/sink-resource
 */
async function prove(sinkSid: string, options: StepOptions): Promise<void> {
  const { eventStreams, wanted, timeoutMs, clock } = options;
  const read = options.readTestEvents ?? (await options.openTestEvents());
  await eventStreams.sendTestEvent(sinkSid);
  const deadline = clock.now() + timeoutMs;
  let isThere = false;
  for (;;) {
    const testIds = await read();
    for (const testId of testIds) {
      if ((await eventStreams.sink(sinkSid)).status === 'active') return;
      isThere = (await eventStreams.validate(sinkSid, testId)) || isThere;
    }
    if (isThere && (await eventStreams.sink(sinkSid)).status === 'active') return;
    if (clock.now() >= deadline) break;
    await clock.sleep(POLL_MS);
  }
  const seconds = timeoutMs / 1_000;
  throw new Trouble(
    isThere
      ? `sink ${sinkSid} is not active although its test event came: wait a minute and run attach again`
      : `Twilio's test event did not come through ${wanted.sink.arn} in ${seconds} s, so sink ${sinkSid} is not subscribed: ` +
          `Twilio's debugger says why (93102: it cannot assume ${wanted.sink.roleArn} with the external id); then run attach again`,
  );
}

/** @returns what Twilio lists beyond what this project knows */
async function requireVersions(eventStreams: EventStreams, types: readonly SubscribedType[]): Promise<string[]> {
  const listed = await Promise.all(types.map(({ type }) => eventStreams.versions(type)));
  return types.flatMap(({ type, schemaVersion }, index) => {
    const versions = listed[index] ?? [];
    if (!versions.includes(schemaVersion)) {
      const known = versions.filter((version) => KNOWN_VERSIONS.includes(version)).at(-1);
      throw new Trouble(
        `Twilio does not list schema version ${schemaVersion} of ${type}, only ${versions.join(', ') || 'none'}: ` +
          (known === undefined ? 'update this project' : `say --schema-version ${known}`),
      );
    }
    const newest = versions.at(-1) ?? schemaVersion;
    return KNOWN_VERSIONS.includes(newest) ? [] : [`news: Twilio lists schema version ${newest} of ${type}`];
  });
}
