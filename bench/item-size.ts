import type { Attributes } from '../lambda/store/attribute-value.ts';
import { itemBytes } from '../lambda/store/item-size.ts';

/**
 * The bytes that DynamoDB bills an item by: a number is two digits to a byte and one more.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function billedBytes(item: Readonly<Attributes>): number {
  return itemBytes(
    item,
    (number) => Math.ceil(number.replace(/[^\d]/g, '').length / 2) + 1 + Number(number.startsWith('-')),
  );
}

/** Writing takes a unit for each kilobyte that is begun. */
export function writeUnits(bytes: number): number {
  return Math.ceil(bytes / 1024);
}
