import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { PARTIAL } from '../../families/call-summary/facts.ts';
import { recordText } from '../../lambda/quarantine/quarantine.ts';
import { INSIGHTS_TABLE_NAME } from '../../local/names.ts';
import { writeReady } from '../../local/ready-file.ts';
import { CALL_SID, CONFIG, cloudEvent, eventId, kinesisRecord } from '../../samples/builders.ts';
import { GIVEN_UP_KEY, givenUp, quarantined } from '../operations/set-aside/kept.ts';
import { between, callSid, summaryEvent } from '../operations/summaries.ts';
import { type AnnouncedPipeline, announcePipeline } from './announced-pipeline.ts';
import { runCli } from './run-cli.ts';

// Processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

let pipeline: AnnouncedPipeline;

beforeAll(async () => {
  // For ever, so that no row of these tests is past its lifetime one day.
  pipeline = await announcePipeline({ config: { ...CONFIG, retentionDays: 0 } });
});
afterAll(async () => {
  await pipeline.stop();
});

const local = (...words: string[]) => runCli([...words, `--local=${pipeline.ready.port}`]);

async function write(key: string, text: string): Promise<void> {
  const file = path.join(pipeline.directory, key);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}

const files = async (folder: string) => (await readdir(path.join(pipeline.directory, folder))).sort();
const words = (line = '') => line.trim().split(/ {2,}/);

it('redrive and forget: a record kept for a bug that is fixed becomes a row, and is gone when its call is', async () => {
  // What ingest itself quarantined, and what an older version had.
  await pipeline.ingest(Buffer.from('not JSON'));
  const [stays = ''] = await files('quarantine');
  await write('quarantine/fixed.json', recordText(quarantined(7, cloudEvent({ id: eventId(7) }))));
  await write('quarantine/bad.json', '[]');
  const batch = [cloudEvent({ id: eventId(8) }), 'no event'].map((value, index) =>
    kinesisRecord(JSON.stringify(value), { position: 20 + index }),
  );
  await write(GIVEN_UP_KEY, givenUp(batch));

  const dry = await local('redrive', '--dry-run');
  const bad = 'quarantine/bad.json: not an object; it stays as it is';
  expect(dry.code).toBe(1);
  expect(dry.out.split('\n').map(words)).toEqual([
    ['KEPT FOR', 'RECORDS', 'WOULD PASS', 'WOULD STAY', 'EXPIRED', 'FAILED', 'NOW'],
    ['no-time', '1', '1', '0', '0', '0'],
    ['not-json', '1', '0', '1', '0', '0', 'not-json 1'],
    ['given-up (1 batch)', '2', '1', '1', '0', '0', 'not-a-cloud-event 1'],
    [''],
  ]);
  expect(dry.notes).toEqual([bad, 'nothing is changed: say --yes to write 2 records']);
  expect(await pipeline.rows()).toEqual([]);

  const some = await local('redrive', '--yes', '--reason', 'no-time', '--since', '2026-11-20T00:00:00Z');
  expect(some).toMatchObject({ code: 1, notes: [bad] });
  expect(await files('redriven/quarantine')).toEqual(['fixed.json']);
  expect(await pipeline.rows()).toMatchObject([{ event_id: { S: eventId(7) } }]);

  const rest = await local('redrive', '--execute', '--json');
  expect(rest).toMatchObject({ code: 1, notes: [bad] });
  expect(JSON.parse(rest.out)).toEqual({
    executed: true,
    counts: {
      'not-json': { objects: 1, records: 1, pass: 0, stay: 1, expired: 0, fail: 0, reasons: { 'not-json': 1 } },
      'given-up': {
        objects: 1,
        records: 2,
        pass: 1,
        stay: 1,
        expired: 0,
        fail: 0,
        reasons: { 'not-a-cloud-event': 1 },
      },
    },
    problems: [{ key: 'quarantine/bad.json', problem: 'not an object', again: false }],
  });
  expect((await pipeline.rows()).map(({ event_id }) => event_id?.S)).toEqual([eventId(7), eventId(8)]);
  expect(await readFile(path.join(pipeline.directory, `redriven/${GIVEN_UP_KEY}`), 'utf8')).toBe(givenUp(batch));

  await rm(path.join(pipeline.directory, 'quarantine/bad.json'));
  const again = await local('redrive', '--execute', '--reason', 'no-time');
  expect(again).toEqual({ code: 0, out: '', notes: ['nothing to redrive'] });

  // All of the batch has the call as its partition key, and so has what was quarantined out of it.
  const asked = await local('forget', CALL_SID, '--dry-run', '--json');
  const kept = { quarantine: 2, unsupported: 0, givenUp: 0, redriven: 3 };
  expect(asked).toMatchObject({ code: 0, notes: [] });
  expect(JSON.parse(asked.out)).toMatchObject({ call_sid: CALL_SID, executed: false, rows: 2, kept, unread: [] });
  expect(JSON.parse(asked.out).not_reached.join()).not.toContain('backups');
  expect(await pipeline.rows()).toHaveLength(2);
  expect(await files('quarantine')).toContain(stays);

  const forgotten = await local('forget', CALL_SID, '--execute');
  expect(forgotten.code).toBe(0);
  expect(forgotten.out.split('\n').map(words)).toEqual([
    ['WHERE', 'DELETED'],
    ['rows of call events', '2'],
    ['rows of call summaries and annotations', '0'],
    ['rows of samples', '0'],
    ['rows of conferences', '0'],
    ['rows that lead to calls', '0'],
    ['rows of the archive', '2'],
    ['quarantine/ (records)', '2'],
    ['unsupported/ (events)', '0'],
    ['aws/lambda/ (records)', '0'],
    ['redriven/ (records)', '3'],
    [''],
  ]);
  expect(forgotten.notes[0]).toMatch(/^not reached: records on the stream/);
  expect(forgotten.notes.join()).not.toContain('say --yes');
  expect(await pipeline.rows()).toEqual([]);
  expect(await files('quarantine')).toEqual([]);
  expect(JSON.parse((await local('forget', CALL_SID, '--execute', '--json')).out)).toMatchObject({ rows: 0 });
});

