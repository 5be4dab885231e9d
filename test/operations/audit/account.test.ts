import { describe, expect, it } from 'vitest';
import { account } from '../../../operations/audit/account.ts';
import { percentile } from '../../../shared/percentile.ts';

const event = (number: number, callSid = 'CA1') => ({ id: `e${number}`, callSid });

describe('an account', () => {
  it('has every event stored where each has one row, in any order', () => {
    const expected = [event(1), event(2), event(3, 'CA2')];
    expect(account(expected, { rows: expected.toReversed(), kept: new Map() })).toEqual({
      stored: 3,
      notStored: [],
      doubled: [],
    });
  });

  it('says of each event without a row where it is, or that it is missing', () => {
    const kept = new Map([
      ['e2', 'quarantined'],
      ['e3', 'given-up'],
    ] as const);
    expect(
      account(
        [1, 2, 3, 4].map((number) => event(number)),
        { rows: [event(1)], kept },
      ),
    ).toEqual({
      stored: 1,
      notStored: [
        { ...event(2), fate: 'quarantined' },
        { ...event(3), fate: 'given-up' },
        { ...event(4), fate: 'missing' },
      ],
      doubled: [],
    });
  });

  it('counts an event as stored that is set aside as well', () => {
    const kept = new Map([['e1', 'given-up']] as const);
    expect(account([event(1)], { rows: [event(1)], kept })).toMatchObject({ stored: 1, notStored: [] });
  });

  it('names an event with two rows of its call, which is stored once all the same', () => {
    expect(account([event(1), event(2)], { rows: [event(1), event(2), event(1)], kept: new Map() })).toEqual({
      stored: 2,
      notStored: [],
      doubled: [{ ...event(1), rows: 2 }],
    });
  });

  it('takes no row of another call for an event, nor a row that nobody expected', () => {
    const rows = [event(1, 'CA2'), event(9)];
    expect(account([event(1)], { rows, kept: new Map() })).toEqual({
      stored: 0,
      notStored: [{ ...event(1), fate: 'missing' }],
      doubled: [],
    });
  });
});

describe('a percentile', () => {
  it('is the smallest value that so many are no greater than', () => {
    const values = Array.from({ length: 200 }, (_value, index) => 200 - index);
    expect([0.5, 0.99, 1].map((share) => percentile(values, share))).toEqual([100, 198, 200]);
    expect(percentile([7], 0.5)).toBe(7);
    expect(percentile([], 0.5)).toBeUndefined();
  });
});
