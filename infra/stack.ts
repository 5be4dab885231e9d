import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { StreamMode } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { StackConfig } from './config.ts';
import type { VoiceInsightsSinkProps } from './sink-props.ts';
import { VoiceInsightsSink } from './voice-insights-sink.ts';

export interface VoiceInsightsSinkStackProps extends StackProps {
  /** What was set, and the default of what was not. */
  readonly config: StackConfig;
}

/** A stack that holds one sink, made of the settings. */
export class VoiceInsightsSinkStack extends Stack {
  readonly sink: VoiceInsightsSink;

  constructor(scope: Construct, id: string, { config, ...props }: VoiceInsightsSinkStackProps) {
    super(scope, id, {
      description: 'Keeps Twilio Voice Insights call events and call summaries',
      // The stream goes with the stack, with what nobody read, and Twilio's sink knows stream, role and external id.
      terminationProtection: config.removalPolicy === 'retain',
      ...props,
    });
    // This id is no part of the logical ids: a stack that was deployed before there was a construct keeps its own.
    this.sink = new VoiceInsightsSink(this, 'Default', propsOf(this, config));
  }
}

function propsOf(stack: Stack, config: StackConfig): VoiceInsightsSinkProps {
  const { kmsKeyArn } = config;
  const table = (id: string, name: string | undefined) =>
    name === undefined ? undefined : TableV2.fromTableName(stack, id, name);
  return {
    api: config.api === 'on',
    apiConcurrency: config.apiConcurrency,
    archive: config.archive === 'on',
    archiveRetention: Duration.days(config.archiveDays),
    retention: Duration.days(config.retentionDays),
    metricRetention: Duration.days(config.metricDays),
    quarantineRetention: Duration.days(config.quarantineDays),
    streamRetention: Duration.hours(config.streamRetentionHours),
    streamMode: config.streamMode === 'provisioned' ? StreamMode.PROVISIONED : StreamMode.ON_DEMAND,
    shardCount: config.shardCount,
    indexedLevels: config.indexedLevels,
    redactFields: config.redactFields,
    partyLookup: config.partyLookup,
    encryptionKey: kmsKeyArn === undefined ? undefined : Key.fromKeyArn(stack, 'Key', kmsKeyArn),
    existingTable: table('ExistingTable', config.existingTableName),
    existingInsightsTable: table('ExistingInsightsTable', config.existingInsightsTableName),
    removalPolicy: config.removalPolicy === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    alarmEmail: config.alarmEmail,
    quietPeriod: Duration.hours(config.quietHours),
    errorAlarmThreshold: config.errorAlarmThreshold,
    badCallsPercent: config.badCallsPercent,
    runbookUrl: config.runbookUrl,
    externalId: config.externalId,
    twilioAccountId: config.twilioAccountId,
  };
}
