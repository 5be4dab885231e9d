import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { removeReady, writeReady } from '../../local/ready-file.ts';
import { MAX_RECORD_BYTES } from '../../operations/stream/put-records.ts';
import { CALL_SID, cloudEvent, eventId } from '../../samples/builders.ts';
import { type AnnouncedPipeline, announcePipeline } from './announced-pipeline.ts';
import { type CliAnswer, notAllowed, runCli, runProcess } from './run-cli.ts';

// Processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const OLD_CALL = `CA${'b'.repeat(31)}`;
const RELAY_CALL = `CA${'c'.repeat(32)}`;
const START_MS = Date.now() - 60_000;
const at = (seconds: number) => new Date(START_MS + seconds * 1_000).toISOString();
/** Clears the screen, turns the text around, goes to the next line. */
const EVIL = '\u001b[2J\u202e\n';
const EVIL_SPELLED_OUT = '\\u001b[2J\\u202e\\u000a';

const EVENTS = [
  cloudEvent({ id: eventId(1) }, { timestamp: at(0) }),
  cloudEvent(
    { id: eventId(2) },
    { timestamp: at(1), level: 'WARNING', name: 'high-rtt', sdk_edge: { metric: { threshold: 400, values: [450] } } },
  ),
  cloudEvent(
    { id: eventId(3) },
    { timestamp: at(2.5), level: 'ERROR', name: EVIL, sdk_edge: { error: { code: 31005, message: `Gone${EVIL}` } } },
  ),
  cloudEvent(
    { id: eventId(4) },
    { timestamp: at(3), edge: 'ashburn', carrier_edge: { metadata: { region: 'us1' } }, name: 'ended' },
  ),
  cloudEvent(
    { id: eventId(5) },
    { call_sid: OLD_CALL, timestamp: new Date(START_MS - 3 * 3_600_000).toISOString(), level: 'ERROR', name: 'old' },
  ),
  cloudEvent(
    { id: eventId(6) },
    {
      call_sid: RELAY_CALL,
      timestamp: at(10),
      level: null,
      edge: null,
      conversation_relay_data: { error: { error_code: 64101, error_message: 'Invalid message' } },
    },
  ),
];

let pipeline: AnnouncedPipeline;

beforeAll(async () => {
  pipeline = await announcePipeline();
  await pipeline.ingest(...EVENTS, Buffer.from(`not JSON ${EVIL}`), cloudEvent({ id: eventId(7) }, { call_sid: '' }));
});
afterAll(async () => {
  await pipeline.stop();
});

/** A command with something piped into it is a process. */
const run = (words: string[], { input, env = {} }: { input?: string; env?: Record<string, string> } = {}) =>
  input === undefined ? runCli(words, env) : runProcess(words, env, { input });

/** Asks the pipeline of this test. */
const local = (words: string[], input?: string) => {
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  return run(words.toSpliced(end, 0, `--local=${pipeline.ready.port}`), { input });
};

/** The answers to several. */
function all<Commands extends string[][]>(...commands: Commands) {
  const answers = Promise.all(commands.map((words) => local(words)));
  return answers as Promise<{ [Index in keyof Commands]: CliAnswer }>;
}

/** Up to the first empty line. */
const table = ({ out }: CliAnswer) =>
  out
    .replace(/\n(\n.*)?$/s, '')
    .split('\n')
    .map((line) => line.split(/ {2,}/));
/** What is in one column of the rows under the heading. */
const column = (answer: CliAnswer, name: string) => {
  const [head = [], ...rows] = table(answer);
  return rows.map((row) => row[head.indexOf(name)]);
};
const eventIds = ({ out }: CliAnswer) => JSON.parse(out).events.map(({ event_id }: { event_id: string }) => event_id);

