import type { Twilio } from 'twilio';
import { isJsonObject } from '../../shared/json.ts';
import { Trouble, twilioStatus } from '../problem.ts';
import type { Sink, SinkConfiguration, SubscribedType, Subscription } from './sink.ts';

const NOT_FOUND = 404;
const NOT_ALLOWED = [401, 403];

/** Twilio's Event Streams of one account, as far as attaching needs them. */
export interface EventStreams {
  /** Kinesis sinks only. */
  sinks(): Promise<Sink[]>;
  /** @throws Trouble where there is none, or where it is no Kinesis sink */
  sink(sid: string): Promise<Sink>;
  /** @returns its SID */
  createSink(description: string, configuration: SinkConfiguration): Promise<string>;
  sendTestEvent(sinkSid: string): Promise<void>;
  /** False where the id is that of another test. */
  validate(sinkSid: string, testId: string): Promise<boolean>;
  /** No trouble where it is gone. */
  deleteSink(sid: string): Promise<void>;
  subscriptions(): Promise<Subscription[]>;
  subscribe(description: string, sinkSid: string, types: readonly SubscribedType[]): Promise<string>;
  /** No trouble where it is gone. */
  deleteSubscription(sid: string): Promise<void>;
  types(subscriptionSid: string): Promise<SubscribedType[]>;
  addType(subscriptionSid: string, type: SubscribedType): Promise<void>;
  changeVersion(subscriptionSid: string, type: SubscribedType): Promise<void>;
  removeType(subscriptionSid: string, type: string): Promise<void>;
  /** Schema versions that an event type can be subscribed with, in order. @throws Trouble where Twilio has no such type */
  versions(type: string): Promise<number[]>;
  /** Whether Voice Insights writes events at all; undefined where the credentials may not know. */
  advancedFeatures(): Promise<boolean | undefined>;
}

/** @see https://www.twilio.com/docs/events */
export function createEventStreams({ events: { v1: events }, insights }: Twilio): EventStreams {
  return {
    sinks: async () => (await events.sinks.list()).filter(({ sinkType }) => sinkType === 'kinesis').map(toSink),
    async sink(sid) {
      const sink = await orUndefined([NOT_FOUND], events.sinks(sid).fetch());
      if (sink === undefined) throw new Trouble(`Twilio has no sink ${sid} in this account`);
      if (sink.sinkType !== 'kinesis')
        throw new Trouble(`sink ${sid} is a ${sink.sinkType} sink, none of this project`);
      return toSink(sink);
    },
    async createSink(description, { arn, roleArn, externalId }) {
      const sinkConfiguration = { arn, role_arn: roleArn, external_id: externalId };
      return (await events.sinks.create({ description, sinkType: 'kinesis', sinkConfiguration })).sid;
    },
    async sendTestEvent(sinkSid) {
      await events.sinks(sinkSid).sinkTest.create();
    },
    async validate(sinkSid, testId) {
      return (await orUndefined([400], events.sinks(sinkSid).sinkValidate.create({ testId }))) !== undefined;
    },
    async deleteSink(sid) {
      await orUndefined([NOT_FOUND], events.sinks(sid).remove());
    },
    subscriptions: async () => (await events.subscriptions.list()).map(({ sid, sinkSid }) => ({ sid, sinkSid })),
    async subscribe(description, sinkSid, types) {
      // A field of its own for each; without a version Twilio would take the latest.
      const fields = types.map(({ type, schemaVersion }) => ({ type, schema_version: schemaVersion }));
      return (await events.subscriptions.create({ description, sinkSid, types: fields })).sid;
    },
    async deleteSubscription(sid) {
      await orUndefined([NOT_FOUND], events.subscriptions(sid).remove());
    },
    types: async (sid) =>
      (await events.subscriptions(sid).subscribedEvents.list()).map(({ type, schemaVersion }) => ({
        type,
        schemaVersion,
      })),
    async addType(sid, type) {
      await events.subscriptions(sid).subscribedEvents.create({ ...type });
    },
    async changeVersion(sid, { type, schemaVersion }) {
      await events.subscriptions(sid).subscribedEvents(type).update({ schemaVersion });
    },
    async removeType(sid, type) {
      await events.subscriptions(sid).subscribedEvents(type).remove();
    },
    async versions(type) {
      const found = await orUndefined([NOT_FOUND], events.eventTypes(type).fetch());
      if (found === undefined) throw new Trouble(`Twilio has no event type ${type} for this account`);
      const versions = await events.schemas(found.schemaId).versions.list();
      return versions.map(({ schemaVersion }) => schemaVersion).sort((one, other) => one - other);
    },
    async advancedFeatures() {
      // Also 401: a credential that Twilio takes elsewhere need not be one for settings.
      return (await orUndefined([...NOT_ALLOWED, NOT_FOUND], insights.v1.settings().fetch()))?.advancedFeatures;
    },
  };
}

interface TwilioSink {
  sid: string;
  status: string;
  description: string;
  sinkConfiguration: unknown;
}

function toSink({ sid, status, description, sinkConfiguration }: TwilioSink): Sink {
  const { arn, role_arn, external_id } = isJsonObject(sinkConfiguration) ? sinkConfiguration : {};
  const configuration = { arn: String(arn), roleArn: String(role_arn), externalId: String(external_id) };
  return { sid, status, description: description ?? '', configuration };
}

/** What was asked for, or undefined where Twilio answers with one of these statuses. */
async function orUndefined<Value>(statuses: readonly number[], answer: Promise<Value>): Promise<Value | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (statuses.includes(twilioStatus(error) ?? 0)) return undefined;
    throw error;
  }
}
