import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ENV } from '../shared/environment.ts';
import { LEVEL_INDEX, TABLE_KEYS, TTL_ATTRIBUTE } from '../shared/table.ts';

/**
 * The call events: by call, and the ones worth an alarm by level.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-indexes-general-sparse-indexes.html
 */
export class CallEventTable extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string) {
    super(scope, id);

    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: TABLE_KEYS.partitionKey, type: AttributeType.STRING },
      sortKey: { name: TABLE_KEYS.sortKey, type: AttributeType.STRING },
      billing: Billing.onDemand(),
      timeToLiveAttribute: TTL_ATTRIBUTE,
      globalSecondaryIndexes: [
        {
          indexName: LEVEL_INDEX.name,
          partitionKey: { name: LEVEL_INDEX.partitionKey, type: AttributeType.STRING },
          sortKey: { name: LEVEL_INDEX.sortKey, type: AttributeType.STRING },
          // So few events carry the sort key that the index can hold them whole: no second read for an error.
          projectionType: ProjectionType.ALL,
        },
      ],
      // Twilio deletes its copy after 30 days: then this is the only one.
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** Lets a function put events, nothing else, and tells it the table's name. */
  grantPut(fn: LambdaFunction): void {
    fn.addToRolePolicy(
      new PolicyStatement({
        // `grantWriteData` would also let it update and delete.
        actions: ['dynamodb:BatchWriteItem', 'dynamodb:PutItem'],
        resources: [this.table.tableArn],
      }),
    );
    fn.addEnvironment(ENV.tableName, this.table.tableName);
  }
}
