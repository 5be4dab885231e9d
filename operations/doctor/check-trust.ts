import { GetRoleCommand } from '@aws-sdk/client-iam';
import { TWILIO_AWS_ACCOUNT } from '../../shared/twilio-account.ts';
import type { Cures } from '../cures.ts';
import { type AwsCheck, roleNameOf } from './at-aws.ts';
import { type Check, ok, wrong } from './check.ts';
import type { StackOutputs } from './check-stack.ts';
import { memberOf, policyOf, statementsOf, textsIn } from './policy.ts';

/** Whom the role trusts. */
export const trustCheck: AwsCheck = {
  name: 'role',
  async look({ clients: { iam }, outputs, cures }) {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: roleNameOf(outputs) }));
    return [checkTrust(policyOf(Role?.AssumeRolePolicyDocument), outputs, cures)];
  },
};

/** The trust policy of the role that Twilio assumes, as IAM has it. */
export function checkTrust(policy: unknown, { twilioExternalId }: StackOutputs, { deploy }: Cures): Check {
  const name = 'role trust';
  const statements = statementsOf(policy);
  if (statements.some(({ Effect }) => Effect === 'Deny')) {
    return wrong(name, 'the role’s trust policy has a denial, which may apply to Twilio', deploy);
  }
  const trusted = statements.flatMap(({ Principal, Condition }) => {
    const account = /\d{12}/.exec(textsIn(memberOf(Principal, 'AWS'))[0] ?? '')?.[0];
    const ids = textsIn(memberOf(memberOf(Condition, 'StringEquals'), 'sts:ExternalId'));
    return account === undefined || ids.length === 0 ? [] : [{ account, ids }];
  });
  if (trusted.length === 0) return wrong(name, 'the role trusts no account with an external id', deploy);
  const right = trusted.find(({ ids }) => ids.includes(twilioExternalId));
  if (right === undefined) {
    return wrong(name, 'the role expects another external id than the output TwilioExternalId says', deploy);
  }
  const says = `AWS account ${right.account} may assume it with the external id`;
  if (right.account === TWILIO_AWS_ACCOUNT) return ok(name, says);
  return { name, state: 'news', says, cure: 'correct if the deploy set twilioAccountId to it' };
}
