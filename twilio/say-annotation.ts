import type { AnnotationChange } from '../families/call-summary/annotation.ts';
import { UNKNOWN_ANSWERED_BY, UNKNOWN_CONNECTIVITY_ISSUE } from '../families/call-summary/enumerations.ts';
import type { TwilioAccount } from './open-twilio.ts';

/**
 * Says at Twilio what was said of a call; what is taken back is sent as Twilio's empty value, and spam, which has none,
 * as false.
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-annotation-resource
 * @throws what Twilio's client throws, such as for a call that is older than 30 days
 */
export async function sayAnnotation(
  { client }: Pick<TwilioAccount, 'client'>,
  callSid: string,
  change: AnnotationChange,
): Promise<void> {
  const { answered_by, connectivity_issue, quality_issues, spam, call_score, comment, incident } = change;
  const fields = {
    answeredBy: answered_by === null ? UNKNOWN_ANSWERED_BY : answered_by,
    connectivityIssue: connectivity_issue === null ? UNKNOWN_CONNECTIVITY_ISSUE : connectivity_issue,
    qualityIssues: quality_issues === null ? '' : quality_issues?.join(','),
    // Twilio's is true or false: the next best, or it would stay spam.
    spam: spam === null ? false : spam,
    callScore: call_score,
    comment: comment === null ? '' : comment,
    incident: incident === null ? '' : incident,
  };
  const said = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  // Its type knows no score that is taken back, which goes as an empty field.
  await client.insights.v1
    .calls(callSid)
    .annotation()
    .update(said as object);
}
