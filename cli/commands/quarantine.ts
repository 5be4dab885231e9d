import type { Command } from 'commander';
import pLimit from 'p-limit';
import type { QuarantinedRecord, QuarantineReader } from '../../lambda/quarantine/quarantine.ts';
import { dayOfKey } from '../../operations/set-aside/day-of-key.ts';
import { withoutQuotes } from '../../shared/call-sid.ts';
import { printable } from '../../shared/printable.ts';
import { Trouble } from '../../shared/trouble.ts';
import { addHelpEnd } from '../help.ts';
import { addTargetOptions, limit } from '../options.ts';
import { note, print, printJson, take } from '../output.ts';
import { openTarget, type TargetOptions } from '../target.ts';
import { table } from '../terminal.ts';
import { addSpanOptions, type SpanOptions } from '../time-options.ts';

const DEFAULT_LIMIT = 100;
const READS_IN_FLIGHT = 16;

interface ListOptions extends TargetOptions, SpanOptions {
  limit: number;
  json?: boolean;
}

type Entry = QuarantinedRecord & { name: string };

export function addQuarantine(program: Command): void {
  const quarantine = program.command('quarantine');
  addHelpEnd(quarantine, {
    examples: {
      'quarantine list': 'which records could not become rows, and why',
      'quarantine list --help': 'more about one of these commands',
    },
  });
  const listed = quarantine.command('list').description('list records, newest first');
  addSpanOptions(listed, { what: 'records that arrived', sinceDefault: 'the first one', untilDefault: 'now' }).option(
    '--limit <n>',
    'maximum number of records',
    limit,
    DEFAULT_LIMIT,
  );
  addHelpEnd(addTargetOptions(listed), {
    examples: {
      'quarantine list --since 1d': 'records of the last 24 hours, and why they are there',
      'quarantine list --limit 1000 --json': 'a thousand records, for a program',
    },
  }).action(list);
  const shown = quarantine
    .command('show')
    .description('show one record with its data')
    .argument('<name>', 'name of the record, as the list shows it', withoutQuotes);
  addHelpEnd(addTargetOptions(shown), {
    examples: {
      'quarantine show NAME': 'the reason and the data of one record',
      'quarantine show NAME --local': 'the same of the pipeline on this machine',
    },
  }).action(show);
}

async function list(options: ListOptions): Promise<void> {
  const quarantine = await openTarget(options).quarantine();
  const { entries, strange, more } = await latest(quarantine, options);
  if (options.json) printJson({ records: entries, more });
  else if (entries.length > 0) {
    const rows = entries.map(({ arrivedAt, reason, detail, name }) => [arrivedAt, reason, detail, name].map(printable));
    print(table(['ARRIVED (UTC)', 'REASON', 'DETAIL', 'NAME'], rows));
  }
  if (entries.length + strange.length === 0)
    note(isSpan(options) ? 'no records of that time' : 'nothing in quarantine');
  for (const name of strange) note(`${printable(name)} is no record that ingest kept: inspect it and remove it`);
  if (strange.length > 0) process.exitCode = 1;
  if (more) note(`more than ${options.limit}: say --limit N for more of them`);
}

async function show(name: string, options: TargetOptions & { json?: boolean }): Promise<void> {
  const record = await (await openTarget(options).quarantine()).get(name);
  if (record === undefined) throw new Trouble(`nothing in quarantine is named ${printable(name)}: see quarantine list`);
  if (record === null) throw new Trouble(`${printable(name)} is no record that ingest kept`);
  if (options.json) return printJson({ ...record, name });
  const { recordLines } = await import('../../operations/set-aside/record-lines.ts');
  for (const line of recordLines(record)) print(line);
}

function isSpan({ since, until }: SpanOptions): boolean {
  return since !== undefined || until !== undefined;
}

type Found = { name: string; record: QuarantinedRecord | null };

/** The newest records of a time, and what is no record. */
async function latest(
  quarantine: QuarantineReader,
  { limit: count, ...span }: ListOptions,
): Promise<{ entries: Entry[]; strange: string[]; more: boolean }> {
  const { taken, more } = await take(recordsIn(quarantine, span), count);
  const entries = taken.flatMap(({ name, record }) => (record === null ? [] : [{ ...record, name }]));
  const strange = taken.flatMap(({ name, record }) => (record === null ? [name] : []));
  // Stored in this order, more or less; what is shown is when they arrived.
  return { entries: entries.sort((one, other) => other.arrivedAt.localeCompare(one.arrivedAt)), strange, more };
}

/** Read some at a time, and none whose name says that it is of another day. */
async function* recordsIn(
  quarantine: QuarantineReader,
  { since = '', until = '~' }: SpanOptions,
): AsyncGenerator<Found> {
  const inFlight = pLimit(READS_IN_FLIGHT);
  const isOfDay = (name: string) => {
    const day = dayOfKey(name, '');
    return day === undefined || (day >= since.slice(0, day.length) && day <= until.slice(0, day.length));
  };
  let names: string[] = [];
  const read = async () => {
    const some = await inFlight.map(names, async (name) => ({ name, record: await quarantine.get(name) }));
    names = [];
    return some.flatMap(({ name, record }): Found[] => {
      if (record === undefined) return [];
      return record === null || (record.arrivedAt >= since && record.arrivedAt <= until) ? [{ name, record }] : [];
    });
  };
  for await (const name of quarantine.names()) {
    if (!isOfDay(name)) continue;
    names.push(name);
    if (names.length === READS_IN_FLIGHT) yield* await read();
  }
  yield* await read();
}