it('redrive makes rows of events whose type is known by now, and leaves the others', async () => {
  const unknown = { id: 'x', type: 'com.twilio.new', data: {} };
  await pipeline.ingest(unknown);
  const [name = ''] = await files('unsupported');
  const file = `unsupported/${name}`;
  // As a version left it that did not know call events.
  const kept = await readFile(path.join(pipeline.directory, file), 'utf8');
  await write(file, `${kept}${JSON.stringify(cloudEvent({ id: eventId(9) }))}\n`);

  const dry = await local('redrive', '--dry-run');
  expect(dry.code).toBe(0);
  expect(dry.out.split('\n').map(words)[1]).toEqual(['unsupported', '1', '1', '0', '0', '0']);
  expect(dry.notes).toEqual(['nothing is changed: say --yes to write 1 record']);

  const { code, out, notes } = await local('redrive', '--reason', 'unsupported', '--execute', '--json');
  expect({ code, notes }).toEqual({ code: 0, notes: [] });
  expect(JSON.parse(out)).toMatchObject({ executed: true, counts: { unsupported: { pass: 1, stay: 0, fail: 0 } } });
  expect(await pipeline.rows()).toMatchObject([{ event_id: { S: eventId(9) } }]);
  expect(await readFile(path.join(pipeline.directory, file), 'utf8')).toBe(kept);
  expect((await local('redrive', '--execute')).notes).toEqual(['nothing to redrive']);

  const forgotten = JSON.parse((await local('forget', CALL_SID, '--execute', '--json')).out);
  expect(forgotten).toMatchObject({ rows: 1, kept: { unsupported: 0, redriven: 1 } });
  expect(await files('redriven/unsupported')).toEqual([name]);
  await rm(path.join(pipeline.directory, file));
  await rm(path.join(pipeline.directory, `redriven/${file}`));
});

