import { callSidRemark, callSidsMeant } from '../shared/call-sid.ts';
import { printable } from '../shared/printable.ts';

/** What knows which calls there are: anything but undefined is one. */
export interface KnownCalls {
  firstOfCall(callSid: string): Promise<unknown>;
}

/** The SID of the call that is meant by what somebody said: the first of `callSidsMeant` that is known, else the last. */
export async function callOf(said: string, calls: KnownCalls): Promise<string> {
  const meant = callSidsMeant(said);
  for (const callSid of meant.slice(0, -1)) {
    if ((await calls.firstOfCall(callSid)) !== undefined) return callSid;
  }
  return meant.at(-1) ?? said;
}

/** What to tell of a SID that is not how one looks; undefined of any other. */
export function sidWarning(callSid: string): string | undefined {
  const remark = callSidRemark(callSid);
  return remark === undefined ? undefined : `warning: ${printable(callSid)}: ${remark}`;
}
