import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { TTL_ATTRIBUTE } from '../../shared/table.ts';
import type { AnnotationResource } from './annotation-resource.ts';
import {
  ANNOTATED_BY,
  BEST_SCORE,
  CONNECTIVITY_ISSUES,
  LONGEST_REMARK,
  oneOf,
  QUALITY_ISSUES,
  UNKNOWN_ANSWERED_BY,
  UNKNOWN_CONNECTIVITY_ISSUE,
  WORST_SCORE,
} from './enumerations.ts';
import { saidNumber, saidTexts, writtenText } from './said.ts';

/** The sort key of what people say of a call, in the partition of the call. */
export const ANNOTATION_PART = 'annotation';

/** What people can say of a call. */
export interface AnnotationMembers {
  answered_by: (typeof ANNOTATED_BY)[number];
  connectivity_issue: (typeof CONNECTIVITY_ISSUES)[number];
  quality_issues: readonly (typeof QUALITY_ISSUES)[number][];
  spam: boolean;
  /** 1 to 5. */
  call_score: number;
  /** At most 100 characters, as the incident. */
  comment: string;
  incident: string;
}

/** What is said anew: null takes back what was said, and a member that is missing stays as it is. */
export type AnnotationChange = { [Member in keyof AnnotationMembers]?: AnnotationMembers[Member] | null };

/** Members of the row, in Twilio's order. */
export const ANNOTATION_MEMBERS = [
  'answered_by',
  'connectivity_issue',
  'quality_issues',
  'spam',
  'call_score',
  'comment',
  'incident',
] as const satisfies readonly (keyof AnnotationMembers)[];

/** Every attribute of the row but its key. */
export const ANNOTATION_ATTRIBUTES = ['account_sid', ...ANNOTATION_MEMBERS, 'updated_at', TTL_ATTRIBUTE] as const;

/** What of a call is annotated here, as its row says it: null was taken back. */
export interface KeptAnnotation extends AnnotationChange {
  account_sid?: string;
}

/** A score that a person gave; undefined for what is none. */
export function callScore(value: unknown): number | undefined {
  const score = saidNumber(value);
  return Number.isInteger(score) && Number(score) >= WORST_SCORE && Number(score) <= BEST_SCORE ? score : undefined;
}

/** Whether a comment or an incident has the length that Twilio takes. */
export function isRemark(text: string): boolean {
  return Array.from(text).length <= LONGEST_REMARK;
}

/**
 * What people say of a call: what was said here, member by member, before what Twilio's summary of the call says.
 * @param url where the resource is
 */
export function toAnnotationResource(
  { call_sid, account_sid, url }: { call_sid: string; account_sid: string | undefined; url: string },
  kept: KeptAnnotation | undefined,
  inSummary: unknown,
): AnnotationResource {
  const all = saidAnnotation(kept, inSummary);
  const { quality_issues: issues } = all;
  const qualityIssues = saidTexts(typeof issues === 'string' ? [issues] : issues);
  return {
    call_sid,
    account_sid: account_sid ?? null,
    answered_by: oneOf(ANNOTATED_BY, all.answered_by) ?? UNKNOWN_ANSWERED_BY,
    connectivity_issue: oneOf(CONNECTIVITY_ISSUES, all.connectivity_issue) ?? UNKNOWN_CONNECTIVITY_ISSUE,
    quality_issues: qualityIssues.flatMap((issue) => oneOf(QUALITY_ISSUES, issue) ?? []),
    spam: typeof all.spam === 'boolean' ? all.spam : null,
    call_score: callScore(all.call_score) ?? null,
    comment: writtenText(all.comment) ?? null,
    incident: writtenText(all.incident) ?? null,
    url,
  };
}

/**
 * The account of a call: the first that any of what is known of it says. Twilio's word in the summary comes first, then
 * whose the annotation is: an event and a sample say what their device wrote.
 */
export function accountOfCall(...known: readonly ({ account_sid?: unknown } | undefined)[]): string | undefined {
  return known.map((one) => one?.account_sid).find((sid) => typeof sid === 'string' && sid !== '') as
    | string
    | undefined;
}

/** The annotation of a summary, and in front of it what was said here; no members where nobody said anything. */
export function saidAnnotation(kept: KeptAnnotation | undefined, inSummary: unknown): JsonObject {
  const all: Record<string, unknown> = { ...(isJsonObject(inSummary) && inSummary) };
  for (const member of ANNOTATION_MEMBERS) {
    const own = kept?.[member];
    if (own === null) delete all[member];
    else if (own !== undefined) all[member] = own;
  }
  return all;
}
