import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ARCHIVE_LAYOUTS } from '../../../families/archive/layouts.ts';
import { createS3Archive } from '../../../lambda/archive/s3-archive.ts';
import type { ArchiveQuery } from '../../../lambda/query/archive-query.ts';
import { createDuckDbQuery } from '../../../local/duckdb-query.ts';
import { curesFor } from '../../../operations/cures.ts';
import type { AtAws } from '../../../operations/doctor/at-aws.ts';
import { archiveCheck, checkArchive } from '../../../operations/doctor/check-archive.ts';
import { archiveSqlCheck, checkRefusal, everyTypeSql } from '../../../operations/doctor/check-archive-sql.ts';
import { archiveWriterCheck } from '../../../operations/doctor/check-archive-writer.ts';
import { attemptWith } from '../../../operations/doctor/look.ts';
import { HEALTHY, OUTPUTS, STREAM_ARN, startFakeAws } from '../../cli/fake-aws.ts';
import { type AthenaFailure, startFakeAthena } from '../../fake-athena.ts';
import { FAKE_BUCKET, startFakeS3 } from '../../fake-s3.ts';
import { archiveFolder } from '../../questions/archive-folder.ts';

const NOW_MS = Date.parse('2026-11-20T12:00:00Z');
const CURES = curesFor({ stack: 'VoiceInsightsSink' });
const MAPPING = { UUID: 'of-archive', FunctionName: 'archive', EventSourceArn: STREAM_ARN, State: 'Enabled' };

let aws: Awaited<ReturnType<typeof startFakeAws>>;
let s3: Awaited<ReturnType<typeof startFakeS3>>;
let athena: Awaited<ReturnType<typeof startFakeAthena>>;
let folder: Awaited<ReturnType<typeof archiveFolder>>;
let archive: ArchiveQuery;
let at: AtAws;
/** What the next questions to Athena end with. */
const failures: AthenaFailure[] = [];

beforeAll(async () => {
  folder = await archiveFolder({
    call_events: [
      { event_id: 'EV1', call_sid: 'CA1', happened_at: '2026-11-19 10:00:00', day: '2026-11-19', metric_values: [1] },
    ],
  });
  archive = createDuckDbQuery(folder);
  aws = await startFakeAws();
  s3 = await startFakeS3();
  athena = await startFakeAthena({ archive, failures, looks: 0 });
  const options = {
    endpoint: aws.env.AWS_ENDPOINT_URL,
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  };
  const { StreamArn, TwilioRoleArn } = OUTPUTS;
  at = {
    asked: { stack: 'VoiceInsightsSink' },
    cures: CURES,
    attempt: attemptWith(CURES),
    nowMs: NOW_MS,
    outputs: {
      streamArn: StreamArn,
      streamName: 'calls',
      twilioRoleArn: TwilioRoleArn,
      twilioExternalId: 'the-external-id',
      tableName: 'events',
      quarantineBucketName: 'bucket',
      ingestFunctionName: 'ingest',
      archiveBucketName: FAKE_BUCKET,
      archiveDatabase: 'a_database',
      archiveWorkGroup: 'a_group',
      archiveMappingId: MAPPING.UUID,
    },
    clients: {
      athena: athena.client,
      cloudWatch: new CloudWatchClient(options),
      lambda: new LambdaClient(options),
      s3: s3.client,
    } as AtAws['clients'],
    mapping: Promise.resolve(undefined),
    callsWereMade: async () => false,
  };
});
afterAll(async () => {
  for (const client of [at.clients.cloudWatch, at.clients.lambda]) client.destroy();
  await archive.close();
  await Promise.all([aws.close(), s3.close(), athena.close(), folder.remove()]);
});
beforeEach(() => {
  s3.clear();
  failures.splice(0);
  Object.assign(aws.stack, HEALTHY, { mappings: [...HEALTHY.mappings, MAPPING] });
});

const put = (key: string) => createS3Archive({ client: s3.client, bucketName: FAKE_BUCKET }).put(key, Buffer.from('x'));
const withoutArchive = () => ({
  ...at,
  outputs: {
    ...at.outputs,
    archiveBucketName: undefined,
    archiveDatabase: undefined,
    archiveWorkGroup: undefined,
    archiveMappingId: undefined,
  },
});

it('a stack without an archive is not asked about one', async () => {
  for (const check of [archiveWriterCheck, archiveCheck, archiveSqlCheck]) {
    expect(await check.look(withoutArchive())).toEqual([]);
  }
});

