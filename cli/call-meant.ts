import { callOf, type KnownCalls, sidWarning } from '../operations/call-of.ts';
import { callSidsMeant } from '../shared/call-sid.ts';
import { printable } from '../shared/printable.ts';
import { UsageProblem } from '../shared/trouble.ts';
import { conferenceSidIn } from './conference-meant.ts';
import { note } from './output.ts';

/**
 * The SID of the call that is meant by what somebody said: the first of `callSidsMeant` that is
 * known, else the last. Warns of one that is not how a call SID looks.
 * @param said one of `saidCall`
 * @throws UsageProblem about the SID of a conference
 */
export async function callMeant(said: string, calls: KnownCalls): Promise<string> {
  const callSid = await callOf(said, calls);
  const conferenceSid = conferenceSidIn(said);
  if (conferenceSid !== undefined && (await calls.firstOfCall(callSid)) === undefined) {
    const sid = printable(conferenceSid);
    throw new UsageProblem(`${sid} is a conference, and no call: say conference ${sid}`);
  }
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
