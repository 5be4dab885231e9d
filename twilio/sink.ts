/**
 * Where Twilio writes, and as whom. It is what makes a sink this one and no other: Twilio takes no change of it.
 * @see https://www.twilio.com/docs/events/event-streams/sink-resource
 */
export interface SinkConfiguration {
  /** Of the Kinesis stream. */
  arn: string;
  roleArn: string;
  externalId: string;
}

/** A Kinesis sink as Twilio has it. A test event and its id make an `initialized` one `active`; most are at once. */
export interface Sink {
  sid: string;
  status: string;
  description: string;
  configuration: SinkConfiguration;
}

/** A sink has one at most. https://www.twilio.com/docs/events/event-streams/subscription */
export interface Subscription {
  sid: string;
  sinkSid: string;
  /** Epoch ms; undefined where Twilio does not say. */
  createdMs?: number;
}

export interface SubscribedType {
  type: string;
  schemaVersion: number;
}

export function isSameSink(one: SinkConfiguration, other: SinkConfiguration): boolean {
  return one.arn === other.arn && one.roleArn === other.roleArn && one.externalId === other.externalId;
}

/** What sink and subscription are called at Twilio. @param owner the stack, or `local` */
export function sinkDescription(owner: string): string {
  return `voice-insights-sink ${owner}`;
}
