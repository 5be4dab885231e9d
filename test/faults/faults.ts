import { Command, InvalidArgumentError, Option } from 'commander';
import { type FaultRunOptions, runFaults } from './fault-run.ts';
import { SENT_KINDS } from './numbered-events.ts';

const MAX_SEED = 2 ** 31 - 1;
/** With more, no batch would ever come through. */
const MAX_SHARE = 0.9;
const MAX_NAMED = 20;

const options = new Command('faults')
  .description(
    'Kills the ingest function in the middle of its work, before a table that fails in every way, and looks for each event.',
  )
  .option('--events <n>', 'numbered events to send', wholeNumber(1), 50_000)
  .addOption(new Option('--of <kind>', 'what they are').choices(SENT_KINDS).default('events'))
  .option('--kills <n>', 'how often the process is killed', wholeNumber(0), 5)
  .option('--seed <n>', 'what everything is drawn from', wholeNumber(0, MAX_SEED), Math.floor(Math.random() * MAX_SEED))
  .option('--share <share>', 'how many of the calls to DynamoDB go wrong', share, 0.2)
  .option('--handler <file>', 'a function in the place of the real one, to see it caught')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse()
  .opts<Omit<FaultRunOptions, 'functionTimeoutMs'>>();

const begun = performance.now();
const run = await runFaults(options);
const { stored, quarantined, givenUp, missing, doubled, strange, kills, batches, partial, calls, faults } = run;
const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
const made = Object.values(faults).reduce((sum, count) => sum + count, 0);

for (const [what, found] of Object.entries({ missing, doubled, strange })) {
  if (found.length > 0) print(`${what}: ${found.slice(0, MAX_NAMED).join(', ')}`);
}
print(
  [
    `${options.events} events: ${stored} stored, ${quarantined} quarantined, ${givenUp} given up`,
    `${missing.length} missing, ${doubled.length} doubled, ${strange.length} strange`,
    `${kills} kills`,
    `${batches} batches, ${partial} done in part`,
    `${calls} calls, ${made} faults (${Object.entries(faults)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(', ')})`,
    `${seconds} s, seed ${options.seed}`,
  ].join('; '),
);
process.exitCode = [missing, doubled, strange].every(({ length }) => length === 0) ? 0 : 1;

function share(text: string): number {
  const number = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || number > MAX_SHARE) {
    throw new InvalidArgumentError(`A number from 0 to ${MAX_SHARE} is wanted.`);
  }
  return number;
}

function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < min || number > max) {
      throw new InvalidArgumentError(`A whole number from ${min} on is wanted.`);
    }
    return number;
  };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