describe('errors', () => {
  it('lists those of all calls, newest first, as far back and as many as asked for', async () => {
    const [json, recent, first] = await all(
      ['errors', '--json'],
      ['errors', '--since', '1h', '--json'],
      ['errors', '--limit', '1', '--json'],
    );
    expect(json).toMatchObject({ code: 0, notes: [] });
    expect(eventIds(json)).toEqual([6, 3, 5].map(eventId));
    expect(JSON.parse(json.out).events[1]).toMatchObject({ level: 'ERROR', error_code: 31005, data: { name: EVIL } });
    expect(eventIds(recent)).toEqual([6, 3].map(eventId));
    expect(eventIds(first)).toEqual([eventId(6)]);
    expect(first.notes).toEqual(['more than 1: say --limit N for more of them']);
  });

  it('prints a table with nothing that a terminal would obey, and colours only where they are asked for', async () => {
    const words = ['errors', `--local=${pipeline.ready.port}`];
    const [plain, coloured] = await Promise.all([run(words), run(words, { env: { FORCE_COLOR: '1' } })]);
    expect(plain).toMatchObject({ code: 0, notes: [] });
    expect(column(plain, 'CALL')).toEqual([RELAY_CALL, CALL_SID, OLD_CALL]);
    expect(column(plain, 'TIME (UTC)')[0]).toBe(at(10));
    expect(plain.out).toContain(`31005 Gone${EVIL_SPELLED_OUT}`);
    expect(plain.out).toContain(`connection/${EVIL_SPELLED_OUT}`);
    for (const obeyed of ['\u001b', '\u202e']) expect(plain.out).not.toContain(obeyed);
    expect(coloured.out).toContain('\u001b[31m');
    expect(coloured.out).not.toContain('\u001b[2J');
  });

  it('says on a terminal, which may cut them, how one call is told in full', async () => {
    const { isTTY } = process.stdout;
    await run(['errors', '--help']);
    process.stdout.isTTY = true;
    const onTerminal = await local(['errors']).finally(() => {
      process.stdout.isTTY = isTTY;
    });
    const inFull = `one call in full: npx voice-insights errors CA… --local=${pipeline.ready.port}`;
    expect(onTerminal).toMatchObject({ code: 0, notes: [inFull] });
    expect((await local(['errors'])).notes).toEqual([]);
  });

  it('lists another level where it is indexed, and says how to index one that is not', async () => {
    const [warnings, infos] = await all(
      ['errors', '--level', 'warning', '--json'],
      ['errors', '--level', 'INFO', '--json'],
    );
    expect(eventIds(warnings)).toEqual([eventId(2)]);
    expect(infos).toEqual({
      code: 2,
      out: '',
      notes: [
        'events of level INFO are not indexed across calls, only ERROR, WARNING and errors of level UNKNOWN. ' +
          'To index them from now on: INDEXED_LEVELS=all npx voice-insights start. ' +
          'Of one call they can always be asked for: errors CA… --level INFO',
      ],
    });
  });

  it('lists several levels across calls in one order, however they are said', async () => {
    const [commas, again, unknown] = await all(
      ['errors', '--level', 'error,Warning', '--json'],
      ['errors', '--level=WARNING', '--level=ERROR', '--level=warn', '--limit', '2', '--json'],
      ['errors', '--level', 'ERROR,FATAL'],
    );
    expect(commas).toMatchObject({ code: 0, notes: [] });
    expect(eventIds(commas)).toEqual([3, 2, 5].map(eventId));
    expect(eventIds(again)).toEqual([3, 2].map(eventId));
    expect(unknown).toMatchObject({ code: 2, out: '', notes: [expect.stringContaining("'FATAL' is none")] });
  });

  it('of one call come in its order, whatever their level', async () => {
    const [plain, relay, infos, since, nothing] = await all(
      ['errors', CALL_SID],
      ['errors', RELAY_CALL, '--json'],
      ['errors', CALL_SID, '--level', 'INFO', '--json'],
      ['errors', CALL_SID, '--level', 'INFO', '--since', at(1), '--json'],
      ['errors', `CA${'d'.repeat(32)}`, '--json'],
    );
    expect(column(plain, 'LEVEL')).toEqual(['ERROR']);
    expect(column(plain, 'SECONDS')).toEqual(['+2.500']);
    // The code in words, as the page has it.
    expect(plain?.out.split('\n\n')[1]).toMatch(
      /^31005: .+\n {2}.+\n {2}https:\/\/www\.twilio\.com\/docs\/api\/errors\/31005\n$/,
    );
    expect(eventIds(relay)).toEqual([eventId(6)]);
    expect(eventIds(infos)).toEqual([1, 4].map(eventId));
    expect(eventIds(since)).toEqual([eventId(4)]);
    expect(nothing).toEqual({
      code: 0,
      out: '{"events":[],"more":false}\n',
      notes: [expect.stringMatching(/^no events of CAd{32}: Twilio sends them about 90 s later/)],
    });
  });

  it('says of one call how many of its warnings carry an error code, where they are not asked for', async () => {
    const call_sid = `CA${'9'.repeat(32)}`;
    const error = { code: 53405, message: 'Media connection failed' };
    const warning = { call_sid, level: 'WARNING', sdk_edge: { error } };
    await pipeline.ingest(
      cloudEvent({ id: eventId(201) }, { ...warning, timestamp: at(-90_000) }),
      cloudEvent({ id: eventId(202) }, { call_sid, level: 'WARNING', timestamp: at(-90_001) }),
      cloudEvent({ id: eventId(203) }, { call_sid, level: 'ERROR', timestamp: at(-90_002) }),
    );
    const [errors, both, json] = await all(
      ['errors', call_sid],
      ['errors', call_sid, '--level', 'ERROR,WARNING'],
      ['errors', call_sid, '--json'],
    );
    const also = `npx voice-insights errors CA… --level ERROR,WARNING --local=${pipeline.ready.port}`;
    expect(column(errors, 'LEVEL')).toEqual(['ERROR']);
    expect(errors.notes.at(-1)).toBe(`1 warning of this call carries an error code: ${also}`);
    expect(both.notes.join()).not.toContain('carries an error code');
    expect(eventIds(json)).toEqual([eventId(203)]);
    expect(json.notes).toEqual([]);
  });
});

