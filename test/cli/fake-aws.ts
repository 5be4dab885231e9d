import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '../../local/embedded-server.ts';

export const STREAM_ARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/calls';
export const ROLE_ARN = 'arn:aws:iam::123456789012:role/twilio';
export const EXTERNAL_ID = 'the-external-id';

/** What the deployed stack is like; may be changed at any time. */
export interface FakeStack {
  exists: boolean;
  /** Operations that answer AccessDenied. */
  forbidden: string[];
  externalIdOfRole: string;
  actionsOfRole: string[];
  mappingState: string;
  incomingRecords: number;
  iteratorAgeMs: number;
  quarantined: number;
}

export const HEALTHY: FakeStack = {
  exists: true,
  forbidden: [],
  externalIdOfRole: EXTERNAL_ID,
  actionsOfRole: ['kinesis:PutRecord', 'kinesis:PutRecords', 'kinesis:ListShards', 'kinesis:DescribeLimits'],
  mappingState: 'Enabled',
  incomingRecords: 12,
  iteratorAgeMs: 800,
  quarantined: 0,
};

const OUTPUTS = {
  StreamArn: STREAM_ARN,
  StreamName: 'calls',
  TwilioRoleArn: ROLE_ARN,
  TwilioExternalId: EXTERNAL_ID,
  TableName: 'events',
  QuarantineBucketName: 'bucket',
  IngestFunctionName: 'ingest',
};

/** Plays those calls of CloudFormation, IAM, Kinesis, Lambda, CloudWatch and S3 that a look at a stack makes. */
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
      } = stack.forbidden.includes(operation) ? denied(operation) : (ANSWERS[operation] ?? (() => json({})))(stack);
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

/** `DescribeStacks` of a query, a target or a path. */
function operationOf({ method, url = '', headers }: IncomingMessage, body: string): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.')[1] ?? '';
  const action = new URLSearchParams(body).get('Action');
  if (action !== null) return action;
  if (url.includes('/event-source-mappings')) return 'ListEventSourceMappings';
  return method === 'GET' && url.includes('list-type=2') ? 'ListObjectsV2' : '';
}

const JSON_OPERATIONS = new Set([
  'DescribeStreamSummary',
  'GetMetricData',
  'ListEventSourceMappings',
  'PutRecords',
  'Query',
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

const ANSWERS: Record<string, (stack: FakeStack) => Content> = {
  DescribeStacks({ exists }) {
    if (!exists) return failed('ValidationError', 'Stack with id VoiceInsightsSink does not exist', 400);
    const outputs = Object.entries(OUTPUTS).map(
      ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    );
    return xml('DescribeStacks', `<Stacks><member><Outputs>${outputs.join('')}</Outputs></member></Stacks>`);
  },
  GetRole({ externalIdOfRole }) {
    const trust = policy({
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::177261743968:root' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': externalIdOfRole } },
    });
    return xml('GetRole', `<Role><AssumeRolePolicyDocument>${trust}</AssumeRolePolicyDocument></Role>`);
  },
  ListRolePolicies: () => xml('ListRolePolicies', '<PolicyNames><member>puts</member></PolicyNames>'),
  GetRolePolicy({ actionsOfRole }) {
    const document = policy({ Effect: 'Allow', Action: actionsOfRole, Resource: STREAM_ARN });
    return xml('GetRolePolicy', `<PolicyDocument>${document}</PolicyDocument>`);
  },
  DescribeStreamSummary: () => json({ StreamDescriptionSummary: { StreamStatus: 'ACTIVE' } }),
  ListEventSourceMappings: ({ mappingState }) =>
    json({ EventSourceMappings: [{ UUID: 'the-mapping', State: mappingState, LastProcessingResult: 'OK' }] }),
  GetMetricData({ incomingRecords, iteratorAgeMs }) {
    const now = Date.now() / 1000 - 60;
    const of = (Id: string, value: number) => ({ Id, Timestamps: [now], Values: [value] });
    return json({ MetricDataResults: [of('incoming', incomingRecords), of('age', iteratorAgeMs), of('lag', 900)] });
  },
  ListObjectsV2: ({ quarantined }) => ({
    type: 'application/xml',
    content: `<ListBucketResult><KeyCount>${quarantined}</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>`,
  }),
};
