import type { Command } from 'commander';
import pLimit from 'p-limit';
import type { QuarantinedRecord, QuarantineReader } from '../../lambda/quarantine/quarantine.ts';
import { printable } from '../../shared/printable.ts';
import { Trouble } from '../../shared/trouble.ts';
import { addTargetOptions, limit } from '../options.ts';
import { note, print, printJson, take } from '../output.ts';
import { openTarget, type TargetOptions } from '../target.ts';
import { table } from '../terminal.ts';

const DEFAULT_LIMIT = 100;
const READS_IN_FLIGHT = 16;

interface ListOptions extends TargetOptions {
  limit: number;
  json?: boolean;
}

type Entry = QuarantinedRecord & { name: string };

export function addQuarantine(program: Command): void {
  const quarantine = program.command('quarantine');
  addTargetOptions(quarantine.command('list'))
    .description('the latest of them, newest first')
    .option('--limit <n>', 'so many at most', limit, DEFAULT_LIMIT)
    .action(list);
  addTargetOptions(quarantine.command('show'))
    .description('one of them, with its data')
    .argument('<name>', 'as the list names it')
    .action(show);
}

async function list(options: ListOptions): Promise<void> {
  const quarantine = await openTarget(options).quarantine();
  const { entries, strange, more } = await latest(quarantine, options.limit);
  if (options.json) printJson({ records: entries, more });
  else if (entries.length > 0) {
    const rows = entries.map(({ arrivedAt, reason, detail, name }) => [arrivedAt, reason, detail, name].map(printable));
    print(table(['ARRIVED (UTC)', 'REASON', 'DETAIL', 'NAME'], rows));
  }
  if (entries.length + strange.length === 0) note('nothing in quarantine');
  for (const name of strange) note(`${printable(name)} is no record that ingest kept: look at it, and take it away`);
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

async function latest(
  quarantine: QuarantineReader,
  count: number,
): Promise<{ entries: Entry[]; strange: string[]; more: boolean }> {
  const { taken: names, more } = await take(quarantine.names(), count);
  const inFlight = pLimit(READS_IN_FLIGHT);
  const read = await inFlight.map(names, async (name) => ({ name, record: await quarantine.get(name) }));
  const entries = read.flatMap(({ name, record }) => (record ? [{ ...record, name }] : []));
  const strange = read.flatMap(({ name, record }) => (record === null ? [name] : []));
  // Stored in this order, more or less; what is shown is when they arrived.
  return { entries: entries.sort((one, other) => other.arrivedAt.localeCompare(one.arrivedAt)), strange, more };
}
