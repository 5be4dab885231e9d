import { DamagedFile, type QueryAnswer } from '../lambda/query/archive-query.ts';
import { unreadableFiles } from '../lambda/query/unreadable-files.ts';
import { Trouble, UsageProblem } from '../shared/trouble.ts';
import { type AnswerOptions, printAnswer } from './answer-view.ts';
import { openArchive } from './of-archive.ts';
import { note } from './output.ts';
import { stopBySignal } from './stop-by-signal.ts';
import { openTarget, type TargetOptions } from './target.ts';

export interface AskOptions extends TargetOptions, AnswerOptions {}

/** @throws UsageProblem where an answer is to have two forms */
export function requireOneForm({ json, csv }: AnswerOptions): void {
  if (json && csv) throw new UsageProblem('--json and --csv are two forms of one answer: say one of them');
}

/**
 * Asks the archive in SQL, and prints the answer. Ctrl-C stops the question where it is asked.
 * @param heading what is said before a table, once it is known whom to ask
 * @throws QueryProblem where the question is wrong
 */
export async function askArchive(sql: string, options: AskOptions, heading?: string): Promise<QueryAnswer> {
  const query = await openArchive(openTarget(options)).query();
  if (heading !== undefined && !options.json && !options.csv) note(heading);
  const signal = stopBySignal();
  try {
    const answer = await query.run(sql, signal);
    printAnswer(answer, { ...options, isOfAthena: options.local === undefined });
    return answer;
  } catch (error) {
    if (signal.aborted) throw new Trouble('the question was stopped');
    if (error instanceof DamagedFile) throw new Trouble(error.message);
    const unreadable = error instanceof Error ? unreadableFiles(error.message) : undefined;
    throw unreadable === undefined ? error : new Trouble(unreadable.says, unreadable.cure);
  } finally {
    await query.close();
  }
}
