import { type KeptAnnotation, toAnnotationResource } from '../families/call-summary/annotation.ts';
import type { AnnotationResource } from '../families/call-summary/annotation-resource.ts';

/** What people say of a call, in the form of Twilio's resource. @param data of its summary, where there is one */
export function annotationOfCall(
  callSid: string,
  kept: KeptAnnotation | undefined,
  data: { annotation?: unknown; account_sid?: unknown } | undefined,
  accountSid = typeof data?.account_sid === 'string' ? data.account_sid : kept?.account_sid,
): AnnotationResource {
  const url = `https://insights.twilio.com/v1/Voice/${encodeURIComponent(callSid)}/Annotation`;
  return toAnnotationResource({ call_sid: callSid, account_sid: accountSid, url }, kept, data?.annotation);
}
