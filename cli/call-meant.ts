import { callOf, type KnownCalls, sidWarning } from '../operations/call-of.ts';
import { callSidsMeant } from '../shared/call-sid.ts';
import { note } from './output.ts';

/**
 * The SID of the call that is meant by what somebody said: the first of `callSidsMeant` that is
 * known, else the last. Warns of one that is not how a call SID looks.
 * @param said one of `saidCall`
 */
export async function callMeant(said: string, calls: KnownCalls): Promise<string> {
  const callSid = await callOf(said, calls);
  warnOfSid(callSid);
  return callSid;
}

/** Whether an event's call is meant by what somebody said, who is warned of a SID that is not how one looks. */
export function callFilter(said: string): (callSid: string) => boolean {
  const meant = callSidsMeant(said);
  warnOfSid(meant.at(-1) ?? said);
  return (callSid) => meant.includes(callSid);
}

function warnOfSid(callSid: string): void {
  const warning = sidWarning(callSid);
  if (warning !== undefined) note(warning);
}
