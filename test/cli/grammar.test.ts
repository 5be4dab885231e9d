import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CALL_SID, cloudEvent, eventId } from '../../samples/builders.ts';
import { byDay } from '../nightly.ts';
import { type AnnouncedPipeline, announcePipeline } from './announced-pipeline.ts';
import { doers, nameOf, wholeProgram } from './every-command.ts';
import { noTerminal, runCli, runProcess } from './run-cli.ts';

vi.setConfig({ testTimeout: 60_000 });

let pipeline: AnnouncedPipeline;
let file = '';
beforeAll(async () => {
  pipeline = await announcePipeline();
  await pipeline.ingest(
    cloudEvent({ id: eventId(1) }, { level: 'ERROR', name: 'error', timestamp: '2026-11-20T11:00:00Z' }),
    cloudEvent({ id: eventId(2) }, { level: 'ERROR', name: 'error', timestamp: '2026-11-20T12:00:00Z' }),
    Buffer.from('not JSON'),
  );
  file = path.join(pipeline.temporary, 'events.json');
  await writeFile(file, JSON.stringify([cloudEvent({ id: eventId(3) }), 7]));
});
afterAll(() => pipeline.stop());

const local = (...words: string[]) => runCli([...words, `--local=${pipeline.ready.port}`]);

const allCommands = async () => doers(await wholeProgram());

/** Those that change something, each with what it has to be told. */
const CHANGES: Record<string, string[]> = {
  attach: [],
  detach: [],
  send: ['events.json'],
  backfill: [CALL_SID],
  audit: [],
  redrive: [],
  forget: [CALL_SID],
  'archive fill': ['--from', '2026-11-01', '--to', '2026-11-30'],
  'archive restore': ['--from', '2026-11-01', '--to', '2026-11-30'],
  'archive trim-table': ['--to', '90d'],
};
const READS = [
  // Writes what it is told to say, and nothing else.
  'annotate',
  'why',
  'ask',
  'sql',
  'calls',
  'conference',
  'conferences',
  'errors',
  'call',
  'tail',
  'status',
  'doctor',
  'archive status',
  // Writes files of its own, and replaces none.
  'archive pull',
  'quarantine list',
  'quarantine show',
  'start',
];

describe('a command that changes something', () => {
  it('is one that takes --dry-run and --yes, and no other does', async () => {
    const commands = await allCommands();
    expect(commands.map(nameOf).toSorted()).toEqual([...Object.keys(CHANGES), ...READS].toSorted());
    for (const command of commands) {
      const flags = command
        .createHelp()
        .visibleOptions(command)
        .map(({ long }) => long);
      const both = ['--dry-run', '--yes'].filter((flag) => flags.includes(flag));
      expect({ name: nameOf(command), both }).toEqual({
        name: nameOf(command),
        both: nameOf(command) in CHANGES ? ['--dry-run', '--yes'] : [],
      });
    }
  });

  it.each(byDay(7, Object.entries(CHANGES)))('is refused in a pipe without --yes: %s', async (name, words) => {
    // Before anything is looked up: there is no pipeline, no stack and no account.
    const env = { TWILIO_EVENTS_URL: 'http://127.0.0.1:1' };
    const places = name === 'send' ? ['--stack=None'] : ['--local=1', '--stack=None'];
    for (const where of places) {
      expect(await runCli([...name.split(' '), ...words, where], env)).toEqual({
        code: 2,
        out: '',
        notes: [noTerminal(name)],
      });
    }
  });

  it.each(byDay(7, Object.keys(CHANGES)))('does not take --yes and --dry-run together: %s', async (name) => {
    const { code, out, notes } = await runCli([...name.split(' '), ...(CHANGES[name] ?? []), '--yes', '--dry-run']);
    expect({ code, out, notes }).toEqual({
      code: 2,
      out: '',
      notes: [expect.stringContaining("'--yes' cannot be used with option '--dry-run'")],
    });
  });

  it('only says in a dry run, locally too', async () => {
    const rows = await pipeline.rows();
    const answers = [
      await local('send', file, '--dry-run'),
      await local('forget', CALL_SID, '--dry-run'),
      await local('audit', '--dry-run', '--events', '5'),
      await local('audit', '--dry-run', '--remove', '000000000000-5'),
      await local('redrive', '--dry-run'),
    ];
    expect(answers.map(({ code, out }) => [code, out.split('\n')[0]])).toEqual([
      [1, 'would send 1 event to call-events'],
      [0, expect.stringMatching(/^WHERE +WOULD DELETE$/)],
      [
        0,
        'would put 5 events on call-events, with summaries, samples and a conference of their calls, and delete their rows afterwards',
      ],
      [0, 'would delete 0 rows of 5 calls'],
      [0, expect.stringMatching(/^KEPT FOR +RECORDS +WOULD PASS/)],
    ]);
    expect(await pipeline.rows()).toEqual(rows);
    expect(JSON.parse((await local('send', file, '--dry-run', '--json')).out)).toMatchObject({
      dryRun: true,
      wouldSend: 1,
      problems: [{ line: 1 }],
    });
  });

  it('cannot ask where its events come through standard input', async () => {
    const answer = await runProcess(['send', '-', '--stack=None'], {}, { input: '{}' });
    expect(answer).toEqual({ code: 2, out: '', notes: [expect.stringMatching(/say --yes, or --dry-run$/)] });
  });

  it('asks nothing where it sends events to this machine', async () => {
    const answer = await local('send', file);
    expect(answer).toMatchObject({ code: 1, out: 'sent 1 event to call-events\n' });
  });
});

