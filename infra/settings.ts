import type { SettingText } from '../shared/setting-text.ts';
import type { StackConfig } from './config.ts';

/** Every setting of the stack in words. What is allowed and the default are the schema's. */
export const SETTINGS: Readonly<Record<keyof StackConfig, SettingText>> = {
  stackName: {
    does: 'Name of the CloudFormation stack. Two stacks of different names work side by side in one region.',
  },
  twilioAccountId: {
    does: "AWS account that Twilio writes from. The default is the account in Twilio's own setup script.",
  },
  externalId: {
    does: 'Text that Twilio must present to write to the stream.',
    byDefault: 'a text unique to the stack',
    runbook: 'rotating-the-external-id',
  },
  streamMode: {
    does: 'Capacity of the stream. On-demand grows by itself. Provisioned costs less and has a fixed number of shards. Before you change a running stack to provisioned, set `shardCount` too.',
    runbook: 'resharding',
  },
  shardCount: {
    does: 'Number of shards, with `streamMode=provisioned` only. A shard takes 1,000 records or 1 MB a second.',
    byDefault: '`1` with `streamMode=provisioned`',
    runbook: 'resharding',
  },
  streamRetentionHours: {
    does: 'Hours that the stream keeps a record. More than 24 costs extra. Ingest retries a record for a day, or for half of this time if that is less. Then Lambda puts the batch into the bucket.',
  },
  retentionDays: {
    does: 'Days that a row is kept. Rows that lead from a number or a parent call to a call stay up to 31 days longer. A change applies to rows that arrive after it.',
  },
  metricDays: {
    does: 'Days that a sample of call metrics is kept. A call has thousands of them. A change applies to samples that arrive after it.',
  },
  indexedLevels: {
    does: 'Levels whose events can be listed across calls. `all` suits accounts with few calls: every level in the index adds writes. A change applies to new events.',
    runbook: 'hot-index',
  },
  redactFields: {
    does: 'Paths under `data` whose values become `[redacted]` before a row is made. `personal` stands for the fields that describe a person. Rows made earlier stay as they are.',
    byDefault: 'nothing is redacted',
    runbook: 'redacting',
  },
  partyLookup: {
    does: 'Keeps rows that lead from a phone number, client or SIP address to its calls. `off` writes none: a search by number then reads every call of its time, which is slow. A change applies to summaries that arrive after it. After a change from `off` to `on`, calls from the time of `off` are not found by number.',
    runbook: 'redacting',
  },
  quarantineDays: {
    does: 'Days that the bucket keeps quarantined records, unsupported events and abandoned batches, unredacted. Expired or deleted objects can be restored for 7 more days.',
  },
  api: {
    does: 'Puts the read API and its page on the internet, behind a credential.',
  },
  apiConcurrency: {
    does: "Requests that the read API answers at once, at most. The limit leaves capacity for ingest. It needs `api=on`. AWS refuses the limit if the account's quota is small: raise the quota first.",
    byDefault: 'no limit of its own',
    runbook: 'ingest-throttles',
  },
  archive: {
    does: 'Keeps every event in a bucket too, as Parquet, for years and for questions in SQL. Athena answers them. The first deploy with it also takes what the stream still has.',
    runbook: 'turning-the-archive-on-and-off',
  },
  archiveDays: {
    does: 'Days that the archive keeps a row. A day is deleted as a whole, within an hour of its end. With it on, `retentionDays=90` is enough for most.',
  },
  runbookUrl: {
    does: 'Address of your copy of the runbook, for the links in alarms and on the dashboard.',
    byDefault: 'alarms name `docs/runbook.md`, without a link',
  },
  alarmEmail: {
    does: 'Address that gets every alarm. AWS first sends a mail with a link to confirm.',
    byDefault: 'no mail is sent',
  },
  quietHours: {
    does: 'Raises an alarm after this many hours without a record. On a new stack the alarm is on until the first record arrives: set this after you attach Twilio.',
    runbook: 'no-records',
  },
  errorAlarmThreshold: {
    does: 'Raises an alarm when calls have more error events than this within 5 minutes.',
    runbook: 'call-errors',
  },
  badCallsPercent: {
    does: 'Raises an alarm when this share of the calls that ended failed, or has a tag of Twilio. It looks at 15 minutes, and only where at least 20 calls ended in them.',
    runbook: 'bad-calls',
  },
  kmsKeyArn: {
    does: "KMS key of your own for the stream, the tables, the buckets and the read API's secrets. It must be in the stack's region. Its key policy must let IAM policies of the account decide, as the default policy does. Change the key only when the stream is empty.",
    byDefault: 'keys that AWS manages',
    runbook: 'changing-the-key',
  },
  existingTableName: {
    does: 'Existing table of call events to use: a restored one, or one that a destroyed stack left. The deploy checks its keys and index, and that no stack owns it. The check uses the credentials in the environment: set `AWS_PROFILE`, since `--profile` does not reach it. The stack never changes or deletes the table: TTL, backups, encryption and protection stay as you set them. A table with a key of your own needs the same `kmsKeyArn`.',
    byDefault: 'a new table',
    runbook: 'restore',
  },
  existingInsightsTableName: {
    does: 'Existing table of call summaries to use. The deploy checks it like `existingTableName`.',
    byDefault: 'a new table',
    runbook: 'restore',
  },
  removalPolicy: {
    does: 'Fate of the tables and the buckets when the stack is destroyed. `retain` keeps them and protects the tables and the stack from deletion. `destroy` deletes them, a bucket only if it is empty.',
  },
};
