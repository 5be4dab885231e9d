import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { COMMAND_FILES } from '../../cli/commands.ts';
import { listOption, refuseDoubtfulOptions } from '../../cli/strict-options.ts';

/** What commander makes of the words of a command line, strictly. */
function options(...words: string[]) {
  const program = new Command()
    .option('--stack <name>', 'a value', 'Usual')
    .option('--limit <n>', 'a value that is parsed', Number)
    .option('--call <sid>', 'a value that may be blanks', (text) => text)
    .option('--json', 'no value')
    .addOption(listOption('--types <types>', 'several', (text) => text.toLowerCase()))
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  refuseDoubtfulOptions(program, words);
  return program.parse(words, { from: 'user' }).opts();
}

describe('an option of one value', () => {
  it('is taken once, over its default', () => {
    expect(options('--stack', 'Mine', '--limit=3')).toEqual({ stack: 'Mine', limit: 3 });
  });

  it.each([
    [['--stack', 'a', '--stack', 'b'], "option '--stack <name>' is said more than once"],
    [['--stack=a', '--json', '--stack', 'a'], "option '--stack <name>' is said more than once"],
    [['--limit', '1', '--limit=2'], "option '--limit <n>' is said more than once"],
    [['--stack='], "option '--stack <name>' has an empty value"],
    [['--stack', ' '], "option '--stack <name>' has an empty value"],
    [['--stack', '--json'], "option '--stack <name>' has no value before --json; where that is one: --stack=--json"],
    [['--stack', '-h'], "option '--stack <name>' has no value before -h"],
    [['--stack', '--'], "option '--stack <name>' has no value before --"],
    [['--types', 'a', '--types='], "option '--types <types>' has an empty value"],
  ])('in %j is refused', (words, message) => {
    expect(() => options(...words)).toThrow(message);
  });

  it('may look like an option where nothing else can be meant', () => {
    expect(options('--stack=--json', '--limit', '-1')).toEqual({ stack: '--json', limit: -1 });
    expect(options('--json', '--stack=--json')).toEqual({ stack: '--json', json: true });
  });

  it('may be blanks where they are a value, as they are of a call SID', () => {
    expect(options('--call', ' ', '--limit=1')).toEqual({ stack: 'Usual', call: ' ', limit: 1 });
  });
});

it('an option without a value may be said again', () => {
  expect(options('--json', '--json')).toEqual({ stack: 'Usual', json: true });
});

it('a list takes what is said again, and what has commas, each once', () => {
  expect(options('--types', 'A,b', '--types=B, c')).toEqual({ stack: 'Usual', types: ['a', 'b', 'c'] });
});

/** Every option of every command that takes a value, with a value it takes. */
async function optionsOfAll() {
  const program = new Command();
  for (const { load } of COMMAND_FILES) (await load())(program);
  const commands = program.commands.flatMap((command) => (command.commands.length > 0 ? command.commands : [command]));
  return commands.flatMap((command) =>
    command.options.filter((option) => !option.isBoolean()).map((option) => ({ command, option })),
  );
}

const LISTS = [
  'annotate --quality-issues',
  'pull --table',
  'errors --level',
  'call --level',
  'tail --level',
  'calls --number',
  'calls --client',
  'calls --state',
  'calls --sip',
  'calls --disconnected-by',
  'calls --tag',
  'calls --country',
  'forget --number',
  'attach --types',
  'status --types',
  'conferences --issue',
  'conferences --status',
  'conferences --tag',
  'doctor --types',
  'redrive --reason',
  'restore --table',
];

it('no option of any command but the lists may be said twice', async () => {
  const sid = 'a'.repeat(32);
  const values: Record<string, string> = {
    '--local': '3000',
    '--call': `CA${sid}`,
    '--after': `CA${sid}`,
    '--sink': `DG${sid}`,
    '--account': `AC${sid}`,
    '--since': '1h',
    '--until': '1h',
    '--from': '2026-11-20',
    '--to': '2026-11-20',
    '--level': 'ERROR',
    '--edge': 'sdk_edge',
    '--limit': '1',
    '--timeout': '1',
    '--types': 'sdk',
    '--schema-version': '2',
    '--external-id': 'e'.repeat(16),
    '--reason': 'not-json',
    '--events': '1',
    '--remove': `${'a'.repeat(12)}-1`,
    '--file': 'f',
    '--number': '+15550100',
    '--client': 'alice',
    '--state': 'fail',
    '--sip': '5xx',
    '--disconnected-by': 'caller',
    '--tag': 'high_jitter',
    '--status': 'completed',
    '--issue': 'call_quality',
    '--answered-by': 'human',
    '--call-score': '3',
    '--comment': 'heard nothing',
    '--connectivity-issue': 'dropped_call',
    '--incident': 'T-1',
    '--quality-issues': 'echo',
    '--spam': 'no',
    '--max-mos': '3.5',
    '--min-duration': '30',
    '--country': 'US',
    '--carrier': 'Example Mobile',
    '--by': 'state',
    '--day': '2026-11-20',
    '--table': 'call_events',
    '--stack': 's',
    '--region': 'r',
    '--profile': 'p',
  };
  const all = await optionsOfAll();
  expect(all.length).toBeGreaterThan(60);
  for (const command of new Set(all.map(({ command }) => command))) {
    command.exitOverride().configureOutput({ writeErr: () => undefined });
    refuseDoubtfulOptions(command, []);
  }
  const taken = all.flatMap(({ command, option: { long } }) => {
    const value = values[long ?? ''];
    if (value === undefined) return [`${long} has no value in this test`];
    const words = [`${long}=${value}`, `${long}=${value}`];
    try {
      command.parseOptions(words);
      return [`${command.name()} ${long}`];
    } catch (error) {
      expect(String(error)).toContain('is said more than once');
      return [];
    }
  });
  expect(taken.toSorted()).toEqual(LISTS.toSorted());
});