describe('a call', () => {
  it('is an argument, and the option of before 1.0 says the same', async () => {
    const words = ['--level', 'ERROR', '--json'];
    const now = await local('errors', CALL_SID, ...words);
    expect(JSON.parse(now.out).events).toHaveLength(2);
    expect(await local('errors', '--call', CALL_SID, ...words)).toEqual(now);
    expect(await local('errors', CALL_SID, '--call', CALL_SID)).toEqual({
      code: 2,
      out: '',
      notes: ['--call is the former name of errors CA…: say one of them'],
    });
  });

  it.each([
    `“${CALL_SID}”`,
    `«${CALL_SID.toLowerCase()}» `,
    `https://console.twilio.com/us1/logs/calls/${CALL_SID}?x=1`,
  ])('is understood as %s', async (pasted) => {
    expect(JSON.parse((await local('errors', pasted, '--json')).out).events).toHaveLength(2);
  });
});

describe('a time', () => {
  const TIMED = ['ask', 'calls', 'conferences', 'errors', 'call', 'tail', 'backfill', 'quarantine list', 'redrive'];

  it('can be said to every command of which it is a part', async () => {
    const commands = await allCommands();
    const timed = commands.filter(({ options }) => options.some(({ long }) => long === '--since'));
    expect(timed.map(nameOf).toSorted()).toEqual(TIMED.toSorted());
    for (const { options } of timed) expect(options.map(({ long }) => long)).toContain('--until');
  });

  it.each(TIMED)('that holds nothing is refused by %s', async (name) => {
    const words = [...name.split(' '), ...(name === 'call' ? [CALL_SID] : [])];
    const { code, out, notes } = await local(...words, '--since', '1h', '--until', '2h');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(notes).toEqual([expect.stringMatching(/^the time range is empty: --since \S+ is after --until \S+$/)]);
  });

  it('ends what is listed', async () => {
    const ids = ({ out }: { out: string }) =>
      JSON.parse(out).events.map(({ event_id }: { event_id: string }) => event_id);
    const span = ['--since', '2026-11-20', '--until', '“2026-11-20 11:30 UTC”', '--json'];
    expect(ids(await local('errors', ...span))).toEqual([eventId(1)]);
    expect(ids(await local('errors', CALL_SID, ...span))).toEqual([eventId(1)]);
    expect(ids(await local('call', CALL_SID, ...span))).toEqual([eventId(1)]);
    const ever = ['--since', '2020-01-01', '--json'];
    const records = async (...words: string[]) => JSON.parse((await local('quarantine', 'list', ...words)).out).records;
    expect(await records(...ever)).toHaveLength(1);
    expect(await records(...ever, '--until', '2020-01-02')).toEqual([]);
    const redriven = async (...words: string[]) =>
      JSON.parse((await local('redrive', '--dry-run', ...words)).out).counts;
    expect(Object.keys(await redriven(...ever))).toEqual(['not-json']);
    expect(await redriven(...ever, '--until', '2020-01-02')).toEqual({});
  });
});
