import type { Command } from 'commander';
import { DEFAULT_DAYS, FIRST_DAY, QUESTIONS } from '../../questions/catalogue.ts';
import type { Question } from '../../questions/question.ts';
import { sqlOf } from '../../questions/sql-of.ts';
import { systemClock } from '../../shared/clock.ts';
import { nearName } from '../../shared/near-name.ts';
import { printable } from '../../shared/printable.ts';
import { UsageProblem } from '../../shared/trouble.ts';
import { DAY_MS } from '../../shared/utc-day.ts';
import { type AskOptions, askArchive, requireOneForm } from '../ask-archive.ts';
import { requiredCallSid } from '../call-meant.ts';
import { addHelpEnd, CALLED } from '../help.ts';
import { addTargetOptions, saidCall } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { fittingTable } from '../terminal.ts';
import { addSpanOptions, type SpanOptions } from '../time-options.ts';

/** Letters of a wrong name. */
const MAX_COMPARED = 100;

interface AskCommandOptions extends AskOptions, SpanOptions {
  call?: string;
}

export function addAsk(program: Command): void {
  const command = program.command('ask').argument('[question]', 'name of the question (default: list them)');
  addSpanOptions(command, {
    what: 'days',
    sinceDefault: `${DEFAULT_DAYS}d; some questions look further back, and one-call at all days`,
    untilDefault: 'today',
  })
    .option('--call <sid>', 'the call that the question is about, or a link to it', saidCall)
    .option('--csv', 'print CSV, for a spreadsheet');
  addHelpEnd(addTargetOptions(command), {
    examples: {
      ask: 'the questions, and what each answers',
      'ask errors-by-country --since 60d': 'error codes by country and week, of sixty days',
      'ask one-call --call CA…': 'every event of one call that the archive has',
      'ask answer-rate-by-carrier --csv > carriers.csv': 'the same for a spreadsheet',
    },
    notes: [
      'Days count as a whole, in UTC: --since and --until say the first and the last one.',
      'A question that compares halves compares the later half of the days with the earlier one.',
    ],
  }).action(ask);
}

async function ask(name: string | undefined, options: AskCommandOptions): Promise<void> {
  requireOneForm(options);
  if (name === undefined) return list(options);
  const question = QUESTIONS.find((one) => one.name === name);
  if (question === undefined) throw new UsageProblem(noSuchQuestion(name));
  const { from, to } = daysOf(question, options);
  const call = callOf(question, options);
  const heading = `${question.about} From ${from} to ${to}.`;
  const { rows } = await askArchive(sqlOf(question, { from, to, call }), options, heading);
  if (rows.length > 0) return;
  note(nothingIn({ from, to, call, ...question }));
}

function nothingIn({ from, to, call, leastCalls }: { from: string; to: string; call?: string; leastCalls?: number }) {
  if (call !== undefined) {
    const said = printable(call);
    return `the archive has nothing of ${said} from ${from} to ${to}: call ${said} asks the table`;
  }
  const enough = leastCalls === undefined ? '' : ` of which there are ${leastCalls} calls`;
  return `nothing${enough} from ${from} to ${to}: --since and --until say other days`;
}

function noSuchQuestion(name: string): string {
  const names = QUESTIONS.map((question) => question.name);
  const near = nearName(name.slice(0, MAX_COMPARED), names);
  const hint = near === undefined ? 'ask lists them' : `did you mean ${near}?`;
  return `no question is named ${printable(name)}: ${hint}`;
}

function list({ json, csv, since, until, call }: AskCommandOptions): void {
  if (csv || since !== undefined || until !== undefined || call !== undefined) {
    throw new UsageProblem('these options are about one question: say ask NAME; ask alone lists the names');
  }
  if (json) {
    const questions = QUESTIONS.map(({ name, about, tables, isOfCall = false, days = DEFAULT_DAYS }) => {
      return { name, about, tables, of_call: isOfCall, days: isOfCall ? null : days };
    });
    printJson({ questions });
    return;
  }
  const rows = QUESTIONS.map(({ name, isOfCall, about }) => [isOfCall ? `${name} --call CA…` : name, about]);
  print(fittingTable([{ head: ['QUESTION', 'WHAT IT ANSWERS'], rows }]));
  print(`\nTo ask one of them: ${CALLED} ask NAME`);
}

/** Whole days: that of each end belongs to the span. */
function daysOf(
  { days = DEFAULT_DAYS, isOfCall }: Question,
  { since, until }: SpanOptions,
): { from: string; to: string } {
  const to = until ?? new Date(systemClock.now()).toISOString();
  const from = since ?? (isOfCall ? FIRST_DAY : new Date(Date.parse(to) - (days - 1) * DAY_MS).toISOString());
  return { from: from.slice(0, 'yyyy-mm-dd'.length), to: to.slice(0, 'yyyy-mm-dd'.length) };
}

function callOf({ name, isOfCall }: Question, { call }: AskCommandOptions): string | undefined {
  if (isOfCall && call === undefined) throw new UsageProblem(`${name} is about one call: say --call CA…`);
  if (!isOfCall && call !== undefined) throw new UsageProblem(`${name} is about no single call: leave --call out`);
  return call === undefined ? undefined : requiredCallSid(call);
}