it('forget takes a number, and deletes its calls out of both tables and the bucket', async () => {
  const number = '+15551234567';
  const [call, other] = [1, 2].map(callSid) as [string, string];
  await pipeline.ingest(
    cloudEvent({ id: eventId(1), source: undefined }, { call_sid: call }),
    summaryEvent(call, between('client:carol', number), { type: PARTIAL, id: 'EZ-before' }),
    summaryEvent(call, between(number, 'client:alice')),
    summaryEvent(other, between('client:alice', 'client:bob')),
  );
  await write('quarantine/number.json', recordText(quarantined(1, { text: `about ${number}` })));
  const found = { calls: 1, rows: 1, insights: 1, pointers: 3, kept: { quarantine: 1 }, unread: [] };
  const counted = await local('forget', '--number', ` ${number} `, '--dry-run', '--json');
  expect(JSON.parse(counted.out)).toMatchObject({ numbers: [number], executed: false, ...found });
  expect(await pipeline.rows(INSIGHTS_TABLE_NAME)).toHaveLength(7);

  for (const spelling of ['15551234567', "'+1 (555) 123-4567'"]) {
    const answer = JSON.parse((await local('forget', '--number', spelling, '--dry-run', '--json')).out);
    expect(answer).toMatchObject({ numbers: [number], ...found });
  }
  for (const party of [number, 'client:alice', 'sip:alice@example.com']) {
    expect(await local('forget', party, '--yes')).toEqual({
      code: 2,
      out: '',
      notes: [`${party} is no SID of a call: say forget --number ${party}`],
    });
  }
  expect(await pipeline.rows(INSIGHTS_TABLE_NAME)).toHaveLength(7);

  const { code, out, notes } = await local('forget', '--number', number, '--yes');
  expect(code).toBe(0);
  const deleted = out.split('\n').map(words);
  // How much of it is archived by now is no matter.
  expect(deleted.filter(([where]) => where !== 'rows of the archive').slice(0, 8)).toEqual([
    ['WHERE', 'DELETED'],
    ['calls', '1'],
    ['rows of call events', '1'],
    ['rows of call summaries and annotations', '1'],
    ['rows of samples', '0'],
    ['rows of conferences', '0'],
    ['rows that lead to calls', '3'],
    ['quarantine/ (records)', '1'],
  ]);
  expect(notes.join()).toContain('not reached: calls of which no row but events names the number');
  expect(await pipeline.rows()).toEqual([]);
  const rest = await pipeline.rows(INSIGHTS_TABLE_NAME);
  expect(rest).toHaveLength(3);
  for (const row of rest) expect(JSON.stringify(row)).toContain(other);

  const again = await local('forget', '--number', `${number},client:bob`, '--dry-run', '--json');
  expect(JSON.parse(again.out)).toMatchObject({ numbers: [number, 'client:bob'], calls: 1, pointers: 2 });
  const none = await local('forget', '--number', number, '--dry-run');
  expect(none.code).toBe(1);
  expect(none.notes[0]).toMatch(/^nothing is kept of \+15551234567: ask with its country code/);
  await local('forget', other, '--yes');
  expect(await pipeline.rows(INSIGHTS_TABLE_NAME)).toEqual([]);
});

it('forget takes what people paste, and every SID that a row can have', async () => {
  const sids = [
    CALL_SID,
    'NO0e1d0e1d0e1d0e1d0e1d0e1d0e1d0e1d',
    '+15551234567',
    ' call "1" (.*) ☎',
    'x'.repeat(2_048),
    '1',
  ];
  const events = sids.map((call_sid, index) => cloudEvent({ id: eventId(index), source: undefined }, { call_sid }));
  const ask = async (text: string, ...words: string[]) => {
    const { code, out, notes } = await local('forget', text, '--json', ...words);
    return { code, notes, ...JSON.parse(out) };
  };
  await pipeline.ingest(...events);
  expect(await pipeline.rows()).toHaveLength(sids.length);
  const linked = `“https://console.twilio.com/us1/monitor/logs/calls/${CALL_SID.toUpperCase()}?x=1”`;
  const link = await ask(linked, '--dry-run');
  expect(link).toMatchObject({
    call_sid: CALL_SID,
    rows: 1,
    notes: [expect.stringContaining(`the call is ${CALL_SID}`)],
  });
  for (const [index, sid] of sids.entries()) {
    expect(await ask(sid, '--execute')).toMatchObject({ code: 0, call_sid: sid, rows: 1 });
    expect(await pipeline.rows()).toHaveLength(sids.length - index - 1);
  }
});

it('redrive tells a row apart that is past its lifetime, and says what it would take', async () => {
  const { port, ...ready } = pipeline.ready;
  writeReady({ ...ready, port, retentionDays: 1 });
  const arrivedAt = new Date(Date.now() - 60 * 86_400_000).toISOString();
  await write('quarantine/old.json', recordText(quarantined(60, cloudEvent(), { arrivedAt })));
  for (const words of [['--dry-run'], ['--execute']]) {
    const { code, out, notes } = await local('redrive', ...words);
    expect(code).toBe(0);
    expect(out.split('\n').map((line) => line.trim().split(/ {2,}/))[1]).toEqual(['no-time', '1', '0', '0', '1', '0']);
    expect(notes).toEqual([
      'EXPIRED: rows are kept 1 day, so those of 1 record would be deleted at once; they stay. To have them, set retentionDays to 60 or more, deploy, and run redrive again',
    ]);
  }
  expect(await files('quarantine')).toContain('old.json');
  expect(await pipeline.rows()).toEqual([]);
  await rm(path.join(pipeline.directory, 'quarantine/old.json'));
  writeReady(pipeline.ready);
});

