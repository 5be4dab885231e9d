import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createArchive } from '../../lambda/archive/archive.ts';
import { createFileArchive } from '../../lambda/archive/file-archive.ts';
import { dynamoDbClient } from '../../local/embedded-dynamodb.ts';
import { TABLES } from '../../local/names.ts';
import { writeReady } from '../../local/ready-file.ts';
import { CALL_SID, CONFIG, cloudEvent, eventId, kinesisRecords } from '../../samples/builders.ts';
import { summaryEvent } from '../../samples/call-summary.ts';
import { systemClock } from '../../shared/clock.ts';
import { itAtNight } from '../nightly.ts';
import { ingestInto } from '../operations/ingest-into.ts';
import { type AnnouncedPipeline, announcePipeline } from './announced-pipeline.ts';
import { runCli } from './run-cli.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** For ever, so that no row of these tests is past its lifetime one day. */
const KEPT = { ...CONFIG, retentionDays: 0 };
const DAYS = ['--from', '2026-11-01', '--to', '2026-11-30'];
let pipeline: AnnouncedPipeline;
let directory: string;
let local: string;

beforeAll(async () => {
  pipeline = await announcePipeline({ config: KEPT });
  directory = await mkdtemp(path.join(tmpdir(), 'archive-'));
  // Of the pipeline's own archive it is not the matter here.
  writeReady({ ...pipeline.ready, archive: directory });
  local = `--local=${pipeline.ready.port}`;
  const [one, two, three] = [1, 2, 3].map((number) => cloudEvent({ id: eventId(number) }));
  const store = createFileArchive({ directory });
  await createArchive({ store, config: KEPT, clock: systemClock })(kinesisRecords([one, two, summaryEvent()]));
  const client = dynamoDbClient(pipeline.ready.dynamodb);
  await ingestInto({ client, tables: TABLES }, [one, three], KEPT);
  client.destroy();
});
afterAll(async () => {
  await pipeline.stop();
  await rm(directory, { recursive: true, force: true });
});

const cli = (...words: string[]) => runCli([...words, local]);
const idsOfCall = async (...words: string[]) => {
  const { out } = await cli('call', CALL_SID, '--json', ...words);
  const { events, summary } = JSON.parse(out);
  return [events.map(({ event_id: id }: { event_id: string }) => Number(id.slice(2))), summary?.call_sid];
};

it('a call is shown with what only the archive has of it, each event once', async () => {
  expect(await idsOfCall('--archive')).toEqual([[1, 2, 3], CALL_SID]);
});

itAtNight('a call of the archive is shown as any other: by level, and as a timeline', async () => {
  expect(await idsOfCall()).toEqual([[1, 3], undefined]);
  expect(await idsOfCall('--archive', '--level', 'error')).toEqual([[], CALL_SID]);
  const { out } = await cli('call', CALL_SID, '--archive');
  expect(out.match(/accepted-by-remote/g)).toHaveLength(3);
});

itAtNight('a call of which there is nothing is looked for where it can be one', async () => {
  const none = `CA${'f'.repeat(32)}`;
  expect((await cli('call', none, '--archive', '--since', '2026-11-01')).notes).toEqual([
    `neither the table nor the archive has events of ${none} from 2026-11-01 on`,
  ]);
});

itAtNight('rows that the archive lacks are added, once', async () => {
  const dry = await cli('archive', 'fill', ...DAYS, '--dry-run');
  expect([dry.code, dry.out]).toEqual([0, 'TABLE        WOULD ADD\ncall_events  1\n']);
  expect(dry.notes).toEqual(['nothing is changed: say --yes to add 1 row']);
  const done = JSON.parse((await cli('archive', 'fill', ...DAYS, '--yes', '--json')).out);
  expect(done).toEqual({ executed: true, rows: { call_events: 1 }, objects: 1, there: 1, unlike: 0, unread: [] });
  expect((await cli('archive', 'fill', ...DAYS, '--yes')).notes).toEqual([
    'the archive lacks nothing of those days: it has 2 of their rows',
  ]);
});

itAtNight('rows that the archive has are deleted from the tables, and restored', async () => {
  const before = ['--to', '2026-11-21'];
  const dry = await cli('archive', 'trim-table', ...before, '--dry-run');
  expect([dry.code, dry.out]).toEqual([0, 'TABLE        WOULD DELETE\ncall_events  2\n']);
  expect(await idsOfCall()).toEqual([[1, 3], undefined]);
  expect((await cli('archive', 'trim-table', ...before, '--yes')).out).toContain('DELETED');
  expect(await idsOfCall()).toEqual([[], undefined]);
  const restored = await cli('archive', 'restore', ...DAYS, '--yes', '--json');
  expect(JSON.parse(restored.out)).toEqual({
    executed: true,
    rows: { call_events: 3, call_summaries: 1 },
    expired: 0,
    refused: 0,
    unread: [],
  });
  expect(await idsOfCall()).toEqual([[1, 2, 3], CALL_SID]);
});

it.each([
  [['restore', '--from', '1d', '--to', '3d', '--yes'], /no days: --from \d{4}-\d\d-\d\d is after/],
  [['restore', '--to', '2026-11-30', '--yes'], /say which days: --from DAY --to DAY/],
  [['restore', '--from', '2026-11-31', '--to', '2026-12-01', '--yes'], /Expected a UTC day/],
  [['restore', '--from', '2026-12-02', '--to', '2026-12-01', '--yes'], /no days: --from 2026-12-02 is after/],
  [['restore', ...DAYS, '--table', 'events', '--yes'], /Allowed: call_events, call_summaries/],
  [['fill', ...DAYS], /no terminal to ask on/],
  [['trim-table', '--to', '2126-01-01', '--yes'], /is to come/],
  [['trim-table', '--yes'], /say which days stay: --to 90d/],
])('archive %j is wrong usage', async (words, expected) => {
  const { code, notes } = await cli('archive', ...words);
  expect([code, notes.join()]).toEqual([2, expect.stringMatching(expected)]);
});

it('what can be no call is not looked for in the archive', async () => {
  const { code, notes } = await cli('call', 'nonsense', '--archive');
  expect([code, notes.join()]).toEqual([2, expect.stringMatching(/^nonsense is no call: This SID has 8 characters/)]);
});

it('a pipeline without an archive says so', async () => {
  const { archive: _archive, ...older } = pipeline.ready;
  writeReady(older as typeof pipeline.ready);
  const { code, notes } = await cli('call', CALL_SID, '--archive');
  writeReady({ ...pipeline.ready, archive: directory });
  expect([code, notes.join()]).toEqual([1, expect.stringContaining('keeps no archive')]);
});
