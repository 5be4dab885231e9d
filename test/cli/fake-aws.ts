import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '../../local/embedded-server.ts';
import { ACTIONS_IN_ACCOUNT, ACTIONS_ON_STREAM } from '../../shared/twilio-role.ts';
import { version } from '../../shared/version.ts';

export const STREAM_ARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/calls';
export const ROLE_ARN = 'arn:aws:iam::123456789012:role/twilio';
export const EXTERNAL_ID = 'the-external-id';
export const OUTPUTS = {
  StreamArn: STREAM_ARN,
  StreamName: 'calls',
  TwilioRoleArn: ROLE_ARN,
  TwilioExternalId: EXTERNAL_ID,
  TableName: 'events',
  InsightsTableName: 'summaries',
  QuarantineBucketName: 'bucket',
  IngestFunctionName: 'ingest',
  AlarmTopicArn: 'arn:aws:sns:us-east-1:123456789012:alarms',
  Version: version(),
};
const FUNCTIONS = 'arn:aws:lambda:us-east-1:123456789012:function';
/** Of what somebody else has in the same account. */
const OTHER_STREAM_ARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/orders';

/** A metric's datapoints: how long ago, and what. */
type Datapoints = { minutesAgo: number; value: number }[];

interface FakeTable {
  status: string;
  keys: [string, string];
  index?: { name: string; status: string; keys: [string, string] };
}

/** What the deployed stack is like; may be changed at any time. Whoever asks for anything else finds nothing. */
export interface FakeStack {
  exists: boolean;
  name: string;
  /** What its function counts under; the stack's name where that is all. */
  service?: string;
  status: string;
  created: string;
  outputs: Record<string, string>;
  /** Operations that answer AccessDenied. */
  forbidden: string[];
  /** What is gone although the stack names it. */
  gone: 'stream' | 'role' | 'bucket' | 'table' | 'summaries' | 'function' | 'nothing';
  externalIdOfRole: string;
  actionsOfRole: string[];
  mappings: { UUID: string; FunctionName: string; EventSourceArn: string; State: string }[];
  incomingRecords: Datapoints;
  iteratorAgeMs: Datapoints;
  ingestLag: Datapoints;
  eventsStored: Datapoints;
  /** By type of event. */
  insightsStored: Record<string, Datapoints>;
  /** Of what is counted only where there is trouble, by namespace, name, dimensions and statistic. */
  troubles: Record<string, Datapoints>;
  table: FakeTable;
  insightsTable: FakeTable;
  /** Of the function; null where Lambda cannot show it. */
  environment: Record<string, string> | null;
  reservedConcurrency?: number;
  functionState: string;
  /** On, but for those that say another state. */
  alarms: { name: string; description: string; topic: string; state?: 'OK' | 'INSUFFICIENT_DATA' }[];
  /** Objects by the prefix they lie under. */
  objects: Record<string, { count: number; isMore: boolean }>;
  /** What is on the stream, of which a reader has seen none. */
  records: string[];
}

export const HEALTHY: FakeStack = {
  exists: true,
  name: 'VoiceInsightsSink',
  service: undefined,
  status: 'UPDATE_COMPLETE',
  created: '2026-01-01T00:00:00Z',
  outputs: OUTPUTS,
  forbidden: [],
  gone: 'nothing',
  externalIdOfRole: EXTERNAL_ID,
  actionsOfRole: [...ACTIONS_ON_STREAM, ...ACTIONS_IN_ACCOUNT],
  mappings: [
    { UUID: 'of-another-reader', FunctionName: 'archive', EventSourceArn: STREAM_ARN, State: 'Disabled' },
    { UUID: 'of-orders', FunctionName: 'orders', EventSourceArn: OTHER_STREAM_ARN, State: 'Disabled' },
    { UUID: 'also-orders', FunctionName: 'ingest', EventSourceArn: OTHER_STREAM_ARN, State: 'Disabled' },
    { UUID: 'the-mapping', FunctionName: 'ingest', EventSourceArn: STREAM_ARN, State: 'Enabled' },
  ],
  incomingRecords: [{ minutesAgo: 6, value: 12 }],
  iteratorAgeMs: [
    { minutesAgo: 300, value: 9_000_000 },
    { minutesAgo: 6, value: 800 },
  ],
  ingestLag: [{ minutesAgo: 6, value: 900 }],
  eventsStored: [{ minutesAgo: 6, value: 11 }],
  insightsStored: {
    'com.twilio.voice.insights.call-summary.complete': [{ minutesAgo: 40, value: 2 }],
    'com.twilio.voice.insights.conference-summary.complete': [{ minutesAgo: 90, value: 1 }],
  },
  troubles: {},
  table: {
    status: 'ACTIVE',
    keys: ['call_sid', 'timestamp'],
    index: { name: 'level-index', status: 'ACTIVE', keys: ['level', 'level_timestamp'] },
  },
  insightsTable: {
    status: 'ACTIVE',
    keys: ['id', 'part'],
    index: { name: 'started-index', status: 'ACTIVE', keys: ['bucket', 'started_id'] },
  },
  environment: { TABLE_NAME: 'events', INSIGHTS_TABLE_NAME: 'summaries' },
  reservedConcurrency: undefined,
  functionState: 'Inactive',
  alarms: [],
  objects: { 'quarantine/': { count: 0, isMore: false }, 'aws/lambda/': { count: 0, isMore: false } },
  records: [],
};

