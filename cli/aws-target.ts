import type { AwsTargetOptions } from '../operations/aws/aws-options.ts';
import { otherSinks } from '../operations/aws/sink-in-stack.ts';
import { ENV } from '../shared/environment.ts';
import { OUTPUT } from '../shared/outputs.ts';
import { ROW_LAYOUT } from '../shared/row-layout.ts';
import type { TableId } from '../shared/table.ts';
import { Trouble } from '../shared/trouble.ts';
import { version } from '../shared/version.ts';
import { NoInsightsTable } from './no-insights-table.ts';
import { NoArchive } from './of-archive.ts';
import { ofTable } from './of-table.ts';
import { once } from './once.ts';
import { note } from './output.ts';

/** What a command may do where the rows of the deployed stack are of another layout than those of this program. */
export interface IngestOptions {
  /** It only says what it would write, and another layout is a note. */
  dryRun: boolean;
  /** It writes all the same. */
  force: boolean;
}

const OUTPUT_OF_TABLE: Readonly<Record<TableId, string>> = {
  'call-events': OUTPUT.tableName,
  'call-insights': OUTPUT.insightsTableName,
};

/** A deployed stack. What a command does not ask for is neither looked up nor loaded. */
export function createAwsTarget(options: AwsTargetOptions) {
  const { stack } = options;
  const aws = once(async () => (await import('../operations/aws/aws-options.ts')).awsOptions(options));
  const described = once(async () => {
    const { describeStack } = await import('../operations/aws/describe-stack.ts');
    return describeStack(options);
  });
  const output = async (name: string): Promise<string> => {
    const description = await described();
    const value = description.outputs.get(name);
    if (value !== undefined) return value;
    if (name === OUTPUT.insightsTableName && description.outputs.has(OUTPUT.tableName)) {
      throw new NoInsightsTable(options);
    }
    const { says, cure } = otherSinks(stack, description) ?? {
      says: `stack ${stack} has no output ${name}`,
      cure: "is it one of this project's?",
    };
    throw new Trouble(says, cure);
  };
  const { store, ...table } = ofTable({
    clientConfig: aws,
    tableName: (id) => output(OUTPUT_OF_TABLE[id]),
    partyLookup: async () => (await config()).partyLookup,
    retentionDays: async () => (await config()).retentionDays,
  });
  const bucket = once(async () => {
    const { S3Client } = await import('@aws-sdk/client-s3');
    return { client: new S3Client(await aws()), bucketName: await output(OUTPUT.quarantineBucketName) };
  });
  const variables = once(async () => {
    const { GetFunctionConfigurationCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
    const name = await output(OUTPUT.ingestFunctionName);
    const { Environment } = await new LambdaClient(await aws()).send(
      new GetFunctionConfigurationCommand({ FunctionName: name }),
    );
    if (Environment?.Error !== undefined) {
      throw new Trouble(
        `the settings of function ${name} cannot be read: ${Environment.Error.Message ?? Environment.Error.ErrorCode}`,
      );
    }
    return Environment?.Variables ?? {};
  });
  const config = once(async () => {
    const { ingestConfig } = await import('../families/ingest-config.ts');
    const found = await variables();
    // The function has both, whatever was set: without them this would be the defaults, not what runs.
    const missing = [ENV.retentionDays, ENV.indexedLevels].find((variable) => found[variable] === undefined);
    if (missing === undefined) return ingestConfig(found);
    const name = await output(OUTPUT.ingestFunctionName);
    throw new Trouble(`function ${name} has no ${missing}: is stack ${stack} one of this project's? Deploy it again`);
  });
  const requireRowLayout = async ({ dryRun }: { dryRun: boolean }) => {
    const layout = (await variables())[ENV.rowLayout] ?? '1';
    if (layout === String(ROW_LAYOUT)) return;
    const deployed = (await described()).outputs.get(OUTPUT.version) ?? 'an earlier version';
    const says = `stack ${stack} (${deployed}) stores rows in layout ${layout}, and this command line (${version()}) in layout ${ROW_LAYOUT}`;
    const cure = 'use the version of the stack, or deploy this one; --force writes the rows all the same';
    if (!dryRun) throw new Trouble(says, cure);
    note(`${says}: before a write, ${cure}`);
  };
  const quarantine = once(async () => {
    const { createS3Quarantine } = await import('../lambda/quarantine/s3-quarantine.ts');
    return createS3Quarantine(await bucket());
  });
  return {
    ...table,
    quarantine,
    stream: once(async () => {
      const { KinesisClient } = await import('@aws-sdk/client-kinesis');
      return { client: new KinesisClient(await aws()), name: await output(OUTPUT.streamName) };
    }),
    ingest: async ({ dryRun, force }: IngestOptions) => {
      const settings = await config();
      if (!force) await requireRowLayout({ dryRun });
      return { config: settings, store: await store(), quarantine: await quarantine() };
    },
    setAside: once(async () => {
      const { createS3SetAside } = await import('../operations/set-aside/s3-set-aside.ts');
      return createS3SetAside(await bucket());
    }),
    archivePlace: once(async () => {
      const { outputs } = await described();
      // Looked up as well where there is none: a stack of another project says so.
      await output(OUTPUT.tableName);
      if (!outputs.has(OUTPUT.archiveBucketName)) {
        throw new NoArchive(
          `stack ${stack} keeps no archive`,
          'npx cdk deploy -c archive=on, or archive: true in an app of your own',
        );
      }
      return {
        clientConfig: await aws(),
        bucketName: await output(OUTPUT.archiveBucketName),
        database: await output(OUTPUT.archiveDatabase),
        workGroup: await output(OUTPUT.archiveWorkGroup),
      };
    }),
    takesSummaries: async () => (await described()).outputs.has(OUTPUT.insightsTableName),
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
