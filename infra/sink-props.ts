import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { StreamMode } from 'aws-cdk-lib/aws-kinesis';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Level } from '../shared/level.ts';

/** Settings of a `VoiceInsightsSink`. All are optional. */
export interface VoiceInsightsSinkProps {
  /**
   * Puts the read API and its page on the internet, behind a credential.
   * @default false
   */
  readonly api?: boolean;
  /**
   * Maximum number of requests that the read API answers at once: 1 to 10,000. It needs `api: true`.
   * @default - no limit of its own
   */
  readonly apiConcurrency?: number;
  /**
   * Keeps every event in a bucket too, as Parquet, for years and for questions in SQL. Athena answers them.
   * @default false
   */
  readonly archive?: boolean;
  /**
   * How long the archive keeps a row: whole days, up to 36,500. `Duration.days(0)` keeps rows for ever.
   * @default Duration.days(1095)
   */
  readonly archiveRetention?: Duration;
  /**
   * How long a row is kept: whole days, up to 36,500. `Duration.days(0)` keeps rows for ever. Rows that lead from a
   * number or a parent call to a call stay up to 31 days longer. A change applies to rows that arrive after it.
   * @default Duration.days(395)
   */
  readonly retention?: Duration;
  /**
   * How long a sample of call metrics is kept: whole days, up to 36,500. `Duration.days(0)` keeps samples for ever. A call
   * has thousands of them. A change applies to samples that arrive after it.
   * @default Duration.days(30)
   */
  readonly metricRetention?: Duration;
  /**
   * How long the bucket keeps quarantined records, unsupported events and abandoned batches: whole days, 1 to 36,500.
   * @default Duration.days(90)
   */
  readonly quarantineRetention?: Duration;
  /**
   * How long the stream keeps a record: whole hours, 24 to 8,760. More than 24 costs extra.
   * @default Duration.hours(168)
   */
  readonly streamRetention?: Duration;
  /**
   * Capacity of the stream. On-demand grows by itself. Provisioned costs less and has a fixed number of shards.
   * @default StreamMode.ON_DEMAND
   */
  readonly streamMode?: StreamMode;
  /**
   * Number of shards, 1 to 10,000, with `StreamMode.PROVISIONED` only.
   * @default - 1 with StreamMode.PROVISIONED
   */
  readonly shardCount?: number;
  /**
   * Levels whose events can be listed across calls.
   * @default ['ERROR', 'WARNING']
   */
  readonly indexedLevels?: readonly Level[];
  /**
   * Dotted paths under `data` whose values become `[redacted]` before a row is made. `personal` stands for the fields
   * that describe a person.
   * @default - nothing is redacted
   */
  readonly redactFields?: readonly string[];
  /**
   * Keeps rows that lead from a phone number, client or SIP address to its calls. Without them a search by number reads
   * every call of its time, which is slow. A change applies to summaries that arrive after it. After a change from
   * `false` to `true`, calls from the time of `false` are not found by number.
   * @default true
   */
  readonly partyLookup?: boolean;
  /**
   * Key for the stream, the tables, the buckets and the read API's secrets. Its policy must let IAM policies of the account
   * decide, as the default policy does.
   * @default - keys that AWS manages
   */
  readonly encryptionKey?: IKey;
  /**
   * Existing table of call events to use. It must have the keys and the index of a new one. The construct does not check this. If a key
   * of yours encrypts it, import the table with that key, or set `encryptionKey` to it.
   * @default - a new table
   */
  readonly existingTable?: ITable;
  /**
   * Existing table of call summaries to use, like `existingTable`.
   * @default - a new table
   */
  readonly existingInsightsTable?: ITable;
  /**
   * Fate of the tables and the buckets when they leave the stack. `RETAIN` keeps them, and protects the tables from
   * deletion. `DESTROY` deletes them, a bucket only if it is empty.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
  /**
   * Topic that gets the alarms. The construct lets CloudWatch publish to it. An imported topic must already allow this.
   * @default - a new topic
   */
  readonly alarmTopic?: ITopic;
  /**
   * Address that gets every alarm. AWS first sends a mail with a link to confirm.
   * @default - no mail is sent
   */
  readonly alarmEmail?: string;
  /**
   * Raises an alarm after this time without a record: whole hours, up to 168. `Duration.hours(0)` is no such alarm.
   * @default Duration.hours(0)
   */
  readonly quietPeriod?: Duration;
  /**
   * Raises an alarm when calls have more error events than this within 5 minutes: up to 1,000,000,000. 0 is no such
   * alarm.
   * @default 0
   */
  readonly errorAlarmThreshold?: number;
  /**
   * Raises an alarm when this share of the calls that ended in 15 minutes failed or has a tag of Twilio: per cent, up to
   * 100. It takes at least 20 calls. 0 is no such alarm.
   * @default 0
   */
  readonly badCallsPercent?: number;
  /**
   * Address of your copy of the runbook, without a fragment, for the links in alarms and on the dashboard.
   * @default - alarms name `docs/runbook.md`, without a link
   */
  readonly runbookUrl?: string;
  /**
   * Text that Twilio must present to write to the stream: 16 to 1,224 letters, digits and characters of `_+=,.@:/-`.
   * @default - a text unique to the stack
   */
  readonly externalId?: string;
  /**
   * AWS account that Twilio writes from, 12 digits.
   * @default - the account in Twilio's own setup script
   */
  readonly twilioAccountId?: string;
  /**
   * Prefix of the names of the stack's outputs: letters and digits. The command line finds the sink by it:
   * `--stack STACK/PREFIX`. Set it if the stack has other outputs with these names. The first sink of a stack is the one
   * that the app makes first.
   * @default - none for the first sink of a stack; the id for each further one
   */
  readonly outputPrefix?: string;
}
