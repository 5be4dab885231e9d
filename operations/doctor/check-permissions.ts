import { GetRolePolicyCommand, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { ACTIONS_IN_ACCOUNT, ACTIONS_ON_STREAM } from '../../shared/twilio-role.ts';
import type { Cures } from '../cures.ts';
import { type AwsCheck, roleNameOf } from './at-aws.ts';
import { type Check, ok, wrong } from './check.ts';
import type { StackOutputs } from './check-stack.ts';
import { isLike, policyOf, statementsOf, textsIn } from './policy.ts';

/** What the role may do. */
export const permissionsCheck: AwsCheck = {
  name: 'role permissions',
  async look({ clients: { iam }, outputs, cures }) {
    const RoleName = roleNameOf(outputs);
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    const policies = await Promise.all(
      PolicyNames.map((PolicyName) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))),
    );
    const documents = policies.map(({ PolicyDocument }) => policyOf(PolicyDocument));
    return [checkPermissions(documents, outputs, cures)];
  },
};

const ACTIONS = [...ACTIONS_ON_STREAM, ...ACTIONS_IN_ACCOUNT];

/** What the role may do, by the policies that are in it, as IAM has them. */
export function checkPermissions(policies: readonly unknown[], { streamArn }: StackOutputs, { deploy }: Cures): Check {
  const name = 'role permissions';
  const ofStream = policies
    .flatMap(statementsOf)
    .filter(({ Resource }) => textsIn(Resource).some((pattern) => isLike(pattern, streamArn)));
  const isNamed = (effect: string, action: string) =>
    ofStream.some(({ Effect, Action }) => Effect === effect && textsIn(Action).some((text) => isLike(text, action)));
  const missing = ACTIONS.filter((action) => !isNamed('Allow', action));
  if (missing.length > 0) return wrong(name, `the role lacks ${missing.join(', ')} on the stream`, deploy);
  const denied = ACTIONS.filter((action) => isNamed('Deny', action));
  if (denied.length > 0) return wrong(name, `the role is denied ${denied.join(', ')} on the stream`, deploy);
  return ok(name, 'it may put records on the stream');
}
