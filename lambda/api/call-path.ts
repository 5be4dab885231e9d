import { isCallSid } from '../../shared/call-sid.ts';

/** What Twilio has of a call, under the call; `''` is the call itself. */
export type OfACall = 'Events' | 'Summary' | 'Metrics' | 'Annotation' | 'Conferences' | '';

const PART = /^\/v1\/Voice\/(.+)\/(Events|Summary|Metrics|Annotation|Conferences)$/s;
/**
 * What is across calls stands beside them. Of a call with such a SID this hides where there is more of it: its events and
 * its summary are asked for as of any other.
 */
const CALL = /^\/v1\/Voice\/(?!(?:Events|Events\/Causes|Events\/Calls|Summaries|Fleet|Trends)$)(.+)$/s;

/**
 * Where something of a call is, its events unless another part is named. A SID of `.` or `..` has no path: whoever reads
 * URLs takes it for a step.
 */
export function callPath(callSid: string, part: OfACall = 'Events'): string {
  return `/v1/Voice/${encodedPart(callSid)}${part === '' ? '' : `/${part}`}`;
}

/**
 * The SID that a URL's path asks for: all that stands between `/v1/Voice/` and the last `/Events`, or whatever part of a
 * call it is, also slashes. Undefined where the path is another, or what stands there can be no key of the table.
 */
export function callSidOfPath(pathname: string, part: OfACall = 'Events'): string | undefined {
  const asked = partsOf(pathname);
  const callSid = asked?.part === part ? decodedPart(asked.callSid) : undefined;
  return isCallSid(callSid) ? callSid : undefined;
}

/** A decoded path as a URL has it, such that it is decoded to the same again. */
export function encodedPath(path: string): string {
  const asked = partsOf(path);
  if (asked !== undefined) return callPath(asked.callSid, asked.part);
  return path.split('/').map(encodedPart).join('/');
}

function partsOf(path: string): { callSid: string; part: OfACall } | undefined {
  const [, callSid, part] = PART.exec(path) ?? CALL.exec(path) ?? [];
  return callSid === undefined ? undefined : { callSid, part: (part ?? '') as OfACall };
}

/** A SID as a part of a path. */
export function encodedPart(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** What a part of a path says; undefined where it is wrongly escaped. */
export function decodedPart(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
