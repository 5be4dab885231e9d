import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Grant, IGrantable, IRole } from 'aws-cdk-lib/aws-iam';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import { Archive } from './archive.ts';
import { addArchiveAlarms } from './archive-alarms.ts';
import { archiveSignals } from './archive-signals.ts';
import { PipelineDashboard } from './dashboard.ts';
import { Ingest } from './ingest.ts';
import { partitionProblem } from './partition.ts';
import { propProblems } from './prop-problems.ts';
import { QuarantineBucket } from './quarantine-bucket.ts';
import { ReadApi } from './read-api.ts';
import { RowTable } from './row-table.ts';
import { type Signals, signals, watchErrors } from './signals.ts';
import { placeInStack, prefixOf, sinkName } from './sink-name.ts';
import { addOutputs } from './sink-outputs.ts';
import type { VoiceInsightsSinkProps } from './sink-props.ts';
import { type SinkSettings, sinkSettings } from './sink-settings.ts';
import { TABLE_LAYOUTS } from './table-layout.ts';
import { TwilioSink } from './twilio-sink.ts';
import { Watch } from './watch.ts';

export type { Level } from '../shared/level.ts';
export type { VoiceInsightsSinkProps } from './sink-props.ts';

/**
 * Keeps Twilio Voice Insights call events and call summaries in tables. Twilio writes to a stream, the stream feeds a
 * function, and the function fills the tables. Records that it cannot read go to a bucket. The command line reads the
 * outputs of the stack: `voice-insights attach` makes Twilio's sink from them. A stack can have several of these
 * constructs.
 * @see https://www.twilio.com/docs/events/event-streams/eventstreams-quickstart-kinesis
 */
export class VoiceInsightsSink extends Construct {
  /** The stream that Twilio writes to. */
  readonly stream: IStream;
  /** The table with the call events. */
  readonly table: ITable;
  /** The table with the call summaries. */
  readonly insightsTable: ITable;
  /** The function that fills the tables. */
  readonly ingestFunction: LambdaFunction;
  /** The topic that gets the alarms. Subscribe to it. */
  readonly alarmTopic: ITopic;
  /** The bucket for quarantined records, unsupported events and abandoned batches. */
  readonly quarantineBucket: IBucket;
  /** The role that Twilio assumes to write to the stream. */
  readonly twilioRole: IRole;
  /** The text that Twilio must present to assume the role. */
  readonly externalId: string;
  /** The base URL of the read API, with `api: true`. */
  readonly apiUrl?: string;
  /** The credentials of the read API, with `api: true`: JSON with `accountSid` and `authToken`. */
  readonly apiCredentials?: ISecret;
  /** The bucket with the Parquet objects of the archive, with `archive: true`. */
  readonly archiveBucket?: IBucket;
  /** The name of the archive's database in Glue and Athena, with `archive: true`. */
  readonly archiveDatabase?: string;
  /** The name of the archive's work group in Athena, which every question to it needs, with `archive: true`. */
  readonly archiveWorkGroup?: string;
  readonly #signals: Signals;
  readonly #tables: readonly RowTable[];

