import { describe, expect, it } from 'vitest';
import {
  INSIGHTS_KEYS,
  LEVEL_INDEX,
  STARTED_INDEX,
  STARTED_INDEX_ATTRIBUTES,
  TABLE_KEYS,
  TTL_ATTRIBUTE,
} from '../../shared/table.ts';
import { stackTemplate, tableOf } from './template.ts';

const template = stackTemplate();
const keySchema = ({ partitionKey, sortKey }: { partitionKey: string; sortKey: string }) => [
  { AttributeName: partitionKey, KeyType: 'HASH' },
  { AttributeName: sortKey, KeyType: 'RANGE' },
];

describe.each([
  ['call-events', TABLE_KEYS, LEVEL_INDEX, { ProjectionType: 'ALL' }],
  [
    'call-insights',
    INSIGHTS_KEYS,
    STARTED_INDEX,
    { ProjectionType: 'INCLUDE', NonKeyAttributes: [...STARTED_INDEX_ATTRIBUTES] },
  ],
] as const)('the table of %s', (name, keys, index, projection) => {
  const table = tableOf(template, name);

  it('has the keys that everything else relies on, as text', () => {
    expect(table.Properties.KeySchema).toEqual(keySchema(keys));
    expect(table.Properties.AttributeDefinitions).toEqual(
      [keys.partitionKey, keys.sortKey, index.partitionKey, index.sortKey].map((attribute) => ({
        AttributeName: attribute,
        AttributeType: 'S',
      })),
    );
  });

  it('has one index, with what its lists show', () => {
    expect(table.Properties.GlobalSecondaryIndexes).toEqual([
      { IndexName: index.name, KeySchema: keySchema(index), Projection: projection },
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
});

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html#limits-secondary-indexes
it('the index of calls by time holds no more attributes than an index may', () => {
  expect(STARTED_INDEX_ATTRIBUTES.length).toBeLessThanOrEqual(20);
});