/** Plays those calls of CloudFormation, IAM, Kinesis, Lambda, CloudWatch and S3 that attaching and a look at a stack make. */
export async function startFakeAws() {
  const stack: FakeStack = { ...HEALTHY };
  const server = await listen(
    createServer(async (request, answer) => {
      const body = await text(request);
      const operation = operationOf(request, body);
      const {
        status = 200,
        type,
        content,
      } = stack.forbidden.includes(operation)
        ? denied(operation)
        : (ANSWERS[operation] ?? notPlayed(operation))(stack, askedFor(request, body));
      answer.writeHead(status, { 'content-type': type }).end(content);
    }),
    0,
    'PORT',
  );
  return {
    stack,
    env: {
      AWS_ENDPOINT_URL: server.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'any',
      AWS_SECRET_ACCESS_KEY: 'any',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    },
    close: () => server.close(),
  };
}

interface Content {
  status?: number;
  type: string;
  content: string;
}

/** Parameters of a request, wherever they stand in it. */
type Asked = Record<string, unknown>;

const json = (value: object, status = 200): Content => ({
  status,
  type: 'application/x-amz-json-1.1',
  content: JSON.stringify(value),
});
const xml = (operation: string, result: string): Content => ({
  type: 'text/xml',
  content: `<${operation}Response><${operation}Result>${result}</${operation}Result></${operation}Response>`,
});
const failed = (code: string, message: string, status: number): Content => ({
  status,
  type: 'text/xml',
  content: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});
const notPlayed = (operation: string) => () => failed('InvalidAction', `${operation} is not played`, 400);

/** `DescribeStacks` of a query, a target or a path. */
function operationOf({ method, url = '', headers }: IncomingMessage, body: string): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.')[1] ?? '';
  const action = new URLSearchParams(body).get('Action');
  if (action !== null) return action;
  if (/\/functions\/(?:ingest|archive)\/configuration$/.test(url)) return 'GetFunctionConfiguration';
  if (/\/functions\/(?:ingest|archive)\/concurrency$/.test(url)) return 'GetFunctionConcurrency';
  if (url.includes('/event-source-mappings')) return 'ListEventSourceMappings';
  return method === 'GET' && url.includes('list-type=2') ? 'ListObjectsV2' : `${method} ${url}`;
}

function askedFor({ url = '', headers }: IncomingMessage, body: string): Asked {
  if (headers['x-amz-target'] !== undefined) return JSON.parse(body) as Asked;
  const { pathname, searchParams } = new URL(url, 'http://host');
  return { pathname, ...Object.fromEntries(searchParams), ...Object.fromEntries(new URLSearchParams(body)) };
}

const JSON_OPERATIONS = new Set([
  'DescribeAlarms',
  'DescribeStreamSummary',
  'DescribeTable',
  'GetFunctionConcurrency',
  'GetFunctionConfiguration',
  'GetMetricData',
  'ListEventSourceMappings',
  'PutRecords',
  'Query',
  'GetItem',
  'BatchGetItem',
]);

function denied(operation: string): Content {
  const message = `User: arn:aws:iam::123456789012:user/me is not authorized to perform: ${operation}`;
  if (JSON_OPERATIONS.has(operation)) {
    return json({ __type: 'AccessDeniedException', message }, 400);
  }
  return failed('AccessDenied', message, 403);
}

const policy = (statement: object) =>
  encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));

