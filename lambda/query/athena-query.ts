import {
  type AthenaClient,
  GetQueryExecutionCommand,
  InvalidRequestException,
  paginateGetQueryResults,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { type Clock, systemClock } from '../../shared/clock.ts';
import {
  type ArchiveQuery,
  createAnswerLimit,
  type QueryAnswer,
  QueryProblem,
  type QueryValue,
} from './archive-query.ts';
import { athenaValue } from './athena-value.ts';
import { oneSelect } from './one-select.ts';
import { unreadableFiles } from './unreadable-files.ts';

export interface AthenaQueryOptions {
  client: AthenaClient;
  /** The stack's output `ArchiveDatabase`. */
  database: string;
  /** The stack's output `ArchiveWorkGroup`: it says where answers are kept, and what a question may read. */
  workGroup: string;
  clock?: Pick<Clock, 'sleep'>;
}

/** Milliseconds between two looks at a question: short ones take a second or two. */
const FIRST_WAIT = 200;
const LONGEST_WAIT = 2_000;

/** What Athena says where an object is gone that it had listed: a merge took it. */
const GONE = /HIVE_CANNOT_OPEN_SPLIT|HIVE_FILESYSTEM_ERROR|NoSuchKey/;
/** Of AthenaError's categories the one that says: the question. https://docs.aws.amazon.com/athena/latest/APIReference/API_AthenaError.html */
const OF_THE_USER = 2;

/**
 * Athena over the archive of a stack. A question that a merge got in the way of is asked once more.
 * @see https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html
 */
export function createAthenaQuery({
  client,
  database,
  workGroup,
  clock = systemClock,
}: AthenaQueryOptions): ArchiveQuery {
  async function start(sql: string, signal?: AbortSignal): Promise<string> {
    try {
      const { QueryExecutionId = '' } = await client.send(
        new StartQueryExecutionCommand({
          QueryString: sql,
          WorkGroup: workGroup,
          QueryExecutionContext: { Database: database },
        }),
        { abortSignal: signal },
      );
      return QueryExecutionId;
    } catch (error) {
      // Such as what cannot be parsed; a work group that is gone is no matter of the question.
      if (error instanceof InvalidRequestException && !/WorkGroup/i.test(error.message)) {
        throw new QueryProblem(inOneLine(error.message));
      }
      throw error;
    }
  }

  async function end(QueryExecutionId: string, signal?: AbortSignal): Promise<QueryExecution> {
    for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 1.5, LONGEST_WAIT)) {
      const { QueryExecution: execution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }), {
        abortSignal: signal,
      });
      const state = execution?.Status?.State;
      if (execution !== undefined && state !== 'QUEUED' && state !== 'RUNNING') return execution;
      await clock.sleep(wait, signal);
    }
  }

  async function once(sql: string, signal?: AbortSignal): Promise<QueryAnswer> {
    const id = await start(sql, signal);
    try {
      const execution = await end(id, signal);
      if (execution.Status?.State !== 'SUCCEEDED') throw failure(execution);
      const scannedBytes = execution.Statistics?.DataScannedInBytes;
      return { ...(await results(id, signal)), ...(scannedBytes !== undefined && { scannedBytes }) };
    } catch (error) {
      if (signal?.aborted) await stop(id);
      throw error;
    }
  }

  async function results(QueryExecutionId: string, abortSignal?: AbortSignal) {
    let columns: readonly { name: string; type: string }[] | undefined;
    const rows: QueryValue[][] = [];
    const check = createAnswerLimit();
    const pages = paginateGetQueryResults({ client }, { QueryExecutionId }, { abortSignal });
    for await (const { ResultSet: { ResultSetMetadata, Rows = [] } = {} } of pages) {
      const isFirst = columns === undefined;
      columns ??= (ResultSetMetadata?.ColumnInfo ?? []).map(({ Name = '', Type = '' }) => ({ name: Name, type: Type }));
      const types = columns.map(({ type }) => type);
      // The first row of a SELECT's answer is the names.
      const some = (isFirst ? Rows.slice(1) : Rows).map(({ Data = [] }) =>
        types.map((type, index) => athenaValue(Data[index]?.VarCharValue, type)),
      );
      check(some);
      rows.push(...some);
    }
    return { columns: (columns ?? []).map(({ name }) => name), rows };
  }

  /** Nobody waits for it any more; where it cannot be stopped it ends by itself, at the work group's limit. */
  async function stop(QueryExecutionId: string): Promise<void> {
    await client.send(new StopQueryExecutionCommand({ QueryExecutionId })).catch(() => undefined);
  }

  return {
    async run(said, signal) {
      signal?.throwIfAborted();
      const sql = oneSelect(said);
      try {
        return await once(sql, signal);
      } catch (error) {
        if (!(error instanceof ObjectVanished)) throw error;
        return await once(sql, signal);
      }
    },
    async close() {
      client.destroy();
    },
  };
}

/** A merge was in the way, or the files are none that Athena can open. */
class ObjectVanished extends Error {}

function failure({ Status: status }: QueryExecution): Error {
  const reason = inOneLine(status?.StateChangeReason ?? status?.AthenaError?.ErrorMessage ?? 'Athena says no reason');
  if (GONE.test(reason)) return new ObjectVanished(reason);
  if (/bytes scanned limit/i.test(reason)) {
    return new QueryProblem('the question reads more than the work group allows: ask for fewer days or columns');
  }
  if (/exhausted resources/i.test(reason)) {
    return new QueryProblem('the question takes more memory than Athena has: ask for fewer days or columns');
  }
  const category = status?.AthenaError?.ErrorCategory ?? OF_THE_USER;
  if (status?.State === 'FAILED' && category === OF_THE_USER) return new QueryProblem(reason);
  return new Error(unreadableFiles(reason) === undefined ? `Athena did not answer, so ask again: ${reason}` : reason);
}

function inOneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ');
}
