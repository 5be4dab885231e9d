import { type Check, ok, wrong } from './check.ts';

/** @param status undefined where the credentials may not know, and Twilio takes them all the same */
export function checkAccount(accountSid: string, status: string | undefined): Check {
  const name = 'twilio';
  if (status === undefined) return ok(name, `account ${accountSid}; these credentials may not see its status`);
  if (status === 'active') return ok(name, `account ${accountSid} is active`);
  return wrong(name, `account ${accountSid} is ${status}`, 'Twilio’s support, or the owner of the main account');
}
