import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ArchiveTableName } from '../../families/archive/archive-table.ts';
import { ARCHIVE_LAYOUTS } from '../../families/archive/layouts.ts';
import { withoutQuotes } from '../../shared/call-sid.ts';
import { systemClock } from '../../shared/clock.ts';
import { UsageProblem } from '../../shared/trouble.ts';
import { utcTime } from '../../shared/utc-time.ts';
import { listOption } from '../strict-options.ts';
import { timeAgoOrSaid } from '../time-options.ts';

/** Days of the archive, both included. */
export interface DayOptions {
  from?: string;
  to?: string;
}

/** `--from` and `--to` of rows. @param what such as `rows to write` */
export function addDayOptions(command: Command, what: string): Command {
  command.addOption(
    new Option('--from <day>', `first UTC day of the ${what}: 2026-11-28, or 30d ago`).argParser(dayAgoOrSaid),
  );
  return command.addOption(
    new Option('--to <day>', `last UTC day of the ${what}: 2026-11-28, or 1d ago`).argParser(dayAgoOrSaid),
  );
}

/** @throws UsageProblem where a day is not said, or none is between them */
export function daysSaid({ from, to }: DayOptions): Required<DayOptions> {
  if (from === undefined || to === undefined)
    throw new UsageProblem('say which days: --from DAY --to DAY, such as --from 30d --to 1d');
  if (from > to) throw new UsageProblem(`no days: --from ${from} is after --to ${to}`);
  return { from, to };
}

/** Tables of the archive, by name. */
export function tableOption(): Option {
  const names = ARCHIVE_LAYOUTS.map(({ name }) => name).join(', ');
  return listOption('--table <table>', `only rows of this table, or of several with commas: ${names}`, (text) => {
    const found = ARCHIVE_LAYOUTS.find(({ name }) => name === withoutQuotes(text).toLowerCase())?.name;
    if (found === undefined) throw new InvalidArgumentError(`Allowed: ${names}.`);
    return found;
  }).default([] as ArchiveTableName[], 'all of them');
}

/** `30d` counts back from today, as `--since` does. @throws InvalidArgumentError for another text that is no day */
function dayAgoOrSaid(text: string): string {
  const isAgo = /^\d{1,6}[dw]$/i.test(withoutQuotes(text));
  if (isAgo) return timeAgoOrSaid(text, systemClock.now()).slice(0, 'yyyy-mm-dd'.length);
  try {
    return dayText(text);
  } catch {
    throw new InvalidArgumentError('Expected a UTC day such as 2026-11-28, or 30d or 4w ago.');
  }
}

/** A day of the calendar. @throws InvalidArgumentError for another text */
export function dayText(text: string): string {
  const said = withoutQuotes(text);
  if (/^\d{4}-\d{2}-\d{2}$/.test(said) && utcTime(`${said}T00:00Z`) !== undefined) return said;
  throw new InvalidArgumentError('Expected a UTC day such as 2026-11-28.');
}