describe('call', () => {
  it('tells everything of a call in its order, or what is of one level or one edge', async () => {
    const [plain, json, warnings, carrier] = await all(
      ['call', CALL_SID],
      ['call', CALL_SID, '--json'],
      ['call', CALL_SID, '--level', 'WARNING', '--json'],
      ['call', CALL_SID, '--edge', 'carrier_edge', '--json'],
    );
    expect(plain).toMatchObject({ code: 0, notes: [expect.stringMatching(/^This shows one leg only\. .*--legs\.$/)] });
    expect(json.notes).toEqual([]);
    expect(column(plain, 'SECONDS')).toEqual(['+0.000', '+1.000', '+2.500', '+3.000']);
    expect(column(plain, 'LEVEL')).toEqual(['INFO', 'WARNING', 'ERROR', 'INFO']);
    expect(column(plain, 'DETAIL')[1]).toBe('threshold 400, values [450]');
    expect(eventIds(json)).toEqual([1, 2, 3, 4].map(eventId));
    expect(eventIds(warnings)).toEqual([eventId(2)]);
    expect(eventIds(carrier)).toEqual([eventId(4)]);
  });

  it('says why there may be nothing, and warns of a SID that is not 34 long', async () => {
    const wrongForm = await all(['call', 'CA123'], ['errors', 'CA123']);
    const [none, noSuch, short] = await all(
      ['call', `CA${'d'.repeat(32)}`],
      ['call', RELAY_CALL, '--edge', 'sip_edge', '--json'],
      ['call', OLD_CALL, '--json'],
    );
    expect(none).toMatchObject({ code: 0, out: '', notes: [expect.stringContaining('Advanced Features')] });
    for (const { code, notes } of wrongForm) {
      expect({ code, notes }).toEqual({
        code: 0,
        notes: [expect.stringMatching(/^warning: CA123: This SID has 5 characters\./), 'no events of CA123'],
      });
    }
    expect(noSuch).toEqual({ code: 0, out: '{"events":[]}\n', notes: [`no such events of ${RELAY_CALL}`] });
    expect(eventIds(short)).toEqual([eventId(5)]);
    expect(short.notes).toEqual([
      `warning: ${OLD_CALL}: This SID has 33 characters. A call SID has 34: CA and 32 hexadecimal digits.`,
    ]);
  });
});

