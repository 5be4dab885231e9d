import { type Check, ok, wrong } from './check.ts';

/** @param status undefined where the credentials may not know, and Twilio takes them all the same */
export function checkAccount(accountSid: string, status: string | undefined): Check {
  const name = 'twilio';
  if (status === undefined) return ok(name, `account ${accountSid}; its status is not for these credentials to see`);
  if (status === 'active') return ok(name, `account ${accountSid} is active`);
  return wrong(name, `account ${accountSid} is ${status}`, 'Twilio’s support, or the owner of the main account');
}

const FEATURES = 'Console → Voice → Settings → Voice Insights → Advanced Features';

/** @param isOn undefined where the credentials may not know; whether events arrive is seen elsewhere */
export function checkAdvancedFeatures(isOn: boolean | undefined, accountSid: string): Check {
  const name = 'advanced features';
  if (isOn === undefined) {
    return { name, state: 'news', says: `unknown in ${accountSid}: these credentials may not see it`, cure: FEATURES };
  }
  if (isOn) return ok(name, `on in ${accountSid}`);
  return wrong(
    name,
    `off in ${accountSid}: Twilio writes no events of its calls`,
    `${FEATURES} (billed per minute); it counts for calls made from then on`,
  );
}
