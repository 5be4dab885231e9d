import type { Twilio } from 'twilio';
import { allOf } from '../shared/all-of.ts';
import { isJsonObject, type JsonObject } from '../shared/json.ts';
import { Trouble } from '../shared/trouble.ts';
import type { Sink, SinkConfiguration, SubscribedType, Subscription } from './sink.ts';
import { twilioStatus } from './twilio-answer.ts';
import { createTwilioReader } from './twilio-read.ts';

const NOT_FOUND = 404;
const NOT_ALLOWED = [401, 403];
const PAGE = { PageSize: '1000' };

/** A type of events at Twilio. https://www.twilio.com/docs/events/event-streams/event-type */
export interface EventType {
  /** `available`, `deprecated`, `restricted` or `discontinued` */
  status: string;
  /** Schema versions that it can be subscribed with, in order. */
  versions: number[];
}

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
  /** No trouble where it is gone. */
  removeType(subscriptionSid: string, type: string): Promise<void>;
  /** Undefined where Twilio has no such type for this account. */
  type(name: string): Promise<EventType | undefined>;
  /** Whether Voice Insights writes events at all; undefined where the credentials may not know. */
  advancedFeatures(): Promise<boolean | undefined>;
}

/** @see https://www.twilio.com/docs/events */
export function createEventStreams(client: Twilio): EventStreams {
  const events = client.events.v1;
  const { get, list } = createTwilioReader(client);

  return {
    async sinks() {
      const sinks = await allOf(list('events', '/v1/Sinks', 'sinks', PAGE));
      return sinks.filter(({ sink_type: type }) => type === 'kinesis').map(toSink);
    },
    async sink(sid) {
      const sink = await orUndefined([NOT_FOUND], get('events', `/v1/Sinks/${sid}`));
      if (sink === undefined) throw new Trouble(`Twilio has no sink ${sid} in this account`);
      const { sink_type: type } = sink;
      if (type !== 'kinesis')
        throw new Trouble(`sink ${sid} is of type ${textOf(sink, 'sink_type')}, not of this project`);
      return toSink(sink);
    },
    async createSink(description, { arn, roleArn, externalId }) {
      const sinkConfiguration = { arn, role_arn: roleArn, external_id: externalId };
      return made(await events.sinks.create({ description, sinkType: 'kinesis', sinkConfiguration }));
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
    async subscriptions() {
      const subscriptions = await allOf(list('events', '/v1/Subscriptions', 'subscriptions', PAGE));
      return subscriptions.map((subscription) => {
        const createdMs = Date.parse(String(subscription.date_created));
        return {
          sid: textOf(subscription, 'sid'),
          sinkSid: textOf(subscription, 'sink_sid'),
          ...(!Number.isNaN(createdMs) && { createdMs }),
        };
      });
    },
    async subscribe(description, sinkSid, types) {
      // A field of its own for each; without a version Twilio would take the latest.
      const fields = types.map(({ type, schemaVersion }) => ({ type, schema_version: schemaVersion }));
      return made(await events.subscriptions.create({ description, sinkSid, types: fields }));
    },
    async deleteSubscription(sid) {
      await orUndefined([NOT_FOUND], events.subscriptions(sid).remove());
    },
    async types(sid) {
      const path = `/v1/Subscriptions/${sid}/SubscribedEvents`;
      const types = await allOf(list('events', path, 'types', PAGE));
      return types.map((each) => ({ type: textOf(each, 'type'), schemaVersion: Number(each.schema_version) }));
    },
    async addType(sid, type) {
      await events.subscriptions(sid).subscribedEvents.create({ ...type });
    },
    async changeVersion(sid, { type, schemaVersion }) {
      await events.subscriptions(sid).subscribedEvents(type).update({ schemaVersion });
    },
    async removeType(sid, type) {
      await orUndefined([NOT_FOUND], events.subscriptions(sid).subscribedEvents(type).remove());
    },
    async type(name) {
      const found = await orUndefined([NOT_FOUND], get('events', `/v1/Types/${encodeURIComponent(name)}`));
      if (found === undefined) return undefined;
      const path = `/v1/Schemas/${textOf(found, 'schema_id')}/Versions`;
      const versions = await allOf(list('events', path, 'schema_versions', PAGE));
      return {
        status: String(found.status ?? 'available'),
        versions: versions.map((each) => Number(each.schema_version)).sort((one, other) => one - other),
      };
    },
    async advancedFeatures() {
      // Also 401: a credential that Twilio takes elsewhere need not be one for settings.
      const settings = await orUndefined([...NOT_ALLOWED, NOT_FOUND], get('insights', '/v1/Voice/Settings'));
      return typeof settings?.advanced_features === 'boolean' ? settings.advanced_features : undefined;
    },
  };
}

function toSink(sink: JsonObject): Sink {
  const { description, sink_configuration: given } = sink;
  const { arn, role_arn, external_id } = isJsonObject(given) ? given : {};
  const configuration = { arn: String(arn), roleArn: String(role_arn), externalId: String(external_id) };
  return {
    sid: textOf(sink, 'sid'),
    status: textOf(sink, 'status'),
    description: typeof description === 'string' ? description : '',
    configuration,
  };
}

function textOf(resource: JsonObject, member: string): string {
  const text = resource[member];
  if (typeof text === 'string') return text;
  throw new Trouble(`Twilio answered with a resource that has no ${member}`, 'does Twilio answer at this address?');
}

/** The SID of what was made. */
function made({ sid }: { sid?: string }): string {
  return textOf({ sid }, 'sid');
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
