import { hasUsualLength, isCallSid } from '../shared/call-sid.ts';

const USUAL = /\bCA[0-9a-f]{32}\b/i;
export const SID_EXAMPLE = `CA${'0123456789abcdef'.repeat(2)}`;

/** The call SID in what somebody pasted, which may be a link or a line of a log; undefined where there is none. */
export function callSidIn(pasted: string): string | undefined {
  const text = pasted.trim();
  if (isCallSid(text)) return text;
  const [found] = USUAL.exec(text) ?? [];
  return found === undefined ? undefined : `CA${found.slice(2)}`;
}

/** What one looks like, said to somebody who pasted something else. */
export function whyNoCallSid(text: string): string {
  const kind = /^(AC|SK|PN|CF|SM|MM|RE)[0-9a-f]{6}/i.exec(text.trim())?.[1]?.toUpperCase();
  const what = kind === undefined ? 'That is no call SID.' : `That begins with ${kind}, so it is no call SID.`;
  return `${what} One is CA and 32 digits and letters a to f, such as ${SID_EXAMPLE}.`;
}

/** A remark on a SID that can be looked up and is probably cut, or two glued together. */
export function lengthRemark(callSid: string): string | undefined {
  return hasUsualLength(callSid) ? undefined : `This SID has ${callSid.length} characters; they mostly have 34.`;
}
