import type { Environment } from '../../shared/environment.ts';
import { createEventStreams } from '../../twilio/event-streams.ts';
import { accountStatus, openTwilioAs } from '../../twilio/open-twilio.ts';
import { twilioStatus } from '../../twilio/twilio-answer.ts';
import { describeStack } from '../aws/describe-stack.ts';
import { curesFor, type Said } from '../cures.ts';
import type { Check } from './check.ts';
import { checkAccount } from './check-account.ts';
import { checkStack } from './check-stack.ts';
import { examineAws } from './examine-aws.ts';
import { examineTwilio } from './examine-twilio.ts';
import { attemptWith } from './look.ts';

const UNAUTHORIZED = 401;

/**
 * Looks at everything that an event passes on its way, both sides of it, and goes on where something cannot be seen.
 * @param env has the credentials of Twilio; the SDK finds those of AWS by itself
 */
export async function examine(asked: Said, env: Environment, nowMs: number): Promise<Check[]> {
  const cures = curesFor(asked);
  const attempt = attemptWith(cures);
  const stack = await attempt('stack', async () => {
    const { check, outputs } = checkStack(asked.stack, await describeStack(asked), cures);
    return { checks: [check], value: outputs };
  });
  const opened = await attempt('twilio', async () => ({ checks: [], value: await openTwilioAs(env, asked.account) }));
  const account = opened.value;
  const twilio = await attempt('twilio', async () => {
    if (account === undefined) return { checks: opened.checks };
    const status = await accountStatus(account);
    // Whether the credential is one at all then shows where it is needed anyway.
    if (status === undefined) await createEventStreams(account.client).sinks();
    return { checks: [checkAccount(account.accountSid, status)] };
  });
  const look = { asked, cures, attempt, nowMs };
  // A credential that is refused is refused everywhere; a fault of one API says nothing of the others.
  const isRefused = account === undefined || twilioStatus(twilio.error) === UNAUTHORIZED;
  const atTwilio = isRefused ? undefined : await examineTwilio(look, account, stack.value);
  const atAws = stack.value === undefined ? [] : await examineAws(look, stack.value, atTwilio?.callsWereMade);
  return [...twilio.checks, ...stack.checks, ...(atTwilio?.checks ?? []), ...atAws];
}
