/** A type of CloudEvent that a family takes. */
export interface EventType {
  /** `com.twilio.voice.insights.call-event.sdk` */
  type: string;
  /** What people call it on the command line; none where nobody subscribes to it. */
  short?: string;
  /** The versions of its schema that this project knows, and the one to pin in a subscription. */
  schemaVersions?: { known: readonly number[]; pinned: number };
  /** So many events that a subscription has them only where somebody asked for them. */
  isOptIn?: true;
  /** Not every account has it: where Twilio does not offer it, a subscription that nobody chose is made without it. */
  isOptional?: true;
}

/** What redaction has to know of the data of a family. Paths are dotted, under `data`. */
export interface RedactionFacts {
  /** Every path that Twilio documents, objects and values. */
  documented: readonly string[];
  /** Those that say something of a person, documented or not. */
  personal: readonly string[];
  /** Without these values an event has no key or place in the order: nothing of them can be hidden, nor what holds them. */
  keptValues: readonly string[];
  /** Without these objects an event is another one; what stands in them can be hidden. */
  keptObjects: readonly string[];
  /** Attributes of the table that no member of the data is, and those of them that are copies of a path. */
  attributes: ReadonlySet<string>;
  copies: Readonly<Record<string, readonly string[]>>;
}

/** Settings that say for how many days rows are kept; 0 for ever. */
export const LIFETIME_SETTINGS = ['retentionDays', 'metricDays'] as const;
export type LifetimeSetting = (typeof LIFETIME_SETTINGS)[number];

/** What is to be known of a family without reading an event: small enough for whatever only names it. */
export interface FamilyFacts {
  /** Unlike that of any other family. */
  name: string;
  types: readonly EventType[];
  /** Which of them says it of its rows. @default 'retentionDays' */
  lifetime?: LifetimeSetting;
  /** None for a family that makes no rows. */
  redaction?: RedactionFacts;
}
