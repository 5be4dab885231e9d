import type { AnnotationResource } from '../annotation-resource.ts';
import { UNKNOWN_ANSWERED_BY, UNKNOWN_CONNECTIVITY_ISSUE } from '../enumerations.ts';
import { listInWords } from './in-text.ts';

/** Twilio's words for each score. https://www.twilio.com/docs/voice/voice-insights/api/call/call-annotation-resource */
const SCORES: Readonly<Record<number, string>> = { 1: 'bad', 2: 'poor', 3: 'fair', 4: 'good', 5: 'excellent' };

/** An issue as people say it; those that are not here are words already. */
const ISSUES: Readonly<Record<string, string>> = {
  no_quality_issue: 'nothing wrong with the sound',
  low_volume: 'low volume',
  choppy_robotic: 'choppy or robotic',
  dtmf: 'keys not heard (DTMF)',
  latency: 'delay',
  owa: 'one way only',
  static_noise: 'noise',
  no_connectivity_issue: 'connected well',
  invalid_number: 'invalid number',
  caller_id: 'wrong caller ID',
  dropped_call: 'dropped',
  number_reachability: 'number not reached',
};

/** `2 of 5 (poor)` */
export function scoreInWords(score: number): string {
  return `${score} of 5 (${SCORES[score] ?? 'unknown'})`;
}

export function issueInWords(issue: string): string {
  return ISSUES[issue] ?? issue;
}

/** What people say of a call, as a sentence or two; undefined where they say nothing. */
export function annotationInWords(annotation: AnnotationResource): string | undefined {
  const { call_score: score, quality_issues: issues, connectivity_issue: connectivity, answered_by: by } = annotation;
  const { spam, comment, incident } = annotation;
  const says = [
    ...(score === null ? [] : [`score ${scoreInWords(score)}`]),
    ...issues.map(issueInWords),
    ...(connectivity === UNKNOWN_CONNECTIVITY_ISSUE ? [] : [issueInWords(connectivity)]),
    ...(by === UNKNOWN_ANSWERED_BY ? [] : [`answered by a ${by}`]),
    ...(spam === null ? [] : [spam ? 'spam' : 'no spam']),
  ];
  const sentences = [
    ...(says.length === 0 ? [] : [`People say: ${listInWords(says)}.`]),
    ...(comment === null ? [] : [`Comment: “${comment}”.`]),
    ...(incident === null ? [] : [`Incident: ${incident}.`]),
  ];
  return sentences.length === 0 ? undefined : sentences.join(' ');
}
