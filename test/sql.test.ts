import { ExecuteStatementCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { dynamoDbClient, ensureTable } from '../local/embedded-dynamodb.ts';
import { TABLE_NAME } from '../local/names.ts';
import { attributesOf, CALL_SID } from '../samples/builders.ts';
import { examples } from './examples.ts';
import { NO_DYNAMODB_LOCAL, startDynamoDbLocal } from './lambda/store/dynamodb-local.ts';
import { item } from './lambda/store/store-contract.ts';

it.skipIf(NO_DYNAMODB_LOCAL !== undefined)(
  `the docs’ SQL finds the errors of a call, and of an hour${NO_DYNAMODB_LOCAL ? `: ${NO_DYNAMODB_LOCAL}` : ''}`,
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

    const statements = examples('docs/table.md', 'SQL', 'sql').join('').split(';').slice(0, -1);
    const answers = await Promise.all(
      statements.map(async (statement) => {
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