describe('a call is found by what people paste', () => {
  it.each([
    ` ${CALL_SID}\n`,
    `"${CALL_SID}"`,
    CALL_SID.toUpperCase(),
    `https://example.com/calls/${CALL_SID}?at=2026`,
    `2026-11-20 ERROR call_sid=${CALL_SID} code=31005`,
  ])('%j', async (pasted) => {
    const [errors, call] = await all(['errors', '--call', pasted, '--json'], ['call', pasted, '--json']);
    expect(errors).toMatchObject({ code: 0, notes: [] });
    expect(eventIds(errors)).toEqual([eventId(3)]);
    expect(eventIds(call)).toEqual([1, 2, 3, 4].map(eventId));
  });

  it('exactly as it stands in the table where it has rows there, and warns of how it looks', async () => {
    const sids = [` ${CALL_SID}`, CALL_SID.toLowerCase(), 'NO0e1d', `TSID${EVIL}`, 'x'.repeat(2_000), '--json'];
    await pipeline.ingest(
      ...sids.map((call_sid, index) => cloudEvent({ id: eventId(100 + index) }, { call_sid, timestamp: at(0) })),
    );
    const answers = await all(...sids.map((sid) => ['call', '--json', '--', sid]));
    expect(answers.map(eventIds)).toEqual(sids.map((_sid, index) => [eventId(100 + index)]));
    expect(answers.map(({ out }) => JSON.parse(out).events[0].call_sid)).toEqual(sids);
    for (const { code, notes } of answers) {
      expect(code).toBe(0);
      expect(notes).toEqual([expect.stringMatching(/^warning: .*: This /)]);
      expect(notes[0]).not.toContain('\u001b');
    }
    const [quoted, linked] = await all(
      ['call', '"NO0e1d" ', '--json'],
      ['errors', '--call', 'http://127.0.0.1:3000/calls/NO0e1d', '--level', 'INFO', '--json'],
    );
    expect([quoted, linked].map(eventIds)).toEqual([[eventId(102)], [eventId(102)]]);
    expect(quoted.notes).toEqual([
      'warning: NO0e1d: This SID has 6 characters. A call SID has 34: CA and 32 hexadecimal digits.',
    ]);
  });
});

