import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ARCHIVE_LAYOUTS } from '../../families/archive/layouts.ts';
import { savedQuery } from '../../infra/archive-questions.ts';
import { VoiceInsightsSink } from '../../infra/voice-insights-sink.ts';
import { QUESTIONS } from '../../questions/catalogue.ts';
import { logicalId, only, outputValue, stackTemplate, statementsOf, through } from './template.ts';

const KEY = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const template = stackTemplate({ archive: 'on', archiveDays: 400, api: 'on', redactFields: 'personal' });
const withKey = stackTemplate({ archive: 'on', api: 'on', kmsKeyArn: KEY });

const bucketId = logicalId(outputValue(template, 'ArchiveBucketName'));
const bucketArn = { 'Fn::GetAtt': [bucketId, 'Arn'] };
const objects = (key: string) => ({ 'Fn::Join': ['', [bucketArn, `/${key}`]] });
const FOLDERS = ['conferences', 'events', 'metrics', 'participants', 'summaries'];

/** A function of the stack by what its id begins with. */
function functionOf(of: Template, id: string) {
  const [found] = Object.entries(of.findResources('AWS::Lambda::Function')).filter(([name]) => name.startsWith(id));
  if (found === undefined) throw new Error(`no function ${id}`);
  return { id: found[0], properties: found[1].Properties };
}

const statementsOfFunction = (of: Template, id: string) =>
  statementsOf(of, logicalId(functionOf(of, id).properties.Role));

describe('the bucket', () => {
  it('is private, encrypted and versioned, and outlives the stack', () => {
    const { Properties, ...fate } = template.findResources('AWS::S3::Bucket')[bucketId] ?? {};
    expect(Properties).toEqual({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      VersioningConfiguration: { Status: 'Enabled' },
      // No row expires by the age of its object, which a merge makes anew.
      LifecycleConfiguration: {
        Rules: [
          {
            Status: 'Enabled',
            NoncurrentVersionExpiration: { NoncurrentDays: 7 },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
          },
          { Status: 'Enabled', Prefix: 'audit/', ExpirationInDays: 1 },
          { Status: 'Enabled', ExpiredObjectDeleteMarker: true },
        ],
      },
    });
    expect(fate).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  it('is encrypted with a key of the customer, by a request a bucket and not an object', () => {
    expect(
      withKey.findResources('AWS::S3::Bucket')[logicalId(outputValue(withKey, 'ArchiveBucketName'))]?.Properties
        .BucketEncryption,
    ).toEqual({
      ServerSideEncryptionConfiguration: [
        { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY } },
      ],
    });
  });

  it('is deleted with the stack only where that is said, and only if it is empty', () => {
    const gone = stackTemplate({ archive: 'on', removalPolicy: 'destroy' });
    expect(gone.findResources('AWS::S3::Bucket')[bucketId]).toMatchObject({ DeletionPolicy: 'Delete' });
  });
});

describe('the archive function', () => {
  it('gets every record, in the largest batches there are, and gives up none before its last day on the stream', () => {
    const mapping = logicalId(outputValue(template, 'ArchiveMappingId'));
    expect(template.findResources('AWS::Lambda::EventSourceMapping')[mapping]?.Properties).toEqual({
      EventSourceArn: outputValue(template, 'StreamArn'),
      FunctionName: { Ref: functionOf(template, 'ArchiveWrite').id },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 10_000,
      MaximumBatchingWindowInSeconds: 300,
      ParallelizationFactor: 1,
      BisectBatchOnFunctionError: true,
      MaximumRecordAgeInSeconds: 518_400,
      DestinationConfig: {
        OnFailure: { Destination: { 'Fn::GetAtt': [logicalId(outputValue(template, 'QuarantineBucketName')), 'Arn'] } },
      },
      MetricsConfig: { Metrics: ['EventCount'] },
    });
  });

  it('redacts as ingest does', () => {
    const variables = (id: string) => functionOf(template, id).properties.Environment.Variables;
    expect(variables('ArchiveWrite').REDACT_FIELDS).toBe(variables('Ingest').REDACT_FIELDS);
    expect(variables('ArchiveWrite')).toMatchObject({ ARCHIVE_BUCKET_NAME: { Ref: bucketId } });
  });

  it('puts objects of the tables and of audits, and can neither read nor delete one', () => {
    const statements = statementsOfFunction(template, 'ArchiveWrite');
    const quarantine = { 'Fn::GetAtt': [logicalId(outputValue(template, 'QuarantineBucketName')), 'Arn'] };
    expect(statements.slice(1, 3)).toEqual([
      {
        Effect: 'Allow',
        Action: 's3:PutObject',
        Resource: [
          ...['audit', ...FOLDERS].map((folder) => objects(`${folder}/*`)),
          { 'Fn::Join': ['', [quarantine, '/aws/lambda/*']] },
        ],
      },
      // Lambda asks for it where it puts what it gave up.
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: quarantine },
    ]);
    expect(statements).toHaveLength(4);
  });

  it('uses a key of the customer through S3 and Kinesis alone', () => {
    const ofKey = statementsOfFunction(withKey, 'ArchiveWrite').filter((one) => JSON.stringify(one).includes('kms:'));
    expect(ofKey).toEqual([
      { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: KEY, Condition: through('s3') },
      { Effect: 'Allow', Action: 'kms:Decrypt', Resource: KEY, Condition: through('kinesis') },
    ]);
  });
});