describe('what writes the archive', () => {
  it('is well where its mapping is enabled', async () => {
    expect(await archiveWriterCheck.look(at)).toEqual([
      { name: 'archive mapping', state: 'ok', says: 'enabled' },
      { name: 'archive function', state: 'ok', says: 'inactive; it got no records lately' },
    ]);
  });

  it('is wrong where its mapping is disabled, and ingest’s is not meant', async () => {
    aws.stack.mappings = [...HEALTHY.mappings, { ...MAPPING, State: 'Disabled' }];
    const [mapping] = await archiveWriterCheck.look(at);
    expect(mapping).toEqual({
      name: 'archive mapping',
      state: 'wrong',
      says: 'the event source mapping is disabled: records wait on the stream',
      cure: 'aws lambda update-event-source-mapping --uuid of-archive --enabled',
    });
  });

  it('is wrong where the mapping is gone', async () => {
    aws.stack.mappings = HEALTHY.mappings;
    expect(await archiveWriterCheck.look(at)).toEqual([
      {
        name: 'archive mapping',
        state: 'wrong',
        says: 'nothing hands records to the archive function',
        cure: CURES.deploy,
      },
    ]);
  });

  it('is wrong where records wait for more than half an hour, or nothing may run', async () => {
    const nowMs = Date.now();
    aws.stack.troubles = {
      'AWS/Lambda IteratorAge FunctionName=archive Maximum': [{ minutesAgo: 6, value: 2_400_000 }],
    };
    expect((await archiveWriterCheck.look({ ...at, nowMs }))[1]).toEqual({
      name: 'archive function',
      state: 'wrong',
      says: 'records wait 40 min',
      cure: 'see "Archive iterator age" in docs/runbook.md',
    });
    aws.stack.reservedConcurrency = 0;
    expect((await archiveWriterCheck.look({ ...at, nowMs }))[1]).toMatchObject({
      state: 'wrong',
      cure: 'aws lambda delete-function-concurrency --function-name archive',
    });
  });
});

describe('the objects', () => {
  it('of the last days are counted, over all tables', async () => {
    await put('events/day=2026-11-01/1-a-0000000000000.parquet');
    await put('events/day=2026-11-19/1-a-0000000000000.parquet');
    await put('summaries/day=2026-11-20/0-shardId-0-1-2.parquet');
    const [objects, merge] = await archiveCheck.look({ ...at, nowMs: Date.parse('2026-11-20T12:00:00Z') });
    expect(objects).toMatchObject({
      state: 'ok',
      says: expect.stringMatching(/^2 objects of the last 7 days, the newest/),
    });
    expect(merge).toEqual({ name: 'merge', state: 'ok', says: 'every day that is over is merged' });
  });

  it('may be none on a quiet stack', async () => {
    expect(await archiveCheck.look(at)).toEqual([
      {
        name: 'archive',
        state: 'news',
        says: 'no object of the last 7 days',
        cure: 'correct if no call was made; the first comes five minutes after an event',
      },
    ]);
  });

  const object = (key: string, ageHours: number) => ({
    key,
    bytes: 1,
    etag: 'e',
    modifiedMs: NOW_MS - ageHours * 3_600_000,
  });
  it.each([
    ['is merged', 'events/day=2026-11-19/1-a-0000000000000.parquet', 10, 'ok'],
    ['is over and was not merged', 'events/day=2026-11-19/0-shardId-0-1-2.parquet', 13, 'wrong'],
    ['is over, and had a late event just now', 'events/day=2026-11-15/0-shardId-0-1-2.parquet', 1, 'ok'],
    ['is not over', 'events/day=2026-11-20/0-shardId-0-1-2.parquet', 11, 'ok'],
  ])('of a day that %s', (_what, key, ageHours, state) => {
    expect(checkArchive([object(key, ageHours)], NOW_MS)[1]?.state).toBe(state);
  });
});

describe('SQL', () => {
  it('asks for a column of every type that there is', () => {
    const asked = everyTypeSql('2026-11-01', '2026-11-20').join();
    const types = (columns: readonly { name: string; type: string }[]) => new Set(columns.map(({ type }) => type));
    const columns = ARCHIVE_LAYOUTS.slice(0, 2).flatMap((layout) => layout.columns);
    const named = columns.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(asked));
    expect(types(named)).toEqual(types(ARCHIVE_LAYOUTS.flatMap((layout) => layout.columns)));
  });

  it('is well where Athena answers', async () => {
    expect(await archiveSqlCheck.look(at)).toEqual([
      { name: 'archive sql', state: 'ok', says: 'Athena read 1 events and 0 summaries of the last 7 days' },
    ]);
    expect(athena.started.map(({ WorkGroup }) => WorkGroup)).toEqual(['a_group', 'a_group']);
  });

  it('is wrong where Athena finds no row of the objects', async () => {
    await put('events/day=2026-01-02/0-shardId-0-1-2.parquet');
    const nowMs = Date.parse('2026-01-03T12:00:00Z');
    expect(await archiveSqlCheck.look({ ...at, nowMs })).toEqual([
      {
        name: 'archive sql',
        state: 'wrong',
        says: 'Athena finds no row, although there are objects',
        cure: CURES.deploy,
      },
    ]);
  });

  it('is wrong where Athena cannot read the files, with its reason', async () => {
    const reason = 'HIVE_BAD_DATA: Error reading Parquet file: Unsupported data page version';
    failures.push({ reason, category: 2 });
    expect(await archiveSqlCheck.look(at)).toEqual([
      {
        name: 'archive sql',
        state: 'wrong',
        says: `Athena cannot read the files of the archive: ${reason}`,
        cure: 'see "Athena cannot read the archive" in docs/runbook.md',
      },
    ]);
  });

  it.each([
    ['WorkGroup a_group is not found', 'WorkGroup a_group is not found'],
    ["TABLE_NOT_FOUND: line 1:8: Table 'x.call_events' does not exist", /does not exist/],
  ])('is cured by a deploy where %s', (message, says) => {
    expect(checkRefusal(new Error(message), CURES)).toMatchObject({
      state: 'wrong',
      says: expect.stringMatching(says),
      cure: CURES.deploy,
    });
  });

  it('leaves a right that is missing to be said as of any check', () => {
    expect(
      checkRefusal(new Error('User is not authorized to perform: athena:StartQueryExecution'), CURES),
    ).toBeUndefined();
  });
});