describe('send', () => {
  const sentCall = `CA${'e'.repeat(32)}`;
  const event = (number: number, data: Record<string, unknown> = {}) =>
    cloudEvent({ id: eventId(number) }, { call_sid: sentCall, ...data });

  const isRow = (number: number) =>
    vi.waitFor(
      async () => expect((await pipeline.rows()).map(({ event_id }) => event_id?.S)).toContain(eventId(number)),
      { timeout: 40_000, interval: 50 },
    );

  it('puts a file or standard input on the stream', async () => {
    const file = path.join(pipeline.temporary, 'events.json');
    await writeFile(file, JSON.stringify([event(20), event(21)], undefined, 2));
    const [fromFile, fromInput] = await Promise.all([
      local(['send', file, '--yes']),
      local(['send', '-', '--yes', '--json'], `${JSON.stringify(event(22))}\n`),
    ]);
    expect(fromFile).toEqual({ code: 0, out: 'sent 2 events to call-events\n', notes: [] });
    expect(fromInput).toMatchObject({ code: 0, notes: [] });
    expect(JSON.parse(fromInput.out)).toEqual({ sent: 1, stream: 'call-events', problems: [] });
    for (const number of [20, 21, 22]) await isRow(number);
  });

  it('names each line that is no event, safely, and sends the others', async () => {
    // With its partition key only, the call's SID.
    const room = MAX_RECORD_BYTES - JSON.stringify(event(30, { text: '' })).length;
    const tooLarge = event(30, { text: 'x'.repeat(room) });
    const lines = [
      JSON.stringify(event(31)),
      `oops ${EVIL.trimEnd()}`,
      '',
      '42',
      JSON.stringify(tooLarge),
      JSON.stringify(event(32)),
      JSON.stringify(event(33, { timestamp: 'soon' })),
    ];
    const [plain, json] = await Promise.all([
      local(['send', '-', '--yes'], lines.join('\n')),
      local(['send', '-', '--yes', '--json'], lines.join('\n')),
    ]);
    expect(plain).toMatchObject({ code: 1, out: 'sent 3 events to call-events\n' });
    expect(plain.notes).toEqual([
      expect.stringMatching(/^line 2: not JSON: .*oops \\u001b\[2J\\u202e/),
      'line 4: expected an event (a JSON object) or a list of events',
      'line 5: 1048610 bytes with its partition key, a record holds 1048576',
      expect.stringMatching(/^line 7: will be quarantined, no-time: /),
    ]);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({ sent: 3, problems: [{ line: 2 }, { line: 4 }, { line: 5 }] });
    await isRow(31);
    await isRow(32);
  });

  it('that is stopped says how many are sent, and up to where', async () => {
    let requests = 0;
    const server = createServer((request, answer) => {
      request.resume().on('end', () => {
        requests += 1;
        if (requests > 1) answer.statusCode = 400;
        answer.setHeader('content-type', 'application/x-amz-json-1.1');
        answer.end(requests > 1 ? '{"__type":"AccessDeniedException","message":"not any more"}' : '{"Records":[]}');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    writeReady({ ...pipeline.ready, port, kinesis: `http://127.0.0.1:${port}` });
    const lines = Array.from({ length: 1_200 }, (_line, index) => JSON.stringify(event(1_000 + index)));
    const answer = await run(['send', '-', '--yes', '--json', `--local=${port}`], { input: lines.join('\n') });
    removeReady(port);
    server.close();
    expect(answer.code).toBe(1);
    expect(JSON.parse(answer.out)).toEqual({
      sent: 500,
      stream: 'call-events',
      problems: [],
      error: notAllowed('not any more'),
    });
    expect(answer.notes).toEqual([
      'stopped after 500 events, the last of them on line 500: ' +
        `${notAllowed('not any more')}. ` +
        'To send all again makes no second rows',
    ]);
  });

  it('says which file is not there', async () => {
    const file = path.join(pipeline.temporary, 'nothing.json');
    expect(await local(['send', file, '--yes'])).toEqual({ code: 1, out: '', notes: [`${file}: no such file`] });
  });
});

describe('quarantine', () => {
  it('lists the records nobody could read, and shows one with its data', async () => {
    const [plain, json] = await all(['quarantine', 'list'], ['quarantine', 'list', '--limit', '2', '--json']);
    expect(plain).toMatchObject({ code: 0, notes: [] });
    expect(column(plain, 'REASON')).toEqual(expect.arrayContaining(['not-json', 'no-call-sid']));
    const { records, more } = JSON.parse(json.out);
    expect(records).toHaveLength(2);
    expect(more).toBe(true);

    const name = column(plain, 'NAME')[column(plain, 'REASON').indexOf('not-json')] ?? '';
    const [shown, shownJson, unknown] = await all(
      ['quarantine', 'show', name],
      ['quarantine', 'show', name, '--json'],
      ['quarantine', 'show', '../../etc/passwd'],
    );
    expect(shown).toMatchObject({ code: 0, notes: [] });
    expect(shown.out).toMatch(/^reason +not-json$/m);
    expect(shown.out).toContain(`not JSON ${EVIL_SPELLED_OUT}`);
    expect(shown.out).not.toContain('\u001b');
    expect(JSON.parse(shownJson.out)).toMatchObject({
      name,
      reason: 'not-json',
      data: Buffer.from(`not JSON ${EVIL}`).toString('base64'),
    });
    expect(unknown).toEqual({
      code: 1,
      out: '',
      notes: ['nothing in quarantine is named ../../etc/passwd: see quarantine list'],
    });
  });
});

describe('a command', () => {
  it('that is wrong is answered with one line and exit code 2', async () => {
    const allowedEdges = 'Allowed: unknown_edge, carrier_edge, sip_edge, sdk_edge, client_edge.';
    const wrong: [string[], string | RegExp][] = [
      [['repair'], /unknown command 'repair'/],
      [['errors', '--loud'], /unknown option '--loud'/],
      [['errors', ''], /'' is invalid for argument 'sid'\. Expected a call SID, such as CA/],
      [['call', CALL_SID, '--edge', 'ashburn'], `'ashburn' is invalid. ${allowedEdges}`],
      [['call'], /missing required argument 'sid'/],
      [['errors', '--since', EVIL.trim()], "argument '\\u001b[2J\\u202e' is invalid"],
    ];
    const answers = await Promise.all(wrong.map(([words]) => run(words)));
    for (const [index, { code, out, notes }] of answers.entries()) {
      const [words, line] = wrong[index] ?? [];
      expect({ words, code, out }).toEqual({ words, code: 2, out: '' });
      expect(notes).toEqual([
        line instanceof RegExp ? expect.stringMatching(line) : expect.stringContaining(`${line}`),
      ]);
    }
  });

  it('says so in one line where no local pipeline runs, and where AWS knows nobody', async () => {
    const nobody = {
      AWS_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    };
    const noPipeline =
      'no local pipeline runs with PORT 1: start one with npx voice-insights start, or say --local=PORT';
    const signIn =
      'no AWS credentials (Could not load credentials from any providers): sign in (aws sso login, aws configure), or name a profile that has them with --profile; --local needs none';
    const [errors, send, aws] = await Promise.all([
      run(['errors', '--local=1']),
      run(['send', '-', '--yes', '--local', '1'], { input: '{}' }),
      run(['errors', '--json'], { env: nobody }),
    ]);
    expect([errors, send]).toEqual(Array(2).fill({ code: 1, out: '', notes: [noPipeline] }));
    expect(aws).toEqual({ code: 1, out: '', notes: [signIn] });
  });
});
