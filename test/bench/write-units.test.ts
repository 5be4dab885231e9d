import { describe, expect, it } from 'vitest';
import { billedBytes, writeUnits } from '../../bench/item-size.ts';
import { measure as measureSummaries } from '../../bench/measurements/summary-units.ts';
import { measure } from '../../bench/measurements/write-units.ts';
import { itAtNight } from '../nightly.ts';

describe('the size an item is billed by', () => {
  it.each([
    ['two digits of a number to a byte, and one', { n: { N: '31005' } }, 1 + 4],
    ['the sign of a number', { n: { N: '-73.5674' } }, 1 + 5],
    ['numbers in maps and lists', { m: { M: { l: { L: [{ N: '1234' }] } } } }, 1 + (3 + 1 + 1) + (3 + 1 + 3)],
  ])('counts %s', (_what, item, bytes) => {
    expect(billedBytes(item)).toBe(bytes);
  });

  it('is billed by the kilobyte that is begun', () => {
    expect([1, 1024, 1025].map(writeUnits)).toEqual([1, 1, 2]);
  });
});

itAtNight(
  'an event of the realistic mix is written for 1.02 units at most, index included, and hardly one is over 1 KB',
  async () => {
    const figures = new Map((await measure()).map(({ name, value }) => [name, value]));
    expect(figures.get('write units for an event: ours, sparse index')).toBeLessThanOrEqual(1.02);
    expect(figures.get('an item, mean')).toBeLessThan(850);
    // Errors whose message stands in the row twice, in `sdk_edge` and where people look for it.
    expect(figures.get('items over 1 KB, of a thousand')).toBeLessThanOrEqual(2);
  },
);

itAtNight(
  'a call of the realistic mix is summarised for 24 units at most, and an entry of the index of calls is within 1 KB',
  async () => {
    const figures = new Map((await measureSummaries()).map(({ name, value }) => [name, value]));
    expect(figures.get('write units for a call, four versions')).toBeLessThanOrEqual(24);
    expect(figures.get('a row of the index of calls, the largest of the mix')).toBeLessThanOrEqual(1_024);
    // One for each party and version.
    expect(figures.get('write units for a call, four versions: pointers')).toBe(8);
    expect(figures.get('write units for a call, four versions, partyLookup=off: pointers')).toBe(0);
  },
);
