import path from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { createFileQuarantine } from '../lambda/quarantine/file-quarantine.ts';
import { createFileSetAside } from '../lambda/quarantine/file-set-aside.ts';
import type { QuarantineReader, QuarantineWriter } from '../lambda/quarantine/quarantine.ts';
import { createS3Quarantine } from '../lambda/quarantine/s3-quarantine.ts';
import { createS3SetAside } from '../lambda/quarantine/s3-set-aside.ts';
import type { SetAside } from '../lambda/quarantine/set-aside.ts';
import { createDynamoDbClient } from '../lambda/store/dynamodb-client.ts';
import { createEventEraser, type EventEraser } from '../lambda/store/event-eraser.ts';
import { createEventReader, type EventReader } from '../lambda/store/event-reader.ts';
import { createEventWriter, type EventWriter } from '../lambda/store/event-writer.ts';
import { dynamoDbClient } from '../local/embedded-dynamodb.ts';
import { kinesisClient } from '../local/embedded-kinesis.ts';
import { REGION, STREAM_NAME, TABLE_NAME } from '../local/names.ts';
import { findReady, type Ready } from '../local/ready-file.ts';
import { systemClock } from '../shared/clock.ts';
import { ENV, type Environment } from '../shared/environment.ts';
import { type IngestConfig, ingestConfig } from '../shared/ingest-config.ts';
import type { Level } from '../shared/level.ts';
import { OUTPUT } from '../shared/outputs.ts';
import type { SinkConfiguration } from './attach/sink.ts';
import { Trouble, UsageProblem } from './problem.ts';

/** Where a command's answers come from; what it does not ask for is not looked up. */
export interface Target {
  events(): Promise<EventReader>;
  stream(): Promise<{ client: KinesisClient; name: string }>;
  quarantine(): Promise<QuarantineReader>;
  /** What ingest writes with, configured as the one that runs. @throws Trouble where that cannot be known */
  ingest(): Promise<{ store: EventWriter; quarantine: QuarantineWriter; config: IngestConfig }>;
  setAside(): Promise<SetAside>;
  eraser(): Promise<EventEraser>;
  /** What Twilio's sink for the stream has to be. */
  sinkConfiguration(): Promise<SinkConfiguration>;
  /** Levels whose events can be asked for across calls, and how to change that. */
  indexedLevels(): Promise<{ levels: readonly Level[]; setting: string }>;
}

export interface TargetOptions {
  /** The PORT of a running local pipeline; AWS without it. */
  local?: number;
  stack: string;
  region?: string;
  profile?: string;
}

export function openTarget(options: TargetOptions): Target {
  return options.local === undefined ? awsTarget(options) : localTarget(options.local);
}

/** Twilio itself cannot write to a stream on this machine. @throws UsageProblem where it would be asked to */
export function requireReachable({ local }: TargetOptions, env: Environment): void {
  if (local === undefined || env.TWILIO_EVENTS_URL) return;
  throw new UsageProblem(
    'Twilio cannot reach a stream on this machine: set TWILIO_EVENTS_URL to one that can, or leave --local out',
  );
}

function localTarget(port: number): Target {
  const ready = once(async (): Promise<Ready> => {
    const found = await findReady(port);
    if (found !== undefined) return found;
    throw new Trouble(`no local pipeline runs with PORT ${port}: start one with npm start, or say --local=PORT`);
  });
  const directory = async () => path.dirname((await ready()).quarantine);
  const table = async () => ({
    client: dynamoDbClient((await ready()).dynamodb),
    tableName: TABLE_NAME,
    clock: systemClock,
  });
  return {
    events: async () => createEventReader(await table()),
    stream: async () => ({ client: kinesisClient((await ready()).kinesis), name: STREAM_NAME }),
    quarantine: async () => createFileQuarantine({ directory: await directory() }),
    ingest: async () => ({
      store: createEventWriter(await table()),
      quarantine: createFileQuarantine({ directory: await directory() }),
      config: configOf(await ready()),
    }),
    setAside: async () => createFileSetAside({ directory: await directory() }),
    eraser: async () => createEventEraser(await table()),
    // Made up, and the same whenever a pipeline runs under this PORT.
    sinkConfiguration: async () => ({
      arn: `arn:aws:kinesis:${REGION}:000000000000:stream/${STREAM_NAME}`,
      roleArn: 'arn:aws:iam::000000000000:role/local',
      externalId: `local-${(await ready()).port}`,
    }),
    indexedLevels: async () => ({ levels: (await ready()).indexedLevels, setting: 'INDEXED_LEVELS=all npm start' }),
  };
}