it('quarantine shows an object that somebody else made without what a terminal would obey', async () => {
  const bad = '\u001b]0;PWN\u0007\u001b[2J';
  const record = { ...quarantined(1, `${bad} data`), name: `${bad} name`, [`${bad} key`]: `${bad} value` };
  const problems = [{ index: 1, reason: `${bad} reason`, detail: `${bad} detail` }];
  await write('quarantine/good.json', JSON.stringify({ ...record, problems }));
  await write('quarantine/strange.json', JSON.stringify({ ...record, problems: 'x', reason: bad, arrivedAt: bad }));
  await write('quarantine/odd.json', JSON.stringify({ ...record, problems: [{ index: bad }, 7, null] }));
  const answers = await Promise.all([
    local('quarantine', 'show', 'good'),
    local('quarantine', 'show', 'strange'),
    local('quarantine', 'show', 'odd'),
    local('quarantine', 'list'),
    local('quarantine', 'list', '--json'),
    local('quarantine', 'show', 'good', '--json'),
    local('redrive', '--dry-run'),
    local('forget', CALL_SID, '--dry-run'),
  ]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  for (const { out, notes } of answers) expect(out + notes.join()).not.toMatch(/[\u001b\u0007]/);
  const [good, strange, odd, , list] = answers;
  expect(good?.out).toContain('event [1]  \\u001b');
  expect(strange?.out).toMatch(/^problems +x$/m);
  expect(odd?.out).toMatch(/^problems +\[\{"index"/m);
  const names = JSON.parse(list?.out ?? '').records.map(({ name }: { name: string }) => name);
  expect(names.sort()).toEqual(['good', 'odd', 'strange']);
  for (const name of names) await rm(path.join(pipeline.directory, `quarantine/${name}.json`));
});

it('quarantine names what is no record in one line, and shows the others', async () => {
  await write('quarantine/good.json', recordText(quarantined(9, 'no event')));
  await write('quarantine/strange.json', '[]');
  const [list, show] = await Promise.all([
    local('quarantine', 'list', '--json'),
    local('quarantine', 'show', 'strange'),
  ]);
  expect(list).toMatchObject({
    code: 1,
    notes: ['strange is no record that ingest kept: inspect it and remove it'],
  });
  expect(JSON.parse(list.out)).toMatchObject({ records: [{ name: 'good' }], more: false });
  expect(show).toEqual({ code: 1, out: '', notes: ['strange is no record that ingest kept'] });
  await Promise.all(['good', 'strange'].map((name) => rm(path.join(pipeline.directory, `quarantine/${name}.json`))));
});

it('redrive and forget say in one line what is wrong with what they are told', async () => {
  const { port } = pipeline.ready;
  const noPipeline = 'no local pipeline runs with PORT 1: start one with npx voice-insights start, or say --local=PORT';
  const which = 'say what to forget: forget CA…, forget CF…, or forget --number NUMBER';
  for (const said of [[], [CALL_SID, '--number', '+15550100']]) {
    expect(await local('forget', '--yes', ...said)).toEqual({ code: 2, out: '', notes: [which] });
  }
  const notOne = await local('forget', '--yes', '--number', CALL_SID);
  expect(notOne).toMatchObject({ code: 2, out: '', notes: [expect.stringContaining('Expected a number')] });
  const [reason, since, sid, redrive, forget] = await Promise.all([
    local('redrive', '--reason', 'bad'),
    local('redrive', '--since', 'soon'),
    local('forget', ''),
    runCli(['redrive', '--yes', '--local=1']),
    runCli(['forget', CALL_SID, '--yes', '--local=1']),
  ]);
  expect(reason).toMatchObject({
    code: 2,
    out: '',
    notes: [expect.stringMatching(/Allowed: not-a-record, .*given-up\.$/)],
  });
  expect(since).toMatchObject({ code: 2, out: '', notes: [expect.stringContaining('Expected 30m, 1h')] });
  expect(sid).toMatchObject({ code: 2, out: '', notes: [expect.stringContaining('Expected a call SID')] });
  expect([redrive, forget]).toEqual(Array(2).fill({ code: 1, out: '', notes: [noPipeline] }));

  const { retentionDays: _settings, ...older } = pipeline.ready;
  writeReady(older as typeof pipeline.ready);
  expect(await runCli(['redrive', '--yes', `--local=${port}`])).toEqual({
    code: 1,
    out: '',
    notes: [`the local pipeline (pid ${process.pid}) does not say its settings: stop it, and start this version`],
  });
  writeReady(pipeline.ready);
});