const ofRole = (operation: string, answer: (stack: FakeStack, asked: Asked) => string) => ({
  [operation]: (stack: FakeStack, asked: Asked) =>
    asked.RoleName === 'twilio' && stack.gone !== 'role'
      ? xml(operation, answer(stack, asked))
      : failed('NoSuchEntity', `The role with name ${asked.RoleName} cannot be found.`, 404),
});

const ofStream = (operation: string, answer: (stack: FakeStack) => object) => ({
  [operation]: (stack: FakeStack, { StreamName }: Asked) =>
    StreamName === 'calls' && stack.gone !== 'stream'
      ? json(answer(stack))
      : json({ __type: 'ResourceNotFoundException', message: `Stream ${StreamName} not found` }, 400),
});

/** CloudWatch's metrics under the names and with the dimensions they are published with. */
function metricsOf(stack: FakeStack): Record<string, Datapoints> {
  return {
    ...stack.troubles,
    'AWS/Kinesis IncomingRecords StreamName=calls Sum': stack.incomingRecords,
    'AWS/Lambda IteratorAge FunctionName=ingest Maximum': stack.iteratorAgeMs,
    [`VoiceInsightsSink IngestLag service=${stack.service ?? stack.name} Maximum`]: stack.ingestLag,
    [`{VoiceInsightsSink,level,service,type} MetricName="EventsStored" service="${stack.service ?? stack.name}" Sum`]:
      stack.eventsStored,
    ...Object.fromEntries(
      Object.entries(stack.insightsStored).map(([type, found]) => [
        `{VoiceInsightsSink,service,type} MetricName="EventsStored" service="${stack.service ?? stack.name}" Sum ${type}`,
        found,
      ]),
    ),
  };
}

interface MetricQuery {
  Id: string;
  Expression?: string;
  Label?: string;
  MetricStat?: {
    Metric: { Namespace: string; MetricName: string; Dimensions: { Name: string; Value: string }[] };
    Stat: string;
  };
}

function metricName({ Expression = '', MetricStat }: MetricQuery): string {
  if (MetricStat === undefined) return Expression.replace(/^SEARCH\('(.*)', '(\w+)', 300\)$/, '$1 $2');
  const { Namespace, MetricName, Dimensions } = MetricStat.Metric;
  const dimensions = Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).join();
  return `${Namespace} ${MetricName} ${dimensions} ${MetricStat.Stat}`;
}

