import { describe, expect, it } from 'vitest';
import { itemBytes } from '../../../lambda/store/item-size.ts';

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
describe('the size of an item', () => {
  it.each([
    ['a text in UTF-8, and its name', { né: { S: 'née 🎉' } }, 3 + 9],
    ['the least a number takes', { n: { N: '31005' }, m: { N: '-1e+21' } }, 1 + 2 + 1 + 2],
    ['a boolean or null as one', { a: { BOOL: true }, b: { NULL: true } }, 2 + 2],
    ['three for an empty map or list', { m: { M: {} }, l: { L: [] } }, 1 + 3 + 1 + 3],
    ['three and one for each member of a map', { m: { M: { née: { S: 'abc' } } } }, 1 + 3 + (4 + 3 + 1)],
    ['three and one for each element of a list', { l: { L: [{ S: 'abc' }, { S: 'd' }] } }, 1 + 3 + (3 + 1) + (1 + 1)],
    ['what is in maps and lists', { m: { M: { b: { L: [{ S: 'c' }] } } } }, 1 + 3 + (1 + 1) + (3 + (1 + 1))],
  ])('counts %s', (_what, item, bytes) => {
    expect(itemBytes(item)).toBe(bytes);
  });
});
