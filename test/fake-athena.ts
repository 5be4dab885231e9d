import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { AthenaClient } from '@aws-sdk/client-athena';
import * as z from 'zod';
import { type ArchiveQuery, type QueryAnswer, QueryProblem, type QueryValue } from '../lambda/query/archive-query.ts';

/** What a question ends with, where it is to fail. */
export interface AthenaFailure {
  state?: 'FAILED' | 'CANCELLED';
  reason: string;
  /** 1 is of Athena's own, 2 of who asked, 3 of neither. */
  category?: number;
}

const Start = z.object({
  QueryString: z.string(),
  WorkGroup: z.string(),
  QueryExecutionContext: z.object({ Database: z.string() }),
});
const OfExecution = z.object({ QueryExecutionId: z.string(), NextToken: z.string().optional() });

interface Execution {
  /** Looks at it that are still answered with `RUNNING`. */
  looks: number;
  ended: Promise<{ answer?: QueryAnswer; failure?: AthenaFailure }>;
}

/**
 * The calls of Athena's that a question takes, on loopback; the SQL is run by something else. Values are text as Athena has
 * it, of the types that they seem to be of.
 * @param failures what the next questions end with, one after the other
 * @param looks how often a question is still running when it is looked at
 */
export async function startFakeAthena({
  archive,
  failures = [],
  looks = 1,
  rowsOfPage = 3,
}: {
  archive: ArchiveQuery;
  failures?: AthenaFailure[];
  looks?: number;
  rowsOfPage?: number;
}) {
  const executions = new Map<string, Execution>();
  const started: z.infer<typeof Start>[] = [];
  const stopped: string[] = [];

  function start(body: unknown): object {
    const asked = Start.parse(body);
    started.push(asked);
    const id = randomUUID();
    const failure = failures.shift();
    const ended =
      failure === undefined
        ? archive.run(asked.QueryString).then(
            (answer) => ({ answer }),
            (error) => {
              if (!(error instanceof QueryProblem)) throw error;
              return { failure: { reason: error.message, category: 2 } };
            },
          )
        : Promise.resolve({ failure });
    executions.set(id, { looks, ended });
    return { QueryExecutionId: id };
  }

  async function state(id: string): Promise<object> {
    const execution = executions.get(id);
    if (execution === undefined) throw new Error(`no question ${id}`);
    execution.looks -= 1;
    if (execution.looks >= 0) return { Status: { State: execution.looks === looks - 1 ? 'QUEUED' : 'RUNNING' } };
    const { answer, failure } = await execution.ended;
    if (failure === undefined) {
      return { Status: { State: 'SUCCEEDED' }, Statistics: { DataScannedInBytes: answer?.scannedBytes } };
    }
    const { reason, category } = failure;
    return {
      Status: {
        State: failure.state ?? 'FAILED',
        StateChangeReason: reason,
        ...(category !== undefined && { AthenaError: { ErrorCategory: category, ErrorMessage: reason } }),
      },
    };
  }

  async function page({ QueryExecutionId, NextToken = '0' }: z.infer<typeof OfExecution>): Promise<object> {
    const { columns = [], rows = [] } = (await executions.get(QueryExecutionId)?.ended)?.answer ?? {};
    const types = columns.map((_name, index) => typeOf(rows.map((row) => row[index] ?? null)));
    const all = [columns, ...rows.map((row) => row.map((value, index) => textOf(value, types[index] ?? '')))];
    const from = Number(NextToken);
    return {
      ResultSet: {
        ResultSetMetadata: { ColumnInfo: columns.map((Name, index) => ({ Name, Type: types[index] })) },
        Rows: all.slice(from, from + rowsOfPage).map((row) => ({
          Data: row.map((text) => (text === undefined ? {} : { VarCharValue: text })),
        })),
      },
      ...(from + rowsOfPage < all.length && { NextToken: String(from + rowsOfPage) }),
    };
  }

  async function answer(request: IncomingMessage): Promise<object> {
    const body = await json(request);
    const operation = String(request.headers['x-amz-target']).replace('AmazonAthena.', '');
    if (operation === 'StartQueryExecution') return start(body);
    const asked = OfExecution.parse(body);
    if (operation === 'GetQueryExecution') return { QueryExecution: await state(asked.QueryExecutionId) };
    if (operation === 'GetQueryResults') return page(asked);
    if (operation !== 'StopQueryExecution') throw new Error(`no operation ${operation}`);
    stopped.push(asked.QueryExecutionId);
    return {};
  }

  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    answer(request).then(
      (said) => response.end(JSON.stringify(said)),
      (error: Error) => {
        response.statusCode = 400;
        response.end(JSON.stringify({ __type: 'InvalidRequestException', Message: error.message }));
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new AthenaClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });
  return {
    /** For `AWS_ENDPOINT_URL_ATHENA` of another process. */
    url,
    client,
    started,
    stopped,
    close: () => {
      client.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

const TIME = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

function typeOf(values: readonly QueryValue[]): string {
  const present = values.filter((value) => value !== null);
  const are = (test: (value: QueryValue) => boolean) => present.length > 0 && present.every(test);
  if (are(Array.isArray)) return 'array';
  if (are((value) => typeof value === 'boolean')) return 'boolean';
  if (are((value) => Number.isSafeInteger(value))) return 'bigint';
  if (are((value) => typeof value === 'number')) return 'double';
  if (are((value) => TIME.test(String(value)))) return 'timestamp';
  return are((value) => DAY.test(String(value))) ? 'date' : 'varchar';
}

function textOf(value: QueryValue, type: string): string | undefined {
  if (value === null) return undefined;
  if (Array.isArray(value)) return `[${value.map((one) => textOf(one, '') ?? 'null').join(', ')}]`;
  return type === 'timestamp' ? String(value).replace('T', ' ').replace('Z', '') : String(value);
}
