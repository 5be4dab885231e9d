import { Command, InvalidArgumentError } from 'commander';
import { systemClock } from '../../shared/clock.ts';
import { type ProofResult, prove } from './proof.ts';

interface Options {
  events: number;
  kills: number;
  seed: number;
  share: number;
}

const number = (min: number, max: number, isWhole: boolean) => (text: string) => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= min && value <= max) || (isWhole && !Number.isInteger(value))) {
    throw new InvalidArgumentError(`A ${isWhole ? 'whole ' : ''}number from ${min} to ${max} is wanted.`);
  }
  return value;
};

const command = new Command('faults')
  .description('Sends events through the real parts while calls to the table fail and the process is killed.')
  .option('--events <n>', 'events to send', number(1, 10_000_000, true), 50_000)
  .option('--kills <n>', 'how often the process is killed', number(0, 1_000, true), 5)
  .option('--share <0-0.9>', 'of the calls to the table, how many fail', number(0, 0.9, false), 0.2)
  .option('--seed <n>', 'of the events, the faults and the kills', number(0, 2 ** 31 - 1, true), 1)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse();

const begun = performance.now();
const result = await prove({ ...command.opts<Options>(), clock: systemClock, onProgress: progress });
print(result, (performance.now() - begun) / 1_000);
process.exit(result.missing.length + result.doubled.length === 0 ? 0 : 1);

function progress(done: number, of: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${of} `);
}

function print(
  { sent, stored, quarantined, givenUp, missing, doubled, calls, faults, kills }: ProofResult,
  seconds: number,
) {
  const share = [...faults.values()].reduce((sum, count) => sum + count, 0) / calls;
  const lines = [
    `${sent} records: ${stored} stored, ${quarantined} quarantined, ${givenUp} given up, ${missing.length} missing, ${doubled.length} doubled`,
    `${calls} calls to the table, ${(share * 100).toFixed(1)} % failed: ${[...faults].map((one) => one.join(' ')).join(', ')}`,
    `${kills} kills, ${seconds.toFixed(0)} s`,
    ...missing.slice(0, 10).map((name) => `missing: ${name}`),
    ...doubled.slice(0, 10).map((name) => `doubled: ${name}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
