import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { removeReady, writeReady } from '../../local/ready-file.ts';
import { SETTINGS } from '../local/running-pipeline.ts';
import { isNightly, itAtNight } from '../nightly.ts';
import { quarantined } from '../operations/set-aside/kept.ts';
import { HEALTHY, startFakeAws } from './fake-aws.ts';
import { noTerminal, runCli, runProcess } from './run-cli.ts';
import { aMillisecondLater, numberOf, startTamperedPipeline, type TamperedPipeline } from './tampered-pipeline.ts';

// Processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const NEVER = new AbortController().signal;
/** Nobody is listened to under it: it names the ready file alone. */
const PORT = 65_535;

describe.skipIf(!isNightly)('audit of a local pipeline', () => {
  let directory: string;
  let pipeline: TamperedPipeline;
  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-test-'));
    vi.stubEnv('TMPDIR', directory);
    pipeline = await startTamperedPipeline();
    const { accountSid, authToken, config } = SETTINGS;
    const quarantine = path.join(pipeline.directory, 'quarantine');
    writeReady({
      ...pipeline.urls,
      ...config,
      api: '',
      accountSid,
      authToken,
      port: PORT,
      quarantine,
      archive: path.join(pipeline.directory, 'archive'),
      pid: process.pid,
    });
  });
  beforeEach(() => pipeline.heal());
  afterAll(async () => {
    removeReady(PORT);
    await pipeline.stop();
    vi.unstubAllEnvs();
    await rm(directory, { recursive: true });
  });

  const audit = (...words: string[]) => runCli(['audit', '--yes', `--local=${PORT}`, ...words]);
  const words = (line = '') => line.trim().split(/ {2,}/);
  const nameIn = (notes: readonly string[]) => /[\da-f]{12}-\d+/.exec(notes.join())?.[0] ?? 'none';
  const removal = (name: string) => `npx voice-insights audit --remove ${name} --local=${PORT} deletes them`;

  itAtNight('counts each event stored once, says when they were visible, and deletes the rows', async () => {
    const { code, out, notes } = await audit('--events', '60');
    expect(code).toBe(0);
    expect(out.split('\n').slice(0, -2).map(words)).toEqual([
      ['EVENTS'],
      ['put', '60'],
      ['stored', '60'],
      ['quarantined', '0'],
      ['given up', '0'],
      ['missing', '0'],
      ['doubled', '0'],
      ['summaries right', '20'],
      ['summaries wrong', '0'],
      ['samples of metrics right', '200'],
      ['samples of metrics wrong', '0'],
      ['conference and participants right', '21'],
      ['conference and participants wrong', '0'],
      ['rows deleted', '60'],
    ]);
    expect(out.split('\n').at(-2)).toMatch(
      /^visible after \d\.\d\d s \(p50\), \d\.\d\d s \(p99\), \d\.\d\d s at most; measured up to \d\.\d\d s too long$/,
    );
    const name = nameIn(notes);
    expect(notes).toEqual([`audit ${name}: should it be killed, ${removal(name)}`]);
    expect(await pipeline.rows()).toEqual([]);
  });

  itAtNight(
    'says what is lost, doubled or set aside and what to do about it, or all of it in one document',
    async () => {
      pipeline.tamper = async (records, ingest) => {
        for (const { kinesis } of records.filter((one) => numberOf(one) === 3)) {
          await pipeline.quarantine.putRecord(quarantined(3, '', kinesis), NEVER);
        }
        const stored = records.filter((one) => ![1, 3].includes(numberOf(one)));
        await ingest(stored.flatMap((one) => (numberOf(one) === 2 ? [one, aMillisecondLater(one)] : [one])));
      };
      const [{ code, out, notes }, json] = await Promise.all([
        // At the same time: each waits until its time is up.
        runProcess(['audit', '--yes', `--local=${PORT}`, '--events', '60', '--timeout', '6']),
        audit('--events', '20', '--timeout', '6', '--keep', '--json'),
      ]);
      expect([code, json.code]).toEqual([1, 1]);
      expect(out.split('\n').slice(1, -2).map(words)).toEqual([
        ['put', '60'],
        ['stored', '58'],
        ['quarantined', '1'],
        ['given up', '0'],
        ['missing', '1'],
        ['doubled', '1'],
        ['summaries right', '20'],
        ['summaries wrong', '0'],
        ['samples of metrics right', '200'],
        ['samples of metrics wrong', '0'],
        ['conference and participants right', '21'],
        ['conference and participants wrong', '0'],
        ['rows deleted', '59'],
      ]);
      const id = (name: string, number: number) => `audit-${name}-000000${number}`;
      const call = (name: string, number: number) =>
        `CAaudit${name.slice(0, 12)}${String(number - 1).padStart(15, '0')}`;
      const name = nameIn(notes);
      expect(notes.slice(1)).toEqual([
        `missing: ${id(name, 1)} of ${call(name, 1)}`,
        `look at npx voice-insights doctor --local=${PORT}, then docs/runbook.md, "Is anything lost?"`,
        `set aside: ${id(name, 3)} of ${call(name, 3)}; look at npx voice-insights quarantine list --local=${PORT}`,
        `they stay in the bucket; to remove them: npx voice-insights forget ${call(name, 3)} --local=${PORT}`,
        `doubled: ${id(name, 2)} of ${call(name, 2)}; look at docs/runbook.md, "Is anything lost?"`,
        `rows that come after all stay: ${removal(name)}`,
      ]);

      const document = JSON.parse(json.out);
      const { run } = document;
      const ms = expect.any(Number);
      expect(document).toEqual({
        run: expect.stringMatching(/^[\da-f]{12}-20$/),
        events: 20,
        put: 20,
        stored: 18,
        quarantined: 1,
        givenUp: 0,
        missing: 1,
        doubled: 1,
        eventsNotStored: [
          { id: id(run, 1), call_sid: call(run, 1), fate: 'missing' },
          { id: id(run, 3), call_sid: call(run, 3), fate: 'quarantined' },
        ],
        eventsDoubled: [{ id: id(run, 2), call_sid: call(run, 2), rows: 2 }],
        summaries: { calls: 20, right: 20, foundByClient: 20, wrong: [] },
        metrics: { right: 200, wrong: [] },
        conference: { right: 21, wrong: [] },
        visibleAfterMs: { p50: ms, p99: ms, longest: ms, uncertainty: ms },
        stopped: false,
      });
      expect(await pipeline.rows()).toHaveLength(19);
      expect(await audit('--remove', run)).toEqual({
        code: 0,
        out: 'deleted 19 rows of 20 calls, and 301 of their summaries, samples and conference\n',
        notes: [],
      });
      const [removed, forgotten] = await Promise.all([
        audit('--remove', run, '--json'),
        runCli(['forget', call(name, 3), '--execute', '--json', `--local=${PORT}`]),
      ]);
      expect(JSON.parse(removed.out)).toEqual({ run, removed: 0, removedSummaries: 0 });
      expect(JSON.parse(forgotten.out)).toMatchObject({ kept: { quarantine: 1 } });
    },
  );

  itAtNight('ends by Ctrl-C, which npm doubles, with what it knows, and deletes the rows', async () => {
    const started: ChildProcess[] = [];
    const onStart = (child: ChildProcess) => {
      started.push(child);
      child.stderr?.on('data', (said) => String(said).includes('stopping') && child.kill('SIGINT'));
    };
    const running = runProcess(['audit', '--yes', `--local=${PORT}`, '--events', '100000', '--json'], {}, { onStart });
    await vi.waitFor(async () => expect((await pipeline.rows()).length).toBeGreaterThan(0), { timeout: 30_000 });
    started[0]?.kill('SIGINT');
    const { code, out, notes } = await running;
    const document = JSON.parse(out);
    const { put } = document;
    expect(document).toMatchObject({ stopped: true, stored: put, missing: 0, removed: put });
    expect(put).toBeLessThan(100_000);
    expect(code).toBe(1);
    expect(notes.at(-1)).toBe(`stopped after ${put} of 100000 events`);
    expect(await pipeline.rows()).toEqual([]);
  });
});

