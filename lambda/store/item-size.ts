import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Attributes } from './attribute-value.ts';

const CONTAINER_BYTES = 3;
const ELEMENT_BYTES = 1;
/** The least one takes: DynamoDB's documents do not give the exact form of a number. */
const NUMBER_BYTES = 2;

/**
 * The bytes DynamoDB counts for an item, names and values, or a little less.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 * @param numberBytes what is counted for a number; the bench counts what is billed
 */
export function itemBytes(item: Readonly<Attributes>, numberBytes = (_number: string) => NUMBER_BYTES): number {
  const valueBytes = ({ S, N, M, L }: AttributeValue): number => {
    if (S !== undefined) return Buffer.byteLength(S);
    if (N !== undefined) return numberBytes(N);
    if (M !== undefined) return CONTAINER_BYTES + itemBytes(M, numberBytes) + Object.keys(M).length * ELEMENT_BYTES;
    if (L !== undefined) return CONTAINER_BYTES + sum(L.map(valueBytes)) + L.length * ELEMENT_BYTES;
    return 1;
  };
  return sum(Object.entries(item).map(([name, value]) => Buffer.byteLength(name) + valueBytes(value)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