describe('the merge', () => {
  it('runs once an hour with a whole processor, and knows how long rows are kept', () => {
    const { id, properties } = functionOf(template, 'ArchiveMerge');
    expect(properties).toMatchObject({
      MemorySize: 1769,
      Timeout: 900,
      Environment: { Variables: { ARCHIVE_BUCKET_NAME: { Ref: bucketId }, ARCHIVE_DAYS: '400' } },
    });
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 hour)',
      Targets: [{ Arn: { 'Fn::GetAtt': [id, 'Arn'] } }],
    });
  });

  it('reads, writes and deletes objects of the tables and the lock, and no version of any', () => {
    expect(statementsOfFunction(template, 'ArchiveMerge').slice(1)).toEqual([
      {
        Effect: 'Allow',
        Action: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
        Resource: [...FOLDERS.slice(0, 2).map((folder) => `${folder}/*`), 'merge.lock']
          .concat(FOLDERS.slice(2).map((folder) => `${folder}/*`))
          .map(objects),
      },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: bucketArn },
    ]);
  });
});

describe('the tables', () => {
  const GLUE = {
    string: 'string',
    int: 'int',
    double: 'double',
    boolean: 'boolean',
    timestamp: 'timestamp',
    doubles: 'array<double>',
    strings: 'array<string>',
  };
  const tables = Object.values(template.findResources('AWS::Glue::Table')).map(
    ({ Properties }) => Properties.TableInput,
  );

  it.each(ARCHIVE_LAYOUTS)('have $name with the columns of its files, in their order', ({ name, columns }) => {
    const [table] = tables.filter(({ Name }) => Name === name);
    expect(
      table.StorageDescriptor.Columns.map(({ Name, Type }: { Name: string; Type: string }) => [Name, Type]),
    ).toEqual(columns.map((column) => [column.name, GLUE[column.type]]));
    // https://docs.aws.amazon.com/glue/latest/webapi/API_Column.html
    for (const { Comment } of table.StorageDescriptor.Columns) expect(Comment.length).toBeLessThanOrEqual(255);
  });

  it('are no others', () => {
    expect(tables.map(({ Name }) => Name)).toEqual(ARCHIVE_LAYOUTS.map(({ name }) => name));
  });

  it('know their days without being told', () => {
    const [events] = tables.filter(({ Name }) => Name === 'call_events');
    expect(events).toMatchObject({
      TableType: 'EXTERNAL_TABLE',
      PartitionKeys: [{ Name: 'day', Type: 'string' }],
      Parameters: {
        'projection.enabled': 'true',
        'projection.day.type': 'date',
        'projection.day.format': 'yyyy-MM-dd',
        'projection.day.range': '2024-01-01,NOW+1DAYS',
        'projection.day.interval': '1',
        'projection.day.interval.unit': 'DAYS',
        // Athena puts the day in; CloudFormation must not.
        'storage.location.template': { 'Fn::Join': ['', ['s3://', { Ref: bucketId }, `/events/day=\${day}/`]] },
      },
      StorageDescriptor: { Location: { 'Fn::Join': ['', ['s3://', { Ref: bucketId }, '/events/']] } },
    });
  });
});

describe('the work group', () => {
  it('keeps answers itself, stops a question at half a dollar, and goes with the stack', () => {
    const { Properties } = only(template, 'AWS::Athena::WorkGroup');
    expect(Properties).toMatchObject({
      RecursiveDeleteOption: true,
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
        ManagedQueryResultsConfiguration: { Enabled: true },
        BytesScannedCutoffPerQuery: 107_374_182_400,
      },
    });
  });
});

describe('the saved queries', () => {
  const saved = Object.values(template.findResources('AWS::Athena::NamedQuery')).map(({ Properties }) => Properties);

  it('are the questions, in the work group and the database of the archive', () => {
    expect(saved.map(({ Name, Description }) => [Name, Description])).toEqual(
      QUESTIONS.map(({ name, about }) => [name, about]),
    );
    for (const { Database, WorkGroup } of saved) {
      expect(Database).toEqual({ Ref: only(template, 'AWS::Glue::Database').id });
      expect(WorkGroup).toEqual({ Ref: only(template, 'AWS::Athena::WorkGroup').id });
    }
  });

  it('run as they are: no place is left open, and days are counted back from today', () => {
    for (const { QueryString } of saved) expect(QueryString).not.toMatch(/[{}]/);
    const question = {
      name: 'a',
      about: 'What it says.',
      tables: [],
      sql: "day >= '{from}' '{split}' '{to}' '{call}'",
    };
    const day = (ago: number) => `date_format(current_date - INTERVAL '${ago}' DAY, '%Y-%m-%d')`;
    const today = "date_format(current_date, '%Y-%m-%d')";
    const anyCall = `CA${'0'.repeat(32)}`;
    expect(savedQuery({ ...question, days: 7 })).toBe(
      `-- What it says.\nday >= ${day(6)} ${day(3)} ${today} '${anyCall}'`,
    );
    expect(savedQuery({ ...question, isOfCall: true })).toContain(
      `-- Put the SID of the call in place of ${anyCall}.\nday >= '2008-01-01' `,
    );
  });
});