const ANSWERS: Record<string, (stack: FakeStack, asked: Asked) => Content> = {
  DescribeStacks({ exists, name, status, created, outputs }, { StackName }) {
    if (!exists || StackName !== name)
      return failed('ValidationError', `Stack with id ${StackName} does not exist`, 400);
    const members = Object.entries(outputs).map(
      ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    );
    return xml(
      'DescribeStacks',
      `<Stacks><member><StackStatus>${status}</StackStatus><CreationTime>${created}</CreationTime>` +
        `<Outputs>${members.join('')}</Outputs></member></Stacks>`,
    );
  },
  ...ofRole('GetRole', ({ externalIdOfRole }) => {
    const trust = policy({
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::177261743968:root' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': externalIdOfRole } },
    });
    return `<Role><AssumeRolePolicyDocument>${trust}</AssumeRolePolicyDocument></Role>`;
  }),
  ...ofRole('ListRolePolicies', () => '<PolicyNames><member>puts</member></PolicyNames>'),
  ...ofRole('GetRolePolicy', ({ actionsOfRole }, { PolicyName }) => {
    const Action = PolicyName === 'puts' ? actionsOfRole : [];
    return `<PolicyDocument>${policy({ Effect: 'Allow', Action, Resource: STREAM_ARN })}</PolicyDocument>`;
  }),
  ...ofStream('DescribeStreamSummary', () => ({ StreamDescriptionSummary: { StreamStatus: 'ACTIVE' } })),
  ...ofStream('ListShards', () => ({ Shards: [{ ShardId: 'shardId-0' }] })),
  ...ofStream('GetShardIterator', () => ({ ShardIterator: 'iterator' })),
  GetRecords: ({ records }) =>
    json({
      Records: records.splice(0).map((record) => ({ Data: Buffer.from(record).toString('base64') })),
      NextShardIterator: 'iterator',
      MillisBehindLatest: 0,
    }),
  // Nobody takes in what is put, and the table is empty.
  ...ofStream('PutRecords', () => ({})),
  Query: () => json({}),
  GetItem: () => json({}),
  BatchGetItem: () => json({ Responses: {} }),
  ListEventSourceMappings({ mappings }, { FunctionName, EventSourceArn }) {
    const asked = Object.entries({ FunctionName, EventSourceArn }).filter(([, value]) => value !== undefined);
    const found = mappings.filter((mapping) =>
      asked.every(([name, value]) => mapping[name as keyof typeof mapping] === value),
    );
    return json({
      EventSourceMappings: found.map((mapping) => ({
        ...mapping,
        FunctionArn: `${FUNCTIONS}:${mapping.FunctionName}`,
        LastProcessingResult: 'OK',
      })),
    });
  },
  GetMetricData(stack, { StartTime, EndTime, MetricDataQueries }) {
    const now = Date.now() / 1_000;
    const metrics = Object.entries(metricsOf(stack));
    const results = (MetricDataQueries as MetricQuery[]).flatMap((query) => {
      const name = metricName(query);
      // A search finds several, of which the label says which is which.
      const isOne = (known: string) =>
        query.Label === `\${PROP('Dim.type')}` ? known.startsWith(`${name} `) : known === name;
      return metrics
        .filter(([known]) => isOne(known))
        .map(([known, points]) => {
          const found = points
            .map(({ minutesAgo, value }) => ({ time: now - minutesAgo * 60, value }))
            .filter(({ time }) => time >= Number(StartTime) && time <= Number(EndTime));
          return {
            Id: query.Id,
            Label: known.slice(name.length + 1),
            Timestamps: found.map(({ time }) => time),
            Values: found.map(({ value }) => value),
          };
        });
    });
    return json({ MetricDataResults: results });
  },
  DescribeTable({ table: events, insightsTable, gone }, { TableName }) {
    const table = TableName === 'summaries' ? insightsTable : events;
    const isThere = TableName === 'summaries' ? gone !== 'summaries' : TableName === 'events' && gone !== 'table';
    if (!isThere) {
      return json({ __type: 'ResourceNotFoundException', message: `Requested resource not found: ${TableName}` }, 400);
    }
    const keys = ([HASH, RANGE]: [string, string]) => [
      { AttributeName: HASH, KeyType: 'HASH' },
      { AttributeName: RANGE, KeyType: 'RANGE' },
    ];
    const index = table.index && {
      IndexName: table.index.name,
      IndexStatus: table.index.status,
      KeySchema: keys(table.index.keys),
    };
    return json({
      Table: {
        TableName,
        TableStatus: table.status,
        KeySchema: keys(table.keys),
        ...(index !== undefined && { GlobalSecondaryIndexes: [index] }),
      },
    });
  },
  GetFunctionConfiguration({ functionState, environment, gone }) {
    if (gone === 'function') return noFunction();
    const Environment =
      environment === null ? { Error: { ErrorCode: 'AccessDeniedException' } } : { Variables: environment };
    return json({ State: functionState, LastUpdateStatus: 'Successful', Environment });
  },
  GetFunctionConcurrency: ({ reservedConcurrency, gone }) =>
    gone === 'function' ? noFunction() : json({ ReservedConcurrentExecutions: reservedConcurrency }),
  DescribeAlarms({ alarms }, { AlarmNamePrefix, StateValue }) {
    const on = StateValue === 'ALARM' ? alarms.filter(({ name }) => name.startsWith(String(AlarmNamePrefix))) : [];
    return json({
      MetricAlarms: on.map(({ name, description, topic, state }) => ({
        AlarmName: name,
        AlarmDescription: description,
        AlarmActions: [topic],
        // As some emulators do, all of them are answered, whatever was asked for.
        StateValue: state ?? StateValue,
        StateUpdatedTimestamp: 1_763_600_000,
      })),
    });
  },
  ListObjectsV2({ objects, gone }, { pathname, prefix }) {
    if (pathname !== '/bucket' && pathname !== '/bucket/') return s3Failed('NoSuchBucket');
    if (gone === 'bucket') return s3Failed('NoSuchBucket');
    const { count, isMore } = objects[String(prefix)] ?? { count: 0, isMore: false };
    return {
      type: 'application/xml',
      content: `<ListBucketResult><KeyCount>${count}</KeyCount><IsTruncated>${isMore}</IsTruncated></ListBucketResult>`,
    };
  },
};

const noFunction = () => json({ __type: 'ResourceNotFoundException', message: 'Function not found: ingest' }, 404);

const s3Failed = (code: string): Content => ({
  status: 404,
  type: 'application/xml',
  content: `<Error><Code>${code}</Code><Message>The specified bucket does not exist</Message></Error>`,
});
