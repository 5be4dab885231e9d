import { layoutOf } from '../../families/archive/layouts.ts';
import type { ArchiveStore } from '../../lambda/archive/archive-store.ts';
import { createS3Archive } from '../../lambda/archive/s3-archive.ts';
import { placeOf } from '../../lambda/merge/object-place.ts';
import type { QueryAnswer } from '../../lambda/query/archive-query.ts';
import { createAthenaQuery } from '../../lambda/query/athena-query.ts';
import { unreadableFiles } from '../../lambda/query/unreadable-files.ts';
import { printable } from '../../shared/printable.ts';
import { DAY_MS, utcDay } from '../../shared/utc-day.ts';
import type { Cures } from '../cures.ts';
import type { AwsCheck } from './at-aws.ts';
import { type Check, ok, wrong } from './check.ts';
import { firstKeyOf, LOOKED_AT_DAYS } from './check-archive.ts';

const NAME = 'archive sql';
const FOLDER = `${layoutOf('call_events').folder}/`;
const PATIENCE_MS = 60_000;
const ASK_AGAIN = 'ask again; see https://health.aws.amazon.com';

/** Whether Athena reads the files: a column of each type that there is. It costs a hundredth of a cent. */
export const archiveSqlCheck: AwsCheck = {
  name: NAME,
  async look({ clients: { athena, s3 }, outputs, cures, nowMs }) {
    const { archiveBucketName, archiveDatabase, archiveWorkGroup } = outputs;
    if (archiveBucketName === undefined || archiveDatabase === undefined || archiveWorkGroup === undefined) return [];
    const query = createAthenaQuery({ client: athena, database: archiveDatabase, workGroup: archiveWorkGroup });
    const signal = AbortSignal.timeout(PATIENCE_MS);
    try {
      const answers = [];
      for (const sql of everyTypeSql(utcDay(nowMs - LOOKED_AT_DAYS * DAY_MS), utcDay(nowMs + DAY_MS))) {
        answers.push(await query.run(sql, signal));
      }
      const hasObjects = await hasEvents(createS3Archive({ client: s3, bucketName: archiveBucketName }), nowMs);
      return [checkAnswers(answers, hasObjects, cures)];
    } catch (error) {
      if (signal.aborted) return [wrong(NAME, 'Athena did not answer within a minute', ASK_AGAIN)];
      const found = checkRefusal(error, cures);
      if (found === undefined) throw error;
      return [found];
    }
  },
};

/** Columns of every type that files have, in two questions. @param to the last day: it counts */
export function everyTypeSql(from: string, to: string): readonly [string, string] {
  const days = `day BETWEEN '${from}' AND '${to}'`;
  return [
    `SELECT count(*) AS row_count, min(happened_at) AS first, max(call_sid) AS last_call, bool_or(is_error) AS any_error, max(cardinality(metric_values)) AS most_values, max(latitude) AS north, max(error_code) AS last_code FROM call_events WHERE ${days}`,
    `SELECT count(*) AS row_count, min(started_at) AS first, max(cardinality(tags)) AS most_tags, max(duration_s) AS longest FROM call_summaries WHERE ${days}`,
  ];
}

/** @param answers to the two questions @param hasObjects whether there are events of those days */
export function checkAnswers(
  answers: readonly QueryAnswer[],
  hasObjects: boolean,
  { deploy }: Pick<Cures, 'deploy'>,
): Check {
  const [events, summaries] = answers.map(({ rows }) => rows[0]?.[0] ?? 0);
  // Such as where somebody changed the location of the table.
  if (events === 0 && hasObjects) return wrong(NAME, 'Athena finds no row, although there are objects', deploy);
  return ok(NAME, `Athena read ${events} events and ${summaries} summaries of the last ${LOOKED_AT_DAYS} days`);
}

async function hasEvents(store: Pick<ArchiveStore, 'list'>, nowMs: number): Promise<boolean> {
  for await (const { key } of store.list(FOLDER, firstKeyOf(FOLDER, nowMs)))
    if (placeOf(key) !== undefined) return true;
  return false;
}

/** Of the table, the database or the work group. */
const GONE = /(?:WorkGroup|Workgroup) .*not found|does not exist|TABLE_NOT_FOUND|SCHEMA_NOT_FOUND|EntityNotFound/;

/** What Athena's refusal means here; undefined where any check would say the same of it, such as a missing right. */
export function checkRefusal(error: unknown, { deploy }: Pick<Cures, 'deploy'>): Check | undefined {
  if (!(error instanceof Error)) return undefined;
  const { message } = error;
  if (GONE.test(message)) return wrong(NAME, printable(message), deploy);
  const unreadable = unreadableFiles(message);
  return unreadable && wrong(NAME, printable(unreadable.says), unreadable.cure);
}
