import type { EventStreams } from '../../twilio/event-streams.ts';
import { isSameSink, type Sink, type SinkConfiguration } from '../../twilio/sink.ts';

/** One sink, or all that write to a stream in one way: a person may have made several. */
export type WhichSinks = { sid: string } | { configuration: SinkConfiguration };

/** Sinks, and the subscriptions on them. */
export interface FoundSinks {
  sinks: Sink[];
  subscriptionSids: string[];
  /** What also writes to the stream, in another way; not looked for where one sink is named. */
  others: Sink[];
}

/** @throws Trouble where a sink that is named is not there */
export async function findAttached(eventStreams: EventStreams, which: WhichSinks): Promise<FoundSinks> {
  const { sinks, others } = await findSinks(eventStreams, which);
  const subscriptions = await eventStreams.subscriptions();
  const theirs = subscriptions.filter(({ sinkSid }) => sinks.some(({ sid }) => sid === sinkSid));
  return { sinks, subscriptionSids: theirs.map(({ sid }) => sid), others };
}

async function findSinks(eventStreams: EventStreams, which: WhichSinks): Promise<Pick<FoundSinks, 'sinks' | 'others'>> {
  if ('sid' in which) return { sinks: [await eventStreams.sink(which.sid)], others: [] };
  const ofStream = (await eventStreams.sinks()).filter(
    ({ configuration }) => configuration.arn === which.configuration.arn,
  );
  const isMeant = ({ configuration }: Sink) => isSameSink(configuration, which.configuration);
  return { sinks: ofStream.filter(isMeant), others: ofStream.filter((sink) => !isMeant(sink)) };
}

/** Deletes what was found, and does not mind where somebody else was faster. Stopped anywhere, it can be run again. */
export async function detach(
  eventStreams: EventStreams,
  { sinks, subscriptionSids }: Omit<FoundSinks, 'others'>,
): Promise<void> {
  // First: without it a sink is of no use, and with it a sink is in use.
  for (const sid of subscriptionSids) await eventStreams.deleteSubscription(sid);
  for (const { sid } of sinks) await eventStreams.deleteSink(sid);
}
