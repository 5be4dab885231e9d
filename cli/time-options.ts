import { type Command, InvalidArgumentError } from 'commander';
import { withoutQuotes } from '../shared/call-sid.ts';
import { timeSaid } from '../shared/time-said.ts';
import { UsageProblem } from '../shared/trouble.ts';
import { formerOption, nowOrFormer } from './former-options.ts';
import { addHelpEnd } from './help.ts';

const MS_OF = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const FORMS = '30m, 1h, 7d or 1w ago, or a UTC date or time such as 2026-11-28 or 2026-11-28T09:30Z';

/** A span of time, each end fixed-width UTC. Both ends belong to it. */
export interface SpanOptions {
  since?: string;
  until?: string;
}

interface SpanHelp {
  /** What is limited, such as `events`. */
  what: string;
  /** Where the span begins if nobody says. */
  sinceDefault?: string;
  /** Where it ends. */
  untilDefault: string;
  /** What the two were called before. */
  former?: { since: string; until: string };
  /** Epoch ms. */
  now?: number;
}

/**
 * `--since` and `--until` of a command, which ends with a UsageProblem before it does anything where they leave nothing
 * between them.
 */
export function addSpanOptions(command: Command, { what, former, now = Date.now(), ...help }: SpanHelp): Command {
  const time = (text: string) => timeAgoOrSaid(text, now);
  const from = help.sinceDefault === undefined ? '' : ` (default: ${help.sinceDefault})`;
  command.option('--since <time>', `only ${what} from this time on${from}`, time);
  command.option('--until <time>', `only ${what} up to this time (default: ${help.untilDefault})`, time);
  if (former !== undefined) {
    for (const name of Object.values(former)) {
      command.addOption(formerOption(`${name} <time>`).argParser(time));
    }
    command.hook('preAction', () => takeFormer(command, former));
  }
  addHelpEnd(command, { notes: [`A time is ${FORMS}. A date alone is its first moment.`] });
  return command.hook('preAction', () => requireSpan(command.opts(), now));
}

/** @returns a fixed-width UTC time; `1h` counts back from `now`, epoch ms, and a date alone is its first moment */
export function timeAgoOrSaid(text: string, now: number): string {
  // Not M, which elsewhere is a month.
  const [, count, unit] = /^(\d{1,6})([smhdwSHDW])$/.exec(withoutQuotes(text)) ?? [];
  const time = unit === undefined ? timeSaid(text) : timeBefore(now, Number(count), unit);
  if (time !== undefined) return time;
  throw new InvalidArgumentError(`Expected ${FORMS}.`);
}

/** @throws UsageProblem for a span that is turned round, of one moment, or to come */
function requireSpan({ since, until }: SpanOptions, now: number): void {
  if (since !== undefined && until !== undefined && since >= until) {
    const same = since === until ? 'the same time as' : 'after';
    throw new UsageProblem(`the time range is empty: --since ${since} is ${same} --until ${until}`);
  }
  if (since !== undefined && since > new Date(now).toISOString()) {
    throw new UsageProblem(`the time range is in the future: --since ${since} is later than now`);
  }
}

function takeFormer(command: Command, former: Required<SpanHelp>['former']): void {
  for (const name of ['since', 'until'] as const) {
    const before = command.getOptionValue(former[name].slice('--'.length));
    const said = nowOrFormer(command.getOptionValue(name), before, { now: `--${name}`, former: former[name] });
    command.setOptionValue(name, said);
  }
}

function timeBefore(now: number, count: number, unit: string): string {
  const ms = count * MS_OF[unit.toLowerCase() as keyof typeof MS_OF];
  return new Date(Math.max(0, now - ms)).toISOString();
}
