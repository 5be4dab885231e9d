import type { EventStreams } from '../../twilio/event-streams.ts';
import type { TwilioAccount } from '../../twilio/open-twilio.ts';
import type { Sink, Subscription } from '../../twilio/sink.ts';
import type { Check } from './check.ts';
import type { DoctorCheck, Look } from './look.ts';

/** What a check of what Twilio has may ask. */
export interface AtTwilio extends Look, TwilioAccount {
  eventStreams: EventStreams;
  /** The sinks, which several look at; undefined where there is no stack they could be of. */
  sinks: Promise<SinksFact | undefined>;
}

/** Sinks of the stack, and what there is to say of them. */
export interface SinksFact {
  checks: Check[];
  /** The one that should be there. */
  sink?: Sink;
  /** What is subscribed on it. */
  subscription?: Subscription;
  /** Of all of them, earlier ones too. */
  sids: readonly string[];
}

export type TwilioCheck = DoctorCheck<AtTwilio>;
