import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { QUESTIONS } from '../../questions/catalogue.ts';
import { CALL_SID } from '../../samples/builders.ts';
import { SAMPLE_TABLES } from '../questions/sample-archive.ts';
import { announceArchive, LOCAL } from './announced-archive.ts';
import { runCli, runProcess } from './run-cli.ts';

vi.setConfig({ testTimeout: 30_000 });

/** A call that is older than what any other question looks at. */
const OLD = {
  event_id: 'EV999',
  call_sid: CALL_SID,
  level: 'INFO',
  happened_at: '2024-05-05 10:00:00',
  day: '2024-05-05',
};
const TABLES = { ...SAMPLE_TABLES, call_events: [...(SAMPLE_TABLES.call_events ?? []), OLD] };

let archive: Awaited<ReturnType<typeof announceArchive>>;
beforeAll(async () => {
  archive = await announceArchive(TABLES);
});
afterAll(() => archive.stop());

const NOVEMBER = ['--since', '2026-11-01', '--until', '2026-11-30'];
const ask = (...words: string[]) => runCli(['ask', ...words, LOCAL]);
const sql = (...words: string[]) => runCli(['sql', ...words, LOCAL]);

describe('ask', () => {
  it('lists the questions, each with what it answers', async () => {
    const { code, out } = await ask();
    expect(code).toBe(0);
    const lines = out.trim().split('\n');
    expect(lines).toHaveLength(QUESTIONS.length + 3);
    expect(lines.at(-1)).toBe('To ask one of them: npx voice-insights ask NAME');
    expect(out).toMatch(/^volume +How many events/m);
    expect(out).toMatch(/^one-call --call CA… +Every event/m);
    const { questions } = JSON.parse((await ask('--json')).out);
    expect(questions).toHaveLength(QUESTIONS.length);
    expect(questions).toContainEqual({
      name: 'one-call',
      about: 'Every event of one call, each once, in order of time.',
      tables: ['call_events'],
      of_call: true,
      days: null,
    });
  });

  it('answers a question with a table, and says what was read', async () => {
    const { code, out, notes } = await ask('trouble-by-day', ...NOVEMBER);
    expect({ code, notes }).toEqual({
      code: 0,
      notes: [
        'Which share of the calls of each day was warned or failed, by their events. From 2026-11-01 to 2026-11-30.',
      ],
    });
    expect(out.replace(/[\d.]+ (KB|bytes) read/, 'N read')).toBe(
      [
        'day         calls  warned_percent  failed_percent',
        '2026-11-09  3      33.33           33.33',
        '2026-11-20  23     4.35            21.74',
        '',
        '2 rows, N read',
        '',
      ].join('\n'),
    );
  });

  it('answers with one JSON document', async () => {
    const { out, notes } = await ask('ratings', ...NOVEMBER, '--json');
    expect(notes).toEqual([]);
    expect(JSON.parse(out)).toEqual({
      columns: ['month', 'reason', 'ratings', 'score'],
      rows: [['2026-11-01', 'echo', 2, 4.5]],
    });
  });

  it('answers with CSV for a spreadsheet', async () => {
    const { out, notes } = await ask('answer-rate-by-carrier', ...NOVEMBER, '--csv');
    expect(notes).toEqual([]);
    expect(out.split('\r\n')).toEqual([
      'carrier,calls,answered_percent,busy_percent,failed_percent,median_s,average_s',
      '"Acme, Inc.",2,50,50,0,60,60',
      '?,1,0,0,0,,',
      '',
    ]);
  });

  it('looks for a call in the days of all years, and says so where there is nothing of it', async () => {
    const { out } = await ask('one-call', '--call', CALL_SID, '--json');
    expect(JSON.parse(out).rows).toHaveLength(1);
    const { code, notes } = await ask('one-call', '--call', CALL_SID, '--since', '2026-11-01', '--until', '2026-11-30');
    expect({ code, last: notes.at(-1) }).toEqual({
      code: 0,
      last: `the archive has nothing of ${CALL_SID} from 2026-11-01 to 2026-11-30: call ${CALL_SID} asks the table`,
    });
    const other = `TSID${CALL_SID}`;
    const { notes: warned } = await ask('one-call', '--call', other, '--until', '2026-11-30');
    expect(warned[0]).toContain(`warning: ${other}: `);
    expect(warned.at(-1)).toContain('from 2008-01-01 to 2026-11-30');
  });

  it('says which days have nothing', async () => {
    const { notes } = await ask('volume', '--since', '2020-01-01', '--until', '2020-01-31');
    expect(notes.at(-1)).toBe('nothing from 2020-01-01 to 2020-01-31: --since and --until say other days');
    const few = await ask('browsers', '--since', '2020-01-01', '--until', '2020-01-31');
    expect(few.notes.at(-1)).toBe(
      'nothing of which there are 20 calls from 2020-01-01 to 2020-01-31: --since and --until say other days',
    );
  });

  it.each([
    [['nothing'], 'no question is named nothing: ask lists them'],
    [['volum'], 'no question is named volum: did you mean volume?'],
    [['one-call', '--call', 'CA123'], expect.stringMatching(/^CA123 is no call: This SID has 5 characters/)],
    [['one-call', '--call', '+15550100'], expect.stringMatching(/^\+15550100 is no call/)],
    [['one-call', '--call', `CF${CALL_SID.slice(2)}`], expect.stringContaining('is a conference, and no call')],
    [['one-call'], 'one-call is about one call: say --call CA…'],
    [['volume', '--call', 'CA1'], 'volume is about no single call: leave --call out'],
    [['volume', '--csv', '--json'], '--json and --csv are two forms of one answer: say one of them'],
    [['--since', '1d'], 'these options are about one question: say ask NAME; ask alone lists the names'],
    [
      ['volume', '--since', '2026-11-02', '--until', '2026-11-01'],
      'the time range is empty: --since 2026-11-02T00:00:00.000Z is after --until 2026-11-01T00:00:00.000Z',
    ],
  ])('refuses %j', async (words, problem) => {
    expect(await ask(...words)).toEqual({ code: 2, out: '', notes: [problem] });
  });

  it('says where a pipeline keeps no archive', async () => {
    const other = await announceArchive({}, { archive: undefined, pid: 7 });
    const { code, notes } = await ask('volume');
    await other.stop();
    await archive.stop();
    archive = await announceArchive(TABLES);
    expect({ code, notes }).toEqual({
      code: 1,
      notes: ['the local pipeline (pid 7) keeps no archive: stop it, and start this version'],
    });
  });
});

