import { type Command, InvalidArgumentError, Option } from 'commander';
import { type AnnotationChange, callScore, isRemark } from '../families/call-summary/annotation.ts';
import {
  ANNOTATED_BY,
  BEST_SCORE,
  CONNECTIVITY_ISSUES,
  LONGEST_REMARK,
  oneOf,
  QUALITY_ISSUES,
  WORST_SCORE,
} from '../families/call-summary/enumerations.ts';
import { listOption } from './strict-options.ts';

/** Takes back what was said. */
const NONE = 'none';
type None = typeof NONE;

/** What is said on the command line, which has no null: Commander makes an empty text of it. */
export interface AnnotationOptions {
  callScore?: number | None;
  qualityIssues?: readonly ((typeof QUALITY_ISSUES)[number] | None)[];
  connectivityIssue?: NonNullable<AnnotationChange['connectivity_issue']> | None;
  answeredBy?: NonNullable<AnnotationChange['answered_by']> | None;
  spam?: boolean | None;
  comment?: string;
  incident?: string;
}

export function addAnnotationOptions(command: Command): Command {
  const options = [
    option('--call-score <score>', `how it was: ${WORST_SCORE} (bad) to ${BEST_SCORE} (excellent)`, score),
    listOption(
      '--quality-issues <issue>',
      `how it sounded, or several with commas: ${QUALITY_ISSUES.join(', ')}`,
      (text) => value(QUALITY_ISSUES, text),
    ),
    option('--connectivity-issue <issue>', `how it connected: ${CONNECTIVITY_ISSUES.join(', ')}`, (text) =>
      value(CONNECTIVITY_ISSUES, text),
    ),
    option('--answered-by <who>', `who answered: ${ANNOTATED_BY.join(', ')}`, (text) => value(ANNOTATED_BY, text)),
    option('--spam <answer>', 'whether it was spam: yes or no', yesOrNo),
    option('--comment <text>', `a remark of ${LONGEST_REMARK} characters at most`, remark),
    option('--incident <text>', 'a ticket, or a link to one', remark),
  ];
  for (const one of options) command.addOption(one);
  return command;
}

/** What the options say of a call; no members where they say nothing. */
export function changeOf(options: AnnotationOptions): AnnotationChange {
  const { qualityIssues } = options;
  const issues = qualityIssues?.filter((issue) => issue !== NONE);
  const members = {
    call_score: options.callScore,
    quality_issues: issues?.length === 0 ? NONE : issues,
    connectivity_issue: options.connectivityIssue,
    answered_by: options.answeredBy,
    spam: options.spam,
    comment: options.comment,
    incident: options.incident,
  };
  const said = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said.map(([name, value]) => [name, value === NONE ? null : value]));
}

function option(flags: string, description: string, parse: (text: string) => unknown): Option {
  return new Option(flags, description).argParser(parse);
}

function value<Value extends string>(values: readonly Value[], text: string): Value | None {
  if (isNone(text)) return NONE;
  const found = oneOf(values, text);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`Allowed: ${values.join(', ')}, or ${NONE}.`);
}

function score(text: string): number | None {
  if (isNone(text)) return NONE;
  const found = callScore(/^\d$/.test(text.trim()) ? Number(text) : undefined);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`Expected a whole number from ${WORST_SCORE} to ${BEST_SCORE}, or ${NONE}.`);
}

function yesOrNo(text: string): boolean | None {
  if (isNone(text)) return NONE;
  const plain = text.trim().toLowerCase();
  if (plain === 'yes' || plain === 'no') return plain === 'yes';
  throw new InvalidArgumentError(`Expected yes or no, or ${NONE}.`);
}

function remark(text: string): string {
  if (isNone(text)) return NONE;
  if (text.trim() !== '' && isRemark(text)) return text;
  throw new InvalidArgumentError(`Expected 1 to ${LONGEST_REMARK} characters, or ${NONE}.`);
}

function isNone(text: string): boolean {
  return text.trim().toLowerCase() === NONE;
}
