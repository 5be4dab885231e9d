import { expect, it } from 'vitest';
import { union } from '../../../operations/backfill/union.ts';

it('an event that several reads show is there once, whatever the order of its members and its nulls', () => {
  expect(union([[{ a: 1, b: { c: 2, d: 3 } }], [{ b: { d: 3, c: 2 }, a: 1, e: null }]])).toHaveLength(1);
});

it('twins are as many as the read that shows most of them has', () => {
  expect(union([[{ a: 1 }, { a: 1 }], [{ a: 1 }], [{ a: 2 }, { a: 1 }, { a: 1 }, { a: 1 }]])).toEqual([
    { a: 1 },
    { a: 1 },
    { a: 1 },
    { a: 2 },
  ]);
});

it('what differs only where JSON is easily misread is not the same', () => {
  const values = [{ a: 1 }, { a: '1' }, { a: [1] }, [['a', 1]], JSON.parse('{"__proto__": {"a": 1}}'), {}];
  expect(union([values])).toHaveLength(values.length);
});
