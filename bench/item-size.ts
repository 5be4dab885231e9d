import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/**
 * The bytes that DynamoDB counts for an item: names and values in UTF-8, a number two digits to a byte and one more,
 * 3 for a map or list and 1 for each element.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemBytes(item: Readonly<Record<string, AttributeValue>>): number {
  return sum(Object.entries(item).map(([name, value]) => Buffer.byteLength(name) + valueBytes(value)));
}

/** Writing takes a unit for each kilobyte that is begun. */
export function writeUnits(bytes: number): number {
  return Math.ceil(bytes / 1024);
}

function valueBytes({ S, N, M, L }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return Math.ceil(N.replace(/[^\d]/g, '').length / 2) + 1 + Number(N.startsWith('-'));
  if (M !== undefined) return 3 + itemBytes(M) + Object.keys(M).length;
  if (L !== undefined) return 3 + sum(L.map(valueBytes)) + L.length;
  return 1;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
