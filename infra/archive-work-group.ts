import { Aws } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ENV } from '../shared/environment.ts';

export interface ArchiveWorkGroupProps {
  /** Letters, digits and `._-`: another one in each account and region. */
  readonly name: string;
}

/** What one question may read at most: half a dollar. */
const SCAN_LIMIT_BYTES = 100 * 1024 ** 3;

/** Where questions are asked. Athena keeps their answers for a day, so that there is no bucket of answers. */
export class ArchiveWorkGroup extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, { name }: ArchiveWorkGroupProps) {
    super(scope, id);
    const workGroup = new CfnWorkGroup(this, 'WorkGroup', {
      name,
      description: 'Questions about the archive of Voice Insights',
      // Without it a group in which something was ever asked stays behind, and is in the way of the next of its name.
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        managedQueryResultsConfiguration: { enabled: true },
        bytesScannedCutoffPerQuery: SCAN_LIMIT_BYTES,
        publishCloudWatchMetricsEnabled: true,
      },
    });
    this.name = workGroup.ref;
  }

  /** Lets a function ask here, and tells it where. */
  grantAsk(fn: LambdaFunction): void {
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: [
          'athena:GetQueryExecution',
          'athena:GetQueryResults',
          'athena:StartQueryExecution',
          'athena:StopQueryExecution',
        ],
        resources: [`arn:${Aws.PARTITION}:athena:${Aws.REGION}:${Aws.ACCOUNT_ID}:workgroup/${this.name}`],
      }),
    );
    fn.addEnvironment(ENV.archiveWorkGroup, this.name);
  }
}
