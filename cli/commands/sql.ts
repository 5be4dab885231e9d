import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { QueryProblem } from '../../lambda/query/archive-query.ts';
import { fileProblem } from '../../shared/file-problem.ts';
import { Trouble, UsageProblem } from '../../shared/trouble.ts';
import { type AskOptions, askArchive, requireOneForm } from '../ask-archive.ts';
import { addHelpEnd } from '../help.ts';
import { addTargetOptions, fileName } from '../options.ts';

interface SqlOptions extends AskOptions {
  file?: string;
}

export function addSql(program: Command): void {
  const command = program
    .command('sql')
    .argument('[statement]', 'one SELECT or WITH statement, in quotes')
    .option('--file <file>', 'file that holds the statement; - is standard input', fileName)
    .option('--csv', 'print CSV, for a spreadsheet');
  addHelpEnd(addTargetOptions(command), {
    examples: {
      'sql "SELECT day, count(*) FROM call_events GROUP BY day"': 'events of each day',
      'sql --file question.sql --csv > answer.csv': 'the statement of a file, for a spreadsheet',
      'sql --file - --local < question.sql': 'the same from standard input, asked on this machine',
    },
    notes: [
      'Tables: call_events, call_summaries, call_metrics, conferences, participants.',
      'Every table has a column day, such as 2026-11-28: name days, so that less is read. Athena charges for what it reads.',
      'An answer has 100,000 rows at most on this machine.',
    ],
  }).action(sql);
}

async function sql(said: string | undefined, { file, ...options }: SqlOptions): Promise<void> {
  requireOneForm(options);
  if ((said === undefined) === (file === undefined)) {
    throw new UsageProblem("say one statement: sql 'SELECT …', or sql --file FILE");
  }
  const statement = said ?? (await statementIn(file ?? ''));
  try {
    await askArchive(statement, options);
  } catch (error) {
    throw error instanceof QueryProblem ? new UsageProblem(error.message) : error;
  }
}

function statementIn(file: string): Promise<string> {
  if (file === '-') return text(process.stdin);
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new Trouble(fileProblem(file, error));
  });
}