/** An endpoint that takes a connection and never answers shall end a command, not hold it for ever. */
const PATIENCE = { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true };

/** What every client of AWS is made with. */
export interface AwsOptions {
  region?: string;
  profile?: string;
  requestHandler: NodeHttpHandler;
}

export function awsOptions({ profile, ...options }: TargetOptions): AwsOptions {
  // The AWS CLI's own variable, which the SDK does not read.
  const region = options.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  return {
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    // HTTP/1.1, also for Kinesis: an endpoint of one's own may be limited to it.
    requestHandler: new NodeHttpHandler(PATIENCE),
  };
}

function awsTarget(options: TargetOptions): Target {
  const { stack } = options;
  const aws = awsOptions(options);
  const outputs = once(async () => (await describeStack(options)).outputs);
  const output = async (name: string): Promise<string> => {
    const value = (await outputs()).get(name);
    if (value === undefined) throw new Trouble(`stack ${stack} has no output ${name}: is it one of this project's?`);
    return value;
  };
  const table = async () => ({
    client: createDynamoDbClient(aws),
    tableName: await output(OUTPUT.tableName),
    clock: systemClock,
  });
  const bucket = async () => ({
    client: new S3Client(aws),
    bucketName: await output(OUTPUT.quarantineBucketName),
  });
  const config = async () => {
    const name = await output(OUTPUT.ingestFunctionName);
    const { Environment } = await new LambdaClient(aws).send(
      new GetFunctionConfigurationCommand({ FunctionName: name }),
    );
    if (Environment?.Error !== undefined) {
      throw new Trouble(
        `the settings of function ${name} cannot be read: ${Environment.Error.Message ?? Environment.Error.ErrorCode}`,
      );
    }
    const variables = Environment?.Variables ?? {};
    // The function has both, whatever was set: without them this would be the defaults, not what runs.
    const missing = [ENV.retentionDays, ENV.indexedLevels].find((variable) => variables[variable] === undefined);
    if (missing === undefined) return ingestConfig(variables);
    throw new Trouble(`function ${name} has no ${missing}: is stack ${stack} one of this project's? Deploy it again`);
  };
  return {
    events: async () => createEventReader(await table()),
    stream: async () => ({
      client: new KinesisClient(aws),
      name: await output(OUTPUT.streamName),
    }),
    quarantine: async () => createS3Quarantine(await bucket()),
    ingest: async () => ({
      config: await config(),
      store: createEventWriter(await table()),
      quarantine: createS3Quarantine(await bucket()),
    }),
    setAside: async () => createS3SetAside(await bucket()),
    eraser: async () => createEventEraser(await table()),
    sinkConfiguration: async () => ({
      arn: await output(OUTPUT.streamArn),
      roleArn: await output(OUTPUT.twilioRoleArn),
      externalId: await output(OUTPUT.twilioExternalId),
    }),
    indexedLevels: async () => ({
      levels: (await config()).indexedLevels,
      setting: 'npx cdk deploy -c indexedLevels=all',
    }),
  };
}

/** @throws Trouble for a pipeline that was started from another version, which says less */
function configOf({ retentionDays, indexedLevels, redactFields, pid }: Partial<Ready>): IngestConfig {
  if (retentionDays === undefined || indexedLevels === undefined || redactFields === undefined) {
    throw new Trouble(`the local pipeline (pid ${pid}) does not say its settings: stop it, and start this version`);
  }
  return { retentionDays, indexedLevels, redactFields };
}

/** A stack as CloudFormation has it. */
export interface StackDescription {
  /** `UPDATE_COMPLETE` */
  status: string;
  /** By their names. */
  outputs: ReadonlyMap<string, string>;
}

/** @throws Trouble where there is no such stack */
export async function describeStack(options: TargetOptions): Promise<StackDescription> {
  const { stack } = options;
  const client = new CloudFormationClient(awsOptions(options));
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    const { StackStatus: status = '', Outputs = [] } = Stacks?.[0] ?? {};
    return {
      status,
      outputs: new Map(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue])),
    };
  } catch (error) {
    if (!(error instanceof Error) || !/does not exist/.test(error.message)) throw error;
    const region = await client.config.region();
    throw new Trouble(
      `no stack ${stack} in ${region}: deploy it, or name it with --stack and --region; --local needs none`,
    );
  }
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
