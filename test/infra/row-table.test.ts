import { expect, it } from 'vitest';
import { LEVEL_INDEX, TABLE_KEYS, TTL_ATTRIBUTE } from '../../shared/table.ts';
import { only, stackTemplate } from './template.ts';

const table = only(stackTemplate(), 'AWS::DynamoDB::GlobalTable');

it('has the keys that everything else relies on, as text', () => {
  expect(table.Properties.KeySchema).toEqual([
    { AttributeName: TABLE_KEYS.partitionKey, KeyType: 'HASH' },
    { AttributeName: TABLE_KEYS.sortKey, KeyType: 'RANGE' },
  ]);
  expect(table.Properties.AttributeDefinitions).toEqual(
    [TABLE_KEYS.partitionKey, TABLE_KEYS.sortKey, LEVEL_INDEX.partitionKey, LEVEL_INDEX.sortKey].map((name) => ({
      AttributeName: name,
      AttributeType: 'S',
    })),
  );
});

it('has one index, by level, that holds whole events', () => {
  expect(table.Properties.GlobalSecondaryIndexes).toEqual([
    {
      IndexName: LEVEL_INDEX.name,
      KeySchema: [
        { AttributeName: LEVEL_INDEX.partitionKey, KeyType: 'HASH' },
        { AttributeName: LEVEL_INDEX.sortKey, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ]);
});

it('is paid for by the request and drops rows that have expired', () => {
  expect(table.Properties).toMatchObject({
    BillingMode: 'PAY_PER_REQUEST',
    TimeToLiveSpecification: { AttributeName: TTL_ATTRIBUTE, Enabled: true },
  });
});

it('survives a mistake: backups, protection from deletion, and it outlives the stack', () => {
  expect(table.Properties.Replicas).toEqual([
    expect.objectContaining({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  ]);
  expect(table).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
});
