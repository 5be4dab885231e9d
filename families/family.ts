import type { Item } from '../lambda/store/item.ts';
import type { CloudEvent } from '../shared/cloud-event.ts';
import type { Level } from '../shared/level.ts';
import type { Result } from '../shared/rejection.ts';
import type { FamilyFacts } from './family-facts.ts';
import type { IngestConfig } from './ingest-config.ts';

/**
 * A kind of event. All that is particular to it stands in its folder; what handles events asks the registry. An event
 * may have no time and no level, and may make rows of any table, several, or none.
 */
export interface EventFamily<Event = unknown> extends FamilyFacts {
  /**
   * The event that an envelope of one of the family's types holds, or what makes it unreadable; pure.
   * @param json the text that the envelope was parsed from, where it stands alone
   */
  read(envelope: CloudEvent, json?: string): Result<DecodedEvent<Event>>;
  /** What is to be written of an event, or why it cannot be; pure, so that any replay writes the same bytes. */
  outcome(event: Event, context: RowContext): Result<Outcome>;
  /** The calls that the event is of: who erases a call looks for them. */
  callSids(event: Event): readonly string[];
  /** The conferences that the event is of, of a family whose events are of any. */
  conferenceSids?(event: Event): readonly string[];
  /** The numbers, clients and SIP addresses that took part in its calls, of a family whose events say so. */
  parties?(event: Event): readonly string[];
}

/** An event, and the family that knows what it is. */
export interface DecodedEvent<Event = unknown> {
  family: EventFamily;
  event: Event;
  /** Paths of `data` that differ from the documented schema. */
  mismatches: readonly string[];
}

export interface RowContext {
  /** When the record that carried the event came onto the stream, epoch ms. */
  arrivalMs: number;
  config: IngestConfig;
  /** Nothing in the event has to be escaped to stand in JSON: each text needs no look of its own. */
  isPlain?: boolean;
}

/** What comes of an event. */
export interface Outcome {
  rows: readonly Row[];
  /** An event that is kept beside the tables, since nobody here understands it. */
  kept?: KeptEvent;
  /** Twilio's proof that a sink works. */
  test?: { testId?: string };
}

/** An event of a type this version does not know: its type, and its JSON on one line. */
export interface KeptEvent {
  type: string;
  json: string;
}

/**
 * A row to write, and what the pipeline wants to know of it without reading it back. What is counted is rows: where an
 * event makes several, one of them says its level, error and clock.
 */
export interface Row extends Item {
  /** The CloudEvent's. */
  type: string;
  level?: Level;
  isError?: boolean;
  /** Milliseconds the event claims to be later than its own arrival, where that is more than five minutes; else 0. */
  clockSkewMs?: number;
  /** Milliseconds the event says it is older than its arrival, from 24 hours on; else 0. It stays where its time says. */
  behindMs?: number;
  /** It only leads to the guarded row of its event: written before that, and counted as none. */
  isPointer?: boolean;
  /** Of a guarded row that says how a call was, once and for all. */
  finished?: FinishedCall;
}

/** What is counted of a call that is over. Names are of closed lists, so that they can be dimensions. */
export interface FinishedCall {
  type: string;
  state: string;
  /** It failed, or Twilio put a tag on it. */
  isBad: boolean;
  tags: readonly { tag: string; edge: string }[];
  /** Post-dial delay, milliseconds. */
  pddMs?: number;
  /** Mean opinion score of what the SDK received, 1 to 4.6. */
  mos?: number;
  /** Whether the call was not counted before. @param replaced the guard of the row that was there */
  isFirst(replaced: string | undefined): boolean;
}

/** The event, where it is one of this family. */
export function eventOf<Event>(decoded: DecodedEvent, family: EventFamily<Event>): Event | undefined {
  return decoded.family === (family as EventFamily) ? (decoded.event as Event) : undefined;
}
