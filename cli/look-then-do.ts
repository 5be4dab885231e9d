import { Trouble } from '../shared/trouble.ts';
import type { Ask, ChangeOptions } from './confirm.ts';

/** Something that a command changes, once it is known what that is. */
export interface Change<Report> extends Pick<ChangeOptions, 'dryRun' | 'yes'> {
  ask: Ask;
  /** @param execute false changes nothing, and reports what would be changed */
  look(execute: boolean): Promise<Report>;
  /** Whether there is nothing to ask about. */
  isNothing(report: Report): boolean;
  /** Shows what would be changed, before the question. */
  show(report: Report): void;
  question(report: Report): string;
  say(report: Report, executed: boolean): void;
}

/** Looks first, asks, and does it; without the first two where somebody said yes, and no more than a look in a dry run. */
export async function lookThenDo<Report>(change: Change<Report>): Promise<void> {
  if (change.yes !== true) {
    const report = await change.look(false);
    if (change.dryRun || change.isNothing(report)) return change.say(report, false);
    change.show(report);
    if (!(await change.ask(change.question(report)))) throw new Trouble('nothing was changed');
  }
  change.say(await change.look(true), true);
}
