import { callOf, type KnownCalls, sidWarning } from '../operations/call-of.ts';
import { callSidRemark, callSidsMeant } from '../shared/call-sid.ts';
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

/**
 * Letters and digits as of the SIDs that events of Twilio's have beside those of calls, such as `TSID…`; and those of calls
 * in Twilio's own documents, some of which have 33 characters.
 */
const OTHER_KIND = /^[A-Z]{2,5}[0-9A-Za-z_-]{8,}$/;

/**
 * The SID that somebody means where to look for it takes long, or money: nothing is looked for yet.
 * @param said one of `saidCall`
 * @throws UsageProblem where it can be the SID of no call
 */
export function requiredCallSid(said: string): string {
  const conferenceSid = conferenceSidIn(said);
  if (conferenceSid !== undefined) {
    throw new UsageProblem(`${printable(conferenceSid)} is a conference, and no call: say the SID of a call`);
  }
  const callSid = callSidsMeant(said).at(-1) ?? said;
  const remark = callSidRemark(callSid);
  if (remark === undefined) return callSid;
  if (!OTHER_KIND.test(callSid)) throw new UsageProblem(`${printable(callSid)} is no call: ${remark}`);
  warnOfSid(callSid);
  return callSid;
}

function warnOfSid(callSid: string): void {
  const warning = sidWarning(callSid);
  if (warning !== undefined) note(warning);
}
