import { isCallSid } from '../../shared/call-sid.ts';

const ENCODED = /^\/v1\/Voice\/(.+)\/Events$/;
const DECODED = /^\/v1\/Voice\/(.+)\/Events$/s;

/** Where a call's events are. A SID of `.` or `..` has no path: whoever reads URLs takes it for a step. */
export function callPath(callSid: string): string {
  return `/v1/Voice/${encoded(callSid)}/Events`;
}

/**
 * The SID that a URL's path asks for: all that stands between `/v1/Voice/` and the last `/Events`, also slashes.
 * Undefined where the path is another, or what stands there can be no key of the table.
 */
export function callSidOfPath(pathname: string): string | undefined {
  const [, encoded] = ENCODED.exec(pathname) ?? [];
  const callSid = encoded === undefined ? undefined : decoded(encoded);
  return isCallSid(callSid) ? callSid : undefined;
}

/** A decoded path as a URL has it, such that it is decoded to the same again. */
export function encodedPath(path: string): string {
  const [, callSid] = DECODED.exec(path) ?? [];
  if (callSid !== undefined) return callPath(callSid);
  return path.split('/').map(encoded).join('/');
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