describe('audit of a deployed stack', () => {
  let aws: Awaited<ReturnType<typeof startFakeAws>>;
  beforeAll(async () => {
    aws = await startFakeAws();
  });
  beforeEach(() => Object.assign(aws.stack, HEALTHY));
  afterAll(() => aws.close());
  const audit = (...words: string[]) => runCli(['audit', ...words], aws.env);

  it('puts nothing unless somebody says yes', async () => {
    aws.stack.forbidden = ['DescribeStacks'];
    expect(await audit()).toEqual({
      code: 2,
      out: '',
      notes: [noTerminal('audit')],
    });
  });

  it('says in one line that there is no such stack', async () => {
    aws.stack.exists = false;
    expect(await audit('--yes')).toEqual({
      code: 1,
      out: '',
      notes: [expect.stringMatching(/^no stack VoiceInsightsSink in us-east-1: deploy it, or name it/)],
    });
  });

  it.each(['Query', 'ListObjectsV2'])('puts nothing where %s is not allowed, and says what is', async (operation) => {
    aws.stack.forbidden = [operation];
    const { code, out, notes } = await audit('--yes');
    expect({ code, out, notes }).toEqual({ code: 1, out: '', notes: [expect.any(String)] });
    expect(notes[0]).toMatch(
      new RegExp(
        `^nothing was put: .*not authorized to perform: ${operation}\\).*\\. What an audit may have to be allowed: docs/runbook.md`,
      ),
    );
  });

  it('says where it may not put, and that nothing was', async () => {
    aws.stack.forbidden = ['PutRecords'];
    const { code, notes } = await audit('--yes', '--events', '5');
    expect(code).toBe(1);
    expect(notes[1]).toMatch(/^put 0 of 5 events, then: .*not authorized to perform: PutRecords\)/);
  });

  itAtNight('says that all events are missing where none arrives, and names the stack in what to type', async () => {
    const { code, out, notes } = await audit('--yes', '--events', '5', '--timeout', '1', '--region', 'us-east-1');
    expect(code).toBe(1);
    expect(out).toMatch(/^missing +5$/m);
    expect(notes.slice(1)).toEqual([
      expect.stringMatching(/^missing: audit-.*, audit-.*, audit-.* and 2 more \(--json\)$/),
      'look at npx voice-insights doctor --region us-east-1, then docs/runbook.md, "Is anything lost?"',
      expect.stringMatching(/^summaries that are wrong: CAaudit\S+: no summary; .* and 2 more \(--json\)$/),
      expect.stringMatching(/^samples of metrics that are wrong: CAaudit\S+: 10 samples are missing; .* and 2 more /),
      expect.stringMatching(/^conference and participants that are wrong: CFaudit\S+: no conference; .* and 3 more /),
      expect.stringMatching(
        /^rows that come after all stay: npx voice-insights audit --remove \S+ --region us-east-1 deletes them$/,
      ),
    ]);
  });

  it('is told in one line what makes no sense', async () => {
    const wrong: [string[], string][] = [
      [['--events', '0'], 'Expected a whole number from 1 on.'],
      [['--events', '1000001'], 'At most 1000000.'],
      [['--timeout', 'long'], 'Expected a whole number from 1 on.'],
      [['--remove', '../etc'], 'Expected 12 hexadecimal digits'],
      [['--remove', '000000000000-5', '--keep'], 'cannot be used with'],
    ];
    const answers = await Promise.all(wrong.map(([words]) => audit(...words)));
    expect(answers).toMatchObject(
      wrong.map(([, line]) => ({ code: 2, out: '', notes: [expect.stringContaining(line)] })),
    );
  });
});
