import { Aws, Duration, Fn, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
  type ThrottleSettings,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { ANNOTATION_ATTRIBUTES } from '../families/call-summary/annotation.ts';
import { ENV } from '../shared/environment.ts';
import type { Level } from '../shared/level.ts';
import { PAGE_PARTITIONS } from '../shared/table.ts';
import { bundledFunction } from './bundled-function.ts';
import type { RowTable } from './row-table.ts';
import { uniqueIdOfStack } from './unique-id.ts';
import { READ_WITH_KEY, useKey, WRITE_WITH_KEY } from './use-key.ts';

export interface ReadApiProps {
  /** What is read. */
  readonly tables: readonly RowTable[];
  /** Days that what people say of a call is kept; 0 for ever. */
  readonly retentionDays: number;
  /** Where the page keeps what is its own, and what people say of calls is kept. */
  readonly pageTable: RowTable;
  /** Levels that can be asked for across calls. */
  readonly indexedLevels: readonly Level[];
  /** Whether there are rows that lead from a number to its calls. */
  readonly partyLookup: boolean;
  /**
   * Requests that are answered at once at most.
   * @default - what the account has left
   */
  readonly concurrency?: number;
  /** What its metrics are counted under. */
  readonly service: string;
  /** Tells its access log from that of another in the stack; empty where there can be no other. */
  readonly logsSuffix: string;
  /** The key of tables and secrets, where the customer brings one. */
  readonly encryptionKey?: IKey;
}

/**
 * A page ends after five: then two attempts at the last read of the table and two at a secret, of two seconds each, have
 * room. API Gateway waits thirty.
 */
const TIMEOUT = Duration.seconds(15);
/** Half of a processor: JSON of long lists is slow to read with less. */
const MEMORY_MB = 1024;
/** Requests a second: people and their tools; and a limit to what guessing costs. */
const THROTTLE = { rateLimit: 50, burstLimit: 100 };
/**
 * Each route has a bucket of its own: whoever floods the page, which asks for no credential, shuts it for nobody who
 * asks the API, nor the other way round.
 */
const ROUTES: readonly { method: HttpMethod; path: string; throttle: ThrottleSettings }[] = [
  { method: HttpMethod.GET, path: '/v1/{proxy+}', throttle: THROTTLE },
  // People write a remark now and then.
  { method: HttpMethod.POST, path: '/v1/Voice/{proxy+}', throttle: { rateLimit: 10, burstLimit: 20 } },
  { method: HttpMethod.GET, path: '/', throttle: { rateLimit: 20, burstLimit: 40 } },
  { method: HttpMethod.GET, path: '/assets/{proxy+}', throttle: THROTTLE },
  { method: HttpMethod.GET, path: '/session', throttle: { rateLimit: 20, burstLimit: 40 } },
  // Signing in is rare, and what somebody guesses with.
  { method: HttpMethod.POST, path: '/session', throttle: { rateLimit: 5, burstLimit: 20 } },
  { method: HttpMethod.DELETE, path: '/session', throttle: { rateLimit: 5, burstLimit: 20 } },
  { method: HttpMethod.GET, path: '/views', throttle: { rateLimit: 20, burstLimit: 40 } },
  { method: HttpMethod.PUT, path: '/views', throttle: { rateLimit: 5, burstLimit: 20 } },
  { method: HttpMethod.DELETE, path: '/views', throttle: { rateLimit: 5, burstLimit: 20 } },
];

/**
 * Twilio's Voice Insights resources of calls over HTTPS. The function itself asks for the credential: an authorizer of API
 * Gateway could not answer as Twilio does.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html
 */
export class ReadApi extends Construct {
  readonly function: LambdaFunction;
  readonly credentials: Secret;
  readonly url: string;
  /** The dimension of API Gateway's metrics. */
  readonly apiId: string;

  constructor(
    scope: Construct,
    id: string,
    {
      tables,
      pageTable,
      retentionDays,
      indexedLevels,
      partyLookup,
      concurrency,
      service,
      logsSuffix,
      encryptionKey,
    }: ReadApiProps,
  ) {
    super(scope, id);

    const accountSid = Fn.join('', ['AC', Fn.join('', Fn.split('-', uniqueIdOfStack()))]);
    this.credentials = new Secret(this, 'Credentials', {
      description:
        'Credentials of the read API: accountSid and authToken, and "more": [{"sid", "secret", "accounts"}] for your own',
      encryptionKey,
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ accountSid }),
        generateStringKey: 'authToken',
        excludePunctuation: true,
        passwordLength: 32,
      },
    });
    // Apart from the credentials, so that to change those breaks no page that somebody is on.
    const pageTokenKey = new Secret(this, 'PageTokenKey', {
      description: 'Key that signs page tokens. No person needs it.',
      encryptionKey,
      generateSecretString: { excludePunctuation: true, passwordLength: 64 },
    });
    for (const secret of [this.credentials, pageTokenKey]) {
      Validations.of(secret).acknowledge({
        id: 'AwsSolutions-SMG4',
        reason: 'Clients outside of AWS hold the credential. People change both together, as the runbook says.',
      });
    }

    this.function = bundledFunction(this, {
      description: 'Answers questions about calls over HTTP',
      code: 'api',
      timeout: TIMEOUT,
      memorySize: MEMORY_MB,
      reservedConcurrentExecutions: concurrency,
      service,
      environment: {
        [ENV.retentionDays]: String(retentionDays),
        [ENV.indexedLevels]: indexedLevels.join(','),
        ...(!partyLookup && { [ENV.partyLookup]: 'off' }),
        [ENV.credentialsSecretArn]: this.credentials.secretArn,
        [ENV.pageTokenSecretArn]: pageTokenKey.secretArn,
      },
    });
    for (const table of tables) {
      table.grantQuery(this.function);
      table.grantReadByKey(this.function);
    }
    pageTable.grantIn([PAGE_PARTITIONS.endedSessions, PAGE_PARTITIONS.views], 'PutItem', this.function);
    pageTable.grantIn([PAGE_PARTITIONS.views], 'DeleteItem', this.function);
    pageTable.grantUpdateOf(ANNOTATION_ATTRIBUTES, this.function);
    this.function.addToRolePolicy(
      new PolicyStatement({
        actions: ['secretsmanager:GetSecretValue'],
        resources: [this.credentials.secretArn, pageTokenKey.secretArn],
      }),
    );
    if (encryptionKey !== undefined) {
      this.function.addToRolePolicy(useKey(encryptionKey, READ_WITH_KEY, ['dynamodb', 'secretsmanager']));
      this.function.addToRolePolicy(useKey(encryptionKey, WRITE_WITH_KEY, ['dynamodb']));
    }

    const integration = new HttpLambdaIntegration('Integration', this.function);
    const httpApi = new HttpApi(this, 'HttpApi', {
      description: 'Call events and summaries',
      createDefaultStage: false,
      defaultIntegration: integration,
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi,
      stageName: '$default',
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, 'AccessLogs', {
            logGroupName: Fn.join('', [
              ACCESS_LOGS,
              Aws.STACK_NAME,
              '-',
              uniqueIdOfStack(),
              ...(logsSuffix === '' ? [] : ['-', logsSuffix]),
            ]),
            retention: RetentionDays.ONE_MONTH,
            removalPolicy: RemovalPolicy.DESTROY,
          }),
        ),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
    for (const { method, path, throttle } of ROUTES) {
      const routes = httpApi.addRoutes({ path, methods: [method], integration });
      throttleRoute(stage, `${method} ${path}`, throttle);
      // A stage can only limit a route that is there.
      stage.node.addDependency(...routes);
    }
    Validations.of(httpApi).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'The function checks the credential of every request, in constant time, and answers as Twilio does.',
    });
    this.apiId = httpApi.apiId;
    this.url = `https://${httpApi.apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`;
  }
}

/** CDK's stage limits all routes alike; CloudFormation's takes one after the other. */
function throttleRoute(stage: HttpStage, routeKey: string, { rateLimit, burstLimit }: ThrottleSettings): void {
  const settings = { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit };
  (stage.node.defaultChild as CfnStage).addPropertyOverride(`RouteSettings.${routeKey}`, settings);
}

/**
 * Under this prefix CloudWatch covers all groups with one entry of its resource policy, which holds 5,120 characters for
 * a whole region: in an account with many APIs there is no room for a group of another name. The unique id of the stack
 * is behind it, so that what a stack of the same name left behind is in nobody's way.
 * https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html
 */
const ACCESS_LOGS = '/aws/vendedlogs/apis/';

/** Who asked for what, and what came of it; no query, no header. */
const ACCESS_LOG = {
  request_id: '$context.requestId',
  time: '$context.requestTime',
  ip: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  path: '$context.path',
  status: '$context.status',
  bytes: '$context.responseLength',
  latency_ms: '$context.responseLatency',
  error: '$context.integrationErrorMessage',
};
