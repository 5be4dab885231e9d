import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { TWILIO_AWS_ACCOUNT } from '../../shared/twilio-account.ts';
import { ACTIONS_IN_ACCOUNT, ACTIONS_ON_STREAM } from '../../shared/twilio-role.ts';
import type { Cures } from '../cures.ts';
import { type Check, ok, wrong } from './check.ts';
import type { StackOutputs } from './check-stack.ts';

/** The trust policy of the role that Twilio assumes, as IAM has it. */
export function checkTrust(policy: unknown, { twilioExternalId }: StackOutputs, { deploy }: Cures): Check {
  const name = 'role trust';
  const statements = statementsOf(policy);
  if (statements.some(({ Effect }) => Effect === 'Deny')) {
    return wrong(name, 'the role’s trust policy denies somebody, which may be Twilio', deploy);
  }
  const trusted = statements.flatMap(({ Principal, Condition }) => {
    const account = /\d{12}/.exec(textsIn(memberOf(Principal, 'AWS'))[0] ?? '')?.[0];
    const ids = textsIn(memberOf(memberOf(Condition, 'StringEquals'), 'sts:ExternalId'));
    return account === undefined || ids.length === 0 ? [] : [{ account, ids }];
  });
  if (trusted.length === 0) return wrong(name, 'the role trusts nobody by an external id', deploy);
  const right = trusted.find(({ ids }) => ids.includes(twilioExternalId));
  if (right === undefined) {
    return wrong(name, 'the role expects another external id than the output TwilioExternalId says', deploy);
  }
  const says = `AWS account ${right.account} may assume it with the external id`;
  if (right.account === TWILIO_AWS_ACCOUNT) return ok(name, says);
  return { name, state: 'news', says, cure: 'right where it is what twilioAccountId was set to for the deploy' };
}

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

/** IAM's own wildcards. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
function isLike(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'i').test(text);
}

interface Statement {
  Effect?: unknown;
  Action?: unknown;
  Resource?: unknown;
  Principal?: unknown;
  Condition?: unknown;
}

function statementsOf(policy: unknown): Statement[] {
  const statements = memberOf(policy, 'Statement');
  return (Array.isArray(statements) ? statements : [statements]).filter(isJsonObject) as Statement[];
}

function textsIn(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((text) => typeof text === 'string');
}

function memberOf(value: unknown, name: string): unknown {
  return isJsonObject(value) ? (value as JsonObject)[name] : undefined;
}
