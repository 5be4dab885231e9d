import { CfnOutput, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Grant, IGrantable, IRole } from 'aws-cdk-lib/aws-iam';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { OUTPUT } from '../shared/outputs.ts';
import { version } from '../shared/version.ts';
import { Alarms } from './alarms.ts';
import { CallEventTable } from './call-event-table.ts';
import { PipelineDashboard } from './dashboard.ts';
import { Ingest } from './ingest.ts';
import { partitionProblem } from './partition.ts';
import { QuarantineBucket } from './quarantine-bucket.ts';
import { ReadApi } from './read-api.ts';
import { type Signals, signals } from './signals.ts';
import { nameOutputs, placeInStack, sinkName } from './sink-name.ts';
import type { VoiceInsightsSinkProps } from './sink-props.ts';
import { sinkSettings } from './sink-settings.ts';
import { TwilioSink } from './twilio-sink.ts';

/**
 * Twilio writes to a stream, the stream feeds a function, the function fills a table; what it cannot read goes to a
 * bucket. The outputs of the stack are what Twilio asks for when a sink is created, and what the command line works with.
 * Several fit in one stack.
 * @see https://www.twilio.com/docs/events/event-streams/eventstreams-quickstart-kinesis
 */
export class VoiceInsightsSink extends Construct {
  /** Twilio writes to it. */
  readonly stream: IStream;
  /** The call events. */
  readonly table: ITable;
  /** The function that fills the table. */
  readonly ingestFunction: LambdaFunction;
  /** Alarms are sent to it: subscribe whoever must know. */
  readonly alarmTopic: ITopic;
  /** What could not become a call event. */
  readonly quarantineBucket: IBucket;
  /** Twilio assumes it to write to the stream. */
  readonly twilioRole: IRole;
  /** Twilio must present it to assume the role. */
  readonly externalId: string;
  /** The base URL of the read API, with `api: true`. */
  readonly apiUrl?: string;
  /** Who may read, with `api: true`: JSON with `accountSid` and `authToken`. */
  readonly apiCredentials?: ISecret;
  readonly #signals: Signals;
  readonly #table: CallEventTable;

