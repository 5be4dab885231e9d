import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { KinesisClientConfig } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { ANY_CREDENTIALS, REGION } from './names.ts';

/**
 * What every client of an embedded service is made with: each setting that the SDK would otherwise take from the shell
 * or from `~/.aws/config`, where they are meant for the real AWS. Its requests are of HTTP/1.1, since the SDK speaks
 * HTTP/2 to Kinesis by default and no emulator does, and its connections its own, so that a proxy for the rest of the
 * world is not asked. https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
 */
export function embeddedClientConfig(endpoint: string) {
  return {
    endpoint,
    region: REGION,
    credentials: ANY_CREDENTIALS,
    requestHandler: new NodeHttpHandler(),
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    accountIdEndpointMode: 'disabled',
    endpointDiscoveryEnabled: false,
    authSchemePreference: [],
    defaultsMode: 'standard',
    retryMode: 'standard',
    maxAttempts: 3,
    userAgentAppId: '',
  } satisfies KinesisClientConfig & DynamoDBClientConfig;
}
