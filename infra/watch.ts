import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { ENV } from '../shared/environment.ts';
import type { Level } from '../shared/level.ts';
import { PAGE_PARTITIONS } from '../shared/table.ts';
import { bundledFunction } from './bundled-function.ts';
import { calledEvery } from './called-every.ts';
import type { RowTable } from './row-table.ts';
import { useKey, WRITE_WITH_KEY } from './use-key.ts';

export interface WatchProps {
  /** What is looked at. */
  readonly tables: readonly RowTable[];
  /** Where the page keeps views, and what came of their alerts. */
  readonly pageTable: RowTable;
  /** Levels that can be looked at across calls. */
  readonly indexedLevels: readonly Level[];
  /** Who is told. */
  readonly topic: ITopic;
  /** What its logs are of. */
  readonly service: string;
  /** The key of the tables, where the customer brings one. */
  readonly encryptionKey?: IKey;
}

/** Less than a minute, so that no two of them look at the same time. */
const TIMEOUT = Duration.seconds(55);
/** A day of events is kept in it, half a million at most. */
const MEMORY_MB = 512;
const EVERY = Duration.minutes(1);

/** The function that looks at the alerts of saved views once a minute. Without an alert it asks for these, and ends. */
export class Watch extends Construct {
  readonly function: LambdaFunction;

  constructor(
    scope: Construct,
    id: string,
    { tables, pageTable, indexedLevels, topic, service, encryptionKey }: WatchProps,
  ) {
    super(scope, id);
    this.function = bundledFunction(this, {
      description: 'Looks at the alerts of saved views',
      code: 'watch',
      timeout: TIMEOUT,
      memorySize: MEMORY_MB,
      service,
      environment: {
        [ENV.indexedLevels]: indexedLevels.join(','),
        [ENV.alarmTopicArn]: topic.topicArn,
      },
    });
    for (const table of tables) table.grantQuery(this.function);
    pageTable.grantIn([PAGE_PARTITIONS.alerts], 'PutItem', this.function);
    this.function.addToRolePolicy(new PolicyStatement({ actions: ['sns:Publish'], resources: [topic.topicArn] }));
    if (topic.masterKey !== undefined) {
      this.function.addToRolePolicy(useKey(topic.masterKey, ['kms:Decrypt', 'kms:GenerateDataKey'], ['sns']));
    }
    if (encryptionKey !== undefined) {
      this.function.addToRolePolicy(useKey(encryptionKey, WRITE_WITH_KEY, ['dynamodb']));
    }
    calledEvery(this, 'EveryMinute', this.function, {
      description: 'Looks at the alerts of saved views',
      every: EVERY,
      reason: 'A minute that was missed is looked at in the next one. WatchErrors tells of several.',
    });
  }
}