describe('the read API', () => {
  const viaAthena = { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'athena.amazonaws.com' } };
  const added = (of: Template, without: Template) => {
    const before = statementsOfFunction(without, 'ReadApi').map((one) => JSON.stringify(one));
    return statementsOfFunction(of, 'ReadApi').filter((one) => !before.includes(JSON.stringify(one)));
  };

  it('asks in the work group, and reads tables and objects through Athena alone', () => {
    const database = { Ref: only(template, 'AWS::Glue::Database').id };
    const place = (service: string) => [
      'arn:',
      { Ref: 'AWS::Partition' },
      `:${service}:`,
      { Ref: 'AWS::Region' },
      ':',
      { Ref: 'AWS::AccountId' },
    ];
    const glue = (...rest: unknown[]) => {
      const [first, ...others] = rest;
      return { 'Fn::Join': ['', [...place('glue'), `:${first}`, ...others]] };
    };
    expect(added(template, stackTemplate({ api: 'on' }))).toEqual([
      {
        Effect: 'Allow',
        Action: [
          'athena:GetQueryExecution',
          'athena:GetQueryResults',
          'athena:StartQueryExecution',
          'athena:StopQueryExecution',
        ],
        Resource: {
          'Fn::Join': ['', [...place('athena'), ':workgroup/', { Ref: only(template, 'AWS::Athena::WorkGroup').id }]],
        },
      },
      {
        Effect: 'Allow',
        Action: ['glue:GetDatabase', 'glue:GetPartitions', 'glue:GetTable'],
        Resource: [
          glue('catalog'),
          glue('database/', database),
          glue('database/default'),
          ...['call_events', 'call_metrics', 'call_summaries', 'conferences', 'participants'].map((name) =>
            glue('table/', database, `/${name}`),
          ),
        ],
        Condition: viaAthena,
      },
      {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: FOLDERS.map((folder) => objects(`${folder}/*`)),
        Condition: viaAthena,
      },
      { Effect: 'Allow', Action: ['s3:GetBucketLocation', 's3:ListBucket'], Resource: bucketArn, Condition: viaAthena },
    ]);
    expect(functionOf(template, 'ReadApi').properties.Environment.Variables).toMatchObject({
      ARCHIVE_DATABASE: database,
      ARCHIVE_WORK_GROUP: { Ref: only(template, 'AWS::Athena::WorkGroup').id },
    });
  });

  it('decrypts with a key of the customer through S3', () => {
    expect(added(withKey, stackTemplate({ api: 'on', kmsKeyArn: KEY })).at(-1)).toEqual({
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: KEY,
      Condition: through('s3'),
    });
  });

  it('knows nothing of an archive that there is not', () => {
    const { Variables } = functionOf(stackTemplate({ api: 'on' }), 'ReadApi').properties.Environment;
    expect(Object.keys(Variables).filter((name) => name.startsWith('ARCHIVE'))).toEqual([]);
  });
});

const Named = z.looseObject({
  Name: z.unknown().optional(),
  DatabaseInput: z.object({ Name: z.unknown() }).optional(),
});

it('archives of two sinks of a stack have different names, and the construct says its own', () => {
  const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Telephony');
  const calls = new VoiceInsightsSink(stack, 'Calls', { archive: true });
  const support = new VoiceInsightsSink(new Construct(stack, 'Support'), 'Calls', { archive: true });
  const two = Template.fromStack(stack);
  const names = (type: string, name: (properties: z.infer<typeof Named>) => unknown) =>
    new Set(Object.values(two.findResources(type)).map((one) => JSON.stringify(name(Named.parse(one.Properties)))));
  expect(names('AWS::Glue::Database', ({ DatabaseInput }) => DatabaseInput?.Name).size).toBe(2);
  expect(names('AWS::Athena::WorkGroup', ({ Name }) => Name).size).toBe(2);
  expect(stack.resolve(calls.archiveDatabase)).toEqual(outputValue(two, 'ArchiveDatabase'));
  expect(stack.resolve(calls.archiveWorkGroup)).toEqual(outputValue(two, 'ArchiveWorkGroup'));
  expect(stack.resolve(support.archiveBucket?.bucketName)).toEqual(outputValue(two, 'SupportCallsArchiveBucketName'));
});
