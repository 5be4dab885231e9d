import { ExecuteStatementCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { dynamoDbClient, ensureInsightsTable, ensureTable } from '../local/embedded-dynamodb.ts';
import { INSIGHTS_TABLE_NAME, TABLE_NAME } from '../local/names.ts';
import { attributesOf, CALL_SID } from '../samples/builders.ts';
import { examples } from './examples.ts';
import { createRowWriter, summaryRows } from './lambda/read/summary-rows.ts';
import { NO_DYNAMODB_LOCAL, startDynamoDbLocal } from './lambda/store/dynamodb-local.ts';
import { item } from './lambda/store/store-contract.ts';
import { isNightly, itAtNight } from './nightly.ts';

const WITHOUT = NO_DYNAMODB_LOCAL ? `: ${NO_DYNAMODB_LOCAL}` : '';

const atNight = isNightly ? it.skipIf(NO_DYNAMODB_LOCAL !== undefined) : itAtNight;

it.skipIf(NO_DYNAMODB_LOCAL !== undefined)(
  `the docs’ SQL finds the errors of a call, and of an hour${WITHOUT}`,
  async () => {
    const server = await startDynamoDbLocal();
    const client = dynamoDbClient(server.url);
    await ensureTable(client, TABLE_NAME);
    const error = { level: 'ERROR', sdk_edge: { error: { code: 31_005, message: 'Gone' } } };
    const rows = [
      item(1, { ...error, name: 'error' }),
      item(2, { name: 'accepted' }),
      item(3, { ...error, name: 'elsewhere', call_sid: 'CA1' }),
      item(4, { ...error, name: 'earlier', timestamp: '2026-11-20T10:59:59Z' }),
    ];
    for (const row of rows) await client.send(new PutItemCommand({ TableName: TABLE_NAME, Item: attributesOf(row) }));

    const answers = await Promise.all(
      statementsOf('SQL').map(async (statement) => {
        const Statement = statement.replace('CA…', CALL_SID);
        const { Items = [] } = await client.send(new ExecuteStatementCommand({ Statement }));
        return Items.map(({ name, error_code }) => [name?.S, error_code?.N]).sort();
      }),
    );
    client.destroy();
    await server.close();
    expect(answers).toEqual([
      [
        ['earlier', '31005'],
        ['error', '31005'],
      ],
      [
        ['elsewhere', '31005'],
        ['error', '31005'],
      ],
    ]);
  },
  60_000,
);

atNight(
  `the docs’ SQL finds a summary, calls of a number, and calls of an hour${WITHOUT}`,
  async () => {
    const server = await startDynamoDbLocal();
    const client = dynamoDbClient(server.url);
    await ensureInsightsTable(client, INSIGHTS_TABLE_NAME);
    const write = createRowWriter(client, INSIGHTS_TABLE_NAME);
    const calls = [
      [CALL_SID, '2026-11-20T11:30:00Z', '+15550100', 200],
      ['CA1', '2026-11-20T11:59:59Z', '+15550101', 503],
      ['CA2', '2026-11-20T12:00:00Z', '+15550100', 486],
      ['CA3', '2026-11-19T11:30:00Z', '+15550100', 200],
    ] as const;
    for (const [call_sid, start_time, caller, code] of calls) {
      const properties = { last_sip_response_num: code };
      await write(summaryRows({ call_sid, start_time, call_state: 'completed', from: { caller }, properties }));
    }

    const [one, ofNumber, ofHour] = await Promise.all(
      statementsOf('SQL of summaries').map(async (statement) => {
        const Statement = statement.replace('CA…', CALL_SID);
        return (await client.send(new ExecuteStatementCommand({ Statement }))).Items ?? [];
      }),
    );
    client.destroy();
    await server.close();
    expect(one?.map(({ call_state }) => call_state?.S)).toEqual(['completed']);
    expect(ofNumber?.map(({ part }) => part?.S?.split('#')[1])).toEqual([CALL_SID, 'CA2']);
    expect(ofHour?.map(({ id, sip_code }) => [id?.S, sip_code?.N]).sort()).toEqual([
      [CALL_SID, '200'],
      ['CA1', '503'],
    ]);
  },
  60_000,
);

function statementsOf(section: string): string[] {
  return examples('docs/table.md', section, 'sql').join('').split(';').slice(0, -1);
}