  /** @throws Error with one line for each prop that is wrong: its name, what is allowed, and what it is */
  constructor(scope: Construct, id: string, props: VoiceInsightsSinkProps = {}) {
    super(scope, id);
    const { settings, prefix } = settingsFor(this, props);
    const { encryptionKey } = props;
    const removalPolicy = settings.removalPolicy === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const service = sinkName(this, prefix);

    const sink = new TwilioSink(this, 'TwilioSink', { ...settings, encryptionKey });
    const events = new RowTable(this, 'CallEventTable', {
      layout: TABLE_LAYOUTS['call-events'],
      existingTable: props.existingTable,
      encryptionKey,
      removalPolicy,
    });
    const insights = new RowTable(this, 'CallInsightsTable', {
      layout: TABLE_LAYOUTS['call-insights'],
      existingTable: props.existingInsightsTable,
      encryptionKey,
      removalPolicy,
    });
    const tables = [events, insights];
    const quarantine = new QuarantineBucket(this, 'QuarantineBucket', {
      expireAfterDays: settings.quarantineDays,
      encryptionKey,
      removalPolicy,
    });
    const ingest = new Ingest(this, 'Ingest', {
      stream: sink.stream,
      tables,
      quarantine,
      config: settings,
      service,
      streamRetentionHours: settings.streamRetentionHours,
      encryptionKey,
    });
    const archive =
      settings.archive === 'on'
        ? new Archive(this, 'Archive', {
            ...settings,
            stream: sink.stream,
            quarantine,
            config: settings,
            service,
            nameSuffix: placeInStack(this),
            encryptionKey,
            removalPolicy,
          })
        : undefined;
    const api =
      settings.api === 'on'
        ? new ReadApi(this, 'ReadApi', {
            tables,
            pageTable: insights,
            retentionDays: settings.retentionDays,
            indexedLevels: settings.indexedLevels,
            partyLookup: settings.partyLookup,
            concurrency: settings.apiConcurrency,
            service,
            logsSuffix: placeInStack(this),
            encryptionKey,
          })
        : undefined;
    if (api !== undefined) archive?.grantAsk(api.function);
    this.#signals = signals({ sink, ingest, events, insights, api, service });
    const alarms = new Alarms(this, 'Alarms', {
      ...settings,
      topic: props.alarmTopic,
      signals: this.#signals,
      timeout: ingest.timeout,
    });
    const watch =
      api &&
      new Watch(this, 'Watch', {
        tables,
        pageTable: insights,
        indexedLevels: settings.indexedLevels,
        topic: alarms.topic,
        service,
        encryptionKey,
      });
    const signalsOfArchive = archive && archiveSignals(archive, service);
    if (signalsOfArchive !== undefined) addArchiveAlarms(alarms, signalsOfArchive);
    const errorsOfWatch = watch && watchErrors(watch.function.functionName);
    if (errorsOfWatch !== undefined) alarms.addWatch(errorsOfWatch);
    new PipelineDashboard(this, 'PipelineDashboard', {
      signals: this.#signals,
      alarms: alarms.all,
      watchErrors: errorsOfWatch,
      archive: signalsOfArchive,
    });

    this.#tables = tables;
    this.stream = sink.stream;
    this.table = events.table;
    this.insightsTable = insights.table;
    this.ingestFunction = ingest.function;
    this.alarmTopic = alarms.topic;
    this.quarantineBucket = quarantine.bucket;
    this.twilioRole = sink.role;
    this.externalId = sink.externalId;
    this.apiUrl = api?.url;
    this.apiCredentials = api?.credentials;
    this.archiveBucket = archive?.bucket.bucket;
    this.archiveDatabase = archive?.databaseName;
    this.archiveWorkGroup = archive?.workGroupName;
    addOutputs(this, prefix, { ...this, ...(archive && { archive }) });
  }

  /**
   * Grants read access to both tables and their indexes, by key and in SQL, and the use of the tables' key. To scan a
   * table or describe it, add `table.grantReadData(…)`.
   */
  grantRead(grantee: IGrantable): Grant {
    const [first, ...others] = this.#tables.map((table) => table.grantRead(grantee));
    return others.reduce((all, grant) => all.combine(grant), first as Grant);
  }

  /** Number of records that arrived on the stream. */
  metricRecords(props?: MetricOptions): Metric {
    return this.#signals.incomingRecords.with({ ...props });
  }

  /** Number of error events that became rows. */
  metricErrors(props?: MetricOptions): Metric {
    return this.#signals.callErrors.with({ ...props });
  }

  /** Age of the oldest record that Lambda handed over, in milliseconds: the maximum of the period. */
  metricIteratorAge(props?: MetricOptions): Metric {
    return this.#signals.iteratorAge.with({ ...props });
  }

  /** Time from an event to its row, in milliseconds: the maximum of the period. */
  metricIngestLag(props?: MetricOptions): Metric {
    return this.#signals.ingestLag.with({ ...props });
  }

  /** Number of unreadable records that went to the bucket. */
  metricRecordsQuarantined(props?: MetricOptions): Metric {
    return this.#signals.recordsQuarantined.with({ ...props });
  }

  /** Number of records in abandoned batches that Lambda put into the bucket. */
  metricEventsGivenUp(props?: MetricOptions): Metric {
    return this.#signals.eventsGivenUp.with({ ...props });
  }
}

/** @throws Error that names the sink, and what is wrong with its props or its region */
function settingsFor(sink: Construct, props: VoiceInsightsSinkProps): { settings: SinkSettings; prefix: string } {
  const { region } = Stack.of(sink);
  try {
    const problems = [partitionProblem(region) ?? [], propProblems(props, region)].flat();
    if (problems.length > 0) throw new Error(problems.join('\n'));
    return { settings: sinkSettings(props), prefix: prefixOf(sink, props.outputPrefix) };
  } catch (error) {
    throw new Error(`VoiceInsightsSink ${sink.node.path}:\n${(error as Error).message}`);
  }
}