describe('sql', () => {
  it('answers a statement, from a file and from standard input too', async () => {
    const statement = 'SELECT count(*) AS events FROM call_events;';
    const file = path.join(archive.directory, 'question.sql');
    await writeFile(file, statement);
    const answers = [
      await sql(statement, '--json'),
      await sql('--file', file, '--json'),
      await runProcess(['sql', '--file', '-', '--json', LOCAL], {}, { input: statement }),
    ];
    for (const { code, out } of answers) {
      expect({ code, ...JSON.parse(out) }).toEqual({ code: 0, columns: ['events'], rows: [[56]] });
    }
  });

  it('looks for a call of Twilio’s documents, whose SID has 33 characters', async () => {
    const { code, notes } = await ask('one-call', '--call', `CA${'0'.repeat(31)}`);
    expect(code).toBe(0);
    expect(notes.join()).toContain('warning');
    expect(notes.join()).toContain('the archive has nothing of');
  });

  it('has times in UTC, wherever the machine is', async () => {
    const statement = "SELECT min(happened_at), CAST(TIMESTAMPTZ '2026-01-01 00:00:00Z' AS TIMESTAMP) FROM call_events";
    const { rows } = JSON.parse((await runProcess(['sql', statement, '--json', LOCAL], { TZ: 'Asia/Tokyo' })).out);
    expect(rows).toEqual(JSON.parse((await runProcess(['sql', statement, '--json', LOCAL], { TZ: 'UTC' })).out).rows);
    expect(rows[0][1]).toBe('2026-01-01T00:00:00.000Z');
  });

  it('prints what others wrote without what a terminal or a spreadsheet would obey', async () => {
    const statement = `SELECT '=1+1' AS a, '-1+1' AS b, -1 AS c, chr(27) || '[31m"x"' AS d, ['+', NULL] AS e, chr(9) || 'x' AS "@f", '1
2' AS g, NULL AS h, true AS i`;
    expect((await sql(statement, '--csv')).out).toBe(
      `a,b,c,d,e,'@f,g,h,i\r\n'=1+1,'-1+1,-1,"\\u001b[31m""x""","[""+"",null]",'\\u0009x,"1\n2",,true\r\n`,
    );
    const { out } = await sql(statement);
    expect(out).toContain('\\u001b[31m"x"');
    expect(out).toContain('1\\u000a2');
  });

  it('takes blanks, line ends and wide signs for the start of a formula, too', async () => {
    const { out } = await sql(
      "SELECT ' =1' AS a, chr(10) || '1' AS b, '＝1' AS c, chr(160) || '＋1' AS d, 'a=1' AS e",
      '--csv',
    );
    expect(out).toBe(`a,b,c,d,e\r\n' =1,"'\n1",'＝1,'\u00a0＋1,a=1\r\n`);
  });

  it.each([
    [[], "say one statement: sql 'SELECT …', or sql --file FILE"],
    [['SELECT 1', '--file', 'x'], "say one statement: sql 'SELECT …', or sql --file FILE"],
    [['DROP TABLE call_events'], 'a question is one SELECT or WITH statement, not DROP'],
    [['SELECT nope FROM call_events'], 'no column nope'],
  ])('refuses %j', async (words, problem) => {
    const { code, out, notes } = await sql(...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(notes.join()).toContain(problem);
  });

  it('says that a file is not there', async () => {
    expect(await sql('--file', '/no/such')).toEqual({ code: 1, out: '', notes: ['/no/such: no such file'] });
  });
});
