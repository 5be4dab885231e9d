import { callScore, isRemark } from '../../families/call-summary/annotation.ts';
import {
  ANNOTATED_BY,
  BEST_SCORE,
  CONNECTIVITY_ISSUES,
  LONGEST_REMARK,
  oneOf,
  QUALITY_ISSUES,
  UNKNOWN_ANSWERED_BY,
  UNKNOWN_CONNECTIVITY_ISSUE,
  UNKNOWN_QUALITY_ISSUE,
  WORST_SCORE,
} from '../../families/call-summary/enumerations.ts';
import type { Parameter } from './parameter.ts';
import { flagOf, reader } from './parameter-readers.ts';

/** A value of an enumeration; its unknown one takes back what was said. */
function sayable<Member extends string, Value extends string>(
  member: Member,
  values: readonly Value[],
  unknown: string,
  description: string,
) {
  const allowed = [...values, unknown];
  return {
    member,
    read: reader<Value | null>(
      (text) => oneOf(values, text) ?? (text === unknown ? null : undefined),
      `expected one of ${allowed.join(', ')}`,
    ),
    schema: { type: 'string', enum: allowed },
    description,
  } satisfies Parameter;
}

function remark<Member extends string>(member: Member, description: string) {
  return {
    member,
    read: reader<string | null>((text) => {
      if (text.trim() === '') return null;
      return isRemark(text) ? text : undefined;
    }, `expected ${LONGEST_REMARK} characters at most`),
    schema: { type: 'string', maxLength: LONGEST_REMARK },
    description: `${description} An empty one takes it back.`,
  } satisfies Parameter;
}

type Issue = (typeof QUALITY_ISSUES)[number];

/** Issues separated by commas; none of them takes back what was said. Undefined where one is no issue. */
function issuesOf(text: string): readonly Issue[] | null | undefined {
  const values = text.split(',').map((value) => value.trim());
  const told = values.filter((value) => value !== '' && value !== UNKNOWN_QUALITY_ISSUE);
  const issues = told.flatMap((value) => oneOf(QUALITY_ISSUES, value) ?? []);
  if (issues.length < told.length) return undefined;
  return issues.length === 0 ? null : [...new Set(issues)];
}

/**
 * What can be said of a call, by Twilio's names.
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-annotation-resource
 */
export const ANNOTATION_PARAMETERS = {
  AnsweredBy: sayable('answered_by', ANNOTATED_BY, UNKNOWN_ANSWERED_BY, 'Who answered the call.'),
  ConnectivityIssue: sayable(
    'connectivity_issue',
    CONNECTIVITY_ISSUES,
    UNKNOWN_CONNECTIVITY_ISSUE,
    'What was wrong with the connection.',
  ),
  QualityIssues: {
    member: 'quality_issues',
    read: reader(issuesOf, `expected any of ${QUALITY_ISSUES.join(', ')}, separated by commas`),
    schema: { type: 'string' },
    description: `How it sounded, separated by commas: ${QUALITY_ISSUES.join(', ')}. An empty one takes them back.`,
  },
  Spam: {
    member: 'spam',
    read: reader<boolean | null>(
      (text) => (text === '' ? null : flagOf(text)),
      'expected true or false, or nothing to take it back',
    ),
    schema: { type: ['boolean', 'null'] },
    description: 'Whether it was spam. An empty one takes it back.',
  },
  CallScore: {
    member: 'call_score',
    read: reader<number | null>(
      (text) => (text === '' ? null : callScore(/^\d$/.test(text) ? Number(text) : undefined)),
      `expected a whole number from ${WORST_SCORE} to ${BEST_SCORE}, or nothing to take it back`,
    ),
    schema: { type: ['integer', 'null'], minimum: WORST_SCORE, maximum: BEST_SCORE },
    description: '5 is excellent, 1 is bad. An empty one takes it back.',
  },
  Comment: remark('comment', 'A remark.'),
  Incident: remark('incident', 'A ticket, or a link to one.'),
} as const;
