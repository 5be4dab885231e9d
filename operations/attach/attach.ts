import { backoffMs } from '../../shared/retry.ts';
import { Trouble } from '../../shared/trouble.ts';
import type { Sink, SubscribedType } from '../../twilio/sink.ts';
import { twilioCode } from '../../twilio/twilio-answer.ts';
import { isTwilioFault } from '../../twilio/twilio-fault.ts';
import { explained } from '../explain.ts';
import { isOptIn, OPT_IN_REMARK, type SaidTypes, wantedTypes } from './event-types.ts';
import {
  chooseSink,
  doneText,
  planSteps,
  remarks,
  type Step,
  settledTypes,
  stepText,
  subscriptionOf,
  type Wanted,
} from './plan.ts';
import { type ProveOptions, proveSink } from './prove-sink.ts';
import { listedVersions, notOfferedHere, offeredTypes, requireTypes } from './require-types.ts';
import type { TestEventReader } from './test-events.ts';

/** What Twilio shall have in the end, as far as it does not depend on what it has. */
export interface AskedFor extends Pick<Wanted, 'sink' | 'description'> {
  said: SaidTypes;
}

export interface AttachOptions extends Omit<ProveOptions, 'wanted' | 'found' | 'readTestEvents'> {
  asked: AskedFor;
  /** Changes nothing, and tells what would be changed. */
  dryRun: boolean;
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

const ATTEMPTS = 4;
/** https://www.twilio.com/docs/api/errors/91003 */
const TOO_MANY_SINKS = 91003;

/**
 * Brings Twilio from what it has to what is wanted. Stopped anywhere and run again it ends the same, with one sink;
 * where nothing differs it writes nothing. A write that failed by a fault of Twilio's may have been done: what is there
 * is looked at again, and the rest goes on from it.
 * @throws Trouble, without a write, where Twilio would not take the wanted types or versions
 */
export async function attach(options: AttachOptions): Promise<Attached> {
  const said = new Set<string>();
  const steps: string[] = [];
  const say = (line: string) => {
    if (!said.has(line)) options.say(line);
    said.add(line);
  };
  for (let failures = 0; ; ) {
    try {
      return await attachOnce({ ...options, say }, steps);
    } catch (error) {
      failures += 1;
      if (failures === ATTEMPTS || !isTwilioFault(error)) throw error;
      options.say(`${explained(error).says}: reading the present state again`);
      await options.clock.sleep(backoffMs(failures, options.clock.random));
    }
  }
}

async function attachOnce(options: AttachOptions, done: string[]): Promise<Attached> {
  const { eventStreams, asked, dryRun, say } = options;
  const [sinks, subscriptions, advancedFeatures] = await Promise.all([
    eventStreams.sinks(),
    eventStreams.subscriptions(),
    eventStreams.advancedFeatures(),
  ]);
  const found = { sinks, subscriptions };
  const sink = chooseSink(asked, found);
  const subscription = sink && subscriptionOf(sink.sid, subscriptions);
  const subscribed = subscription && (await eventStreams.types(subscription.sid));
  const { said, ...place } = asked;
  const chosen = wantedTypes(said, subscribed);
  const offered = await offeredTypes(eventStreams, chosen);
  const leftOut = notOfferedHere(said, chosen, offered);
  for (const { type } of leftOut) say(`news: Twilio does not offer ${type} to this account: it is left out`);
  const types = chosen.filter((type) => !leftOut.includes(type));
  const wanted = { ...place, types, versionsSaid: said.schemaVersion !== undefined };
  const settled = { ...wanted, types: settledTypes(wanted, listedVersions(offered), subscribed) };
  for (const news of requireTypes(offered, settled.types, wanted.types)) say(news);
  const steps = planSteps(settled, sink, subscribed);
  if (steps.some((step) => asksForMore(step, settled.types))) say(OPT_IN_REMARK);
  for (const remark of remarks(wanted, sink, found, options.cures.detach)) say(remark);

  const made = { sinkSid: sink?.sid, subscriptionSid: subscription?.sid };
  if (!dryRun) {
    const readTestEvents = steps.some((step) => step.do === 'prove-sink') ? await openAndTry(options) : undefined;
    for (const step of steps) {
      await execute(step, made, { ...options, wanted: settled, found, readTestEvents });
      say(doneText(step, settled, made.sinkSid));
      done.push(stepText(step, settled));
    }
  }
  const { sinkSid, subscriptionSid } = made;
  return {
    ...(sinkSid !== undefined && { sink: await eventStreams.sink(sinkSid) }),
    ...(subscriptionSid !== undefined && {
      subscription: { sid: subscriptionSid, types: await eventStreams.types(subscriptionSid) },
    }),
    ...(advancedFeatures !== undefined && { advancedFeatures }),
    steps: dryRun ? steps.map((step) => stepText(step, settled)) : done,
  };
}

/** Whether a step subscribes to a type that nobody has without asking for it. */
function asksForMore(step: Step, wanted: readonly SubscribedType[]): boolean {
  if (step.do === 'subscribe') return wanted.some(isOptIn);
  return step.do === 'add-type' && isOptIn(step.type);
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

type StepOptions = AttachOptions & ProveOptions & { wanted: Wanted };

async function execute(step: Step, place: Place, options: StepOptions): Promise<void> {
  const { eventStreams, wanted } = options;
  const { sinkSid = '', subscriptionSid = '' } = place;
  switch (step.do) {
    case 'create-sink':
      place.sinkSid = await createSink(options);
      return;
    case 'prove-sink':
      return proveSink(sinkSid, options);
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

async function createSink({ eventStreams, wanted, found, cures }: StepOptions): Promise<string> {
  try {
    return await eventStreams.createSink(wanted.description, wanted.sink);
  } catch (error) {
    if (twilioCode(error) !== TOO_MANY_SINKS) throw error;
    const unused = found.sinks.find(({ sid }) => subscriptionOf(sid, found.subscriptions) === undefined);
    throw new Trouble(
      `the account has all the sinks that Twilio allows (${TOO_MANY_SINKS})`,
      unused === undefined
        ? 'delete one that no one uses in the Console, under Event Streams; then run attach again'
        : `nothing is subscribed on ${unused.sid}, which may go: ${cures.detach(unused.sid)}; then run attach again`,
    );
  }
}
