import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { OUTPUT } from '../shared/outputs.ts';
import { Alarms } from './alarms.ts';
import { CallEventTable } from './call-event-table.ts';
import type { StackConfig } from './config.ts';
import { PipelineDashboard } from './dashboard.ts';
import { Ingest } from './ingest.ts';
import { QuarantineBucket } from './quarantine-bucket.ts';
import { ReadApi } from './read-api.ts';
import { signals } from './signals.ts';
import { TwilioSink } from './twilio-sink.ts';

export interface VoiceInsightsSinkProps extends StackProps {
  /** What was set in CDK context, and the default of what was not. */
  readonly config: StackConfig;
}

/**
 * Twilio writes to a stream, the stream feeds a function, the function fills a table; what it cannot read goes to a
 * bucket. The outputs are what Twilio asks for when a sink is created, and what the command line works with.
 * @see https://www.twilio.com/docs/events/event-streams/eventstreams-quickstart-kinesis
 */
export class VoiceInsightsSink extends Stack {
  constructor(scope: Construct, id: string, { config, ...props }: VoiceInsightsSinkProps) {
    super(scope, id, {
      description: 'Keeps Twilio Voice Insights call events',
      // The stream goes with the stack, with what nobody read, and Twilio's sink knows stream, role and external id.
      terminationProtection: config.removalPolicy === 'retain',
      ...props,
    });

    const { kmsKeyArn } = config;
    const encryptionKey = kmsKeyArn === undefined ? undefined : Key.fromKeyArn(this, 'Key', kmsKeyArn);
    const removalPolicy = config.removalPolicy === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    const sink = new TwilioSink(this, 'TwilioSink', { ...config, encryptionKey });
    const table = new CallEventTable(this, 'CallEventTable', { ...config, encryptionKey, removalPolicy });
    const quarantine = new QuarantineBucket(this, 'QuarantineBucket', {
      expireAfterDays: config.quarantineDays,
      encryptionKey,
      removalPolicy,
    });
    const ingest = new Ingest(this, 'Ingest', {
      stream: sink.stream,
      table,
      quarantine,
      config,
      streamRetentionHours: config.streamRetentionHours,
      encryptionKey,
    });
    const api =
      config.api === 'on'
        ? new ReadApi(this, 'ReadApi', {
            table,
            indexedLevels: config.indexedLevels,
            concurrency: config.apiConcurrency,
            encryptionKey,
          })
        : undefined;
    const watched = signals(this, { sink, ingest, table, api });
    const alarms = new Alarms(this, 'Alarms', { ...config, signals: watched, timeout: ingest.timeout });
    new PipelineDashboard(this, 'PipelineDashboard', { signals: watched, alarms: alarms.all });

    this.output(OUTPUT.streamArn, sink.stream.streamArn, 'The "arn" of the Twilio sink');
    this.output(OUTPUT.streamName, sink.stream.streamName, 'The stream Twilio writes to');
    this.output(OUTPUT.twilioRoleArn, sink.role.roleArn, 'The "role_arn" of the Twilio sink');
    this.output(OUTPUT.twilioExternalId, sink.externalId, 'The "external_id" of the Twilio sink');
    this.output(OUTPUT.tableName, table.table.tableName, 'The call events');
    this.output(OUTPUT.quarantineBucketName, quarantine.bucket.bucketName, 'What could not become a call event');
    this.output(OUTPUT.ingestFunctionName, ingest.function.functionName, 'The function that fills the table');
    this.output(OUTPUT.alarmTopicArn, alarms.topic.topicArn, 'Where alarms are told: subscribe whoever must know');
    if (api !== undefined) {
      this.output(OUTPUT.apiUrl, api.url, 'The base URL of the read API');
      this.output(OUTPUT.apiCredentialsSecretArn, api.credentials.secretArn, 'Who may read');
    }
  }

  private output(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description });
  }
}