  /** @throws Error with one line for each prop that is wrong: its name, what is allowed, and what it is */
  constructor(scope: Construct, id: string, props: VoiceInsightsSinkProps = {}) {
    super(scope, id);
    const settings = settingsFor(this, props);
    const { encryptionKey } = props;
    const removalPolicy = settings.removalPolicy === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const service = sinkName(this);

    const sink = new TwilioSink(this, 'TwilioSink', { ...settings, encryptionKey });
    const table = new CallEventTable(this, 'CallEventTable', {
      existingTable: props.existingTable,
      encryptionKey,
      removalPolicy,
    });
    const quarantine = new QuarantineBucket(this, 'QuarantineBucket', {
      expireAfterDays: settings.quarantineDays,
      encryptionKey,
      removalPolicy,
    });
    const ingest = new Ingest(this, 'Ingest', {
      stream: sink.stream,
      table,
      quarantine,
      config: settings,
      service,
      streamRetentionHours: settings.streamRetentionHours,
      encryptionKey,
    });
    const api =
      settings.api === 'on'
        ? new ReadApi(this, 'ReadApi', {
            table,
            indexedLevels: settings.indexedLevels,
            concurrency: settings.apiConcurrency,
            service,
            logsSuffix: placeInStack(this),
            encryptionKey,
          })
        : undefined;
    this.#signals = signals({ sink, ingest, table, api, service });
    const alarms = new Alarms(this, 'Alarms', {
      ...settings,
      topic: props.alarmTopic,
      signals: this.#signals,
      timeout: ingest.timeout,
    });
    new PipelineDashboard(this, 'PipelineDashboard', { signals: this.#signals, alarms: alarms.all });

    this.#table = table;
    this.stream = sink.stream;
    this.table = table.table;
    this.ingestFunction = ingest.function;
    this.alarmTopic = alarms.topic;
    this.quarantineBucket = quarantine.bucket;
    this.twilioRole = sink.role;
    this.externalId = sink.externalId;
    this.apiUrl = api?.url;
    this.apiCredentials = api?.credentials;
    nameOutputs({ sink: this, prefix: props.outputPrefix, outputs: this.outputs() });
  }

  /** Lets somebody read the call events, of the table and its index, with the key where there is one. */
  grantRead(grantee: IGrantable): Grant {
    return this.#table.grantRead(grantee);
  }

  /** Records that came to the stream. */
  metricRecords(props?: MetricOptions): Metric {
    return this.#signals.incomingRecords.with({ ...props });
  }

  /** Error events of calls that became rows. */
  metricErrors(props?: MetricOptions): Metric {
    return this.#signals.callErrors.with({ ...props });
  }

  /** How long the oldest record waited on the stream, ms, at most. */
  metricIteratorAge(props?: MetricOptions): Metric {
    return this.#signals.iteratorAge.with({ ...props });
  }

  /** Time from an event to its row, ms, at most. */
  metricIngestLag(props?: MetricOptions): Metric {
    return this.#signals.ingestLag.with({ ...props });
  }

  /** Records that cannot be read and are in the bucket. */
  metricRecordsQuarantined(props?: MetricOptions): Metric {
    return this.#signals.recordsQuarantined.with({ ...props });
  }

  /** Records in batches that Lambda gave up and put into the bucket. */
  metricEventsGivenUp(props?: MetricOptions): Metric {
    return this.#signals.eventsGivenUp.with({ ...props });
  }

  private outputs(): CfnOutput[] {
    const output = (name: string, value: string, description: string) =>
      new CfnOutput(this, name, { value, description });
    return [
      output(OUTPUT.streamArn, this.stream.streamArn, 'The "arn" of the Twilio sink'),
      output(OUTPUT.streamName, this.stream.streamName, 'The stream Twilio writes to'),
      output(OUTPUT.twilioRoleArn, this.twilioRole.roleArn, 'The "role_arn" of the Twilio sink'),
      output(OUTPUT.twilioExternalId, this.externalId, 'The "external_id" of the Twilio sink'),
      output(OUTPUT.tableName, this.table.tableName, 'The call events'),
      output(OUTPUT.quarantineBucketName, this.quarantineBucket.bucketName, 'What could not become a call event'),
      output(OUTPUT.ingestFunctionName, this.ingestFunction.functionName, 'The function that fills the table'),
      output(OUTPUT.alarmTopicArn, this.alarmTopic.topicArn, 'Where alarms are told: subscribe whoever must know'),
      output(OUTPUT.version, version(), 'The version of voice-insights-sink that made this'),
      ...(this.apiUrl === undefined || this.apiCredentials === undefined
        ? []
        : [
            output(OUTPUT.apiUrl, this.apiUrl, 'The base URL of the read API'),
            output(OUTPUT.apiCredentialsSecretArn, this.apiCredentials.secretArn, 'Who may read'),
          ]),
    ];
  }
}

/** @throws Error that names the sink, and what is wrong with its props or its region */
function settingsFor(sink: Construct, props: VoiceInsightsSinkProps): ReturnType<typeof sinkSettings> {
  const { region } = Stack.of(sink);
  try {
    const problem = partitionProblem(region) ?? keyProblem(props.encryptionKey?.env.region, region);
    if (problem !== undefined) throw new Error(problem);
    return sinkSettings(props);
  } catch (error) {
    throw new Error(`VoiceInsightsSink ${sink.node.path}:\n${(error as Error).message}`);
  }
}

function keyProblem(ofKey: string | undefined, region: string): string | undefined {
  if (ofKey === undefined || [ofKey, region].some((one) => Token.isUnresolved(one)) || ofKey === region)
    return undefined;
  return `encryptionKey: expected a key of ${region}, where the table is; it is of ${ofKey}`;
}
