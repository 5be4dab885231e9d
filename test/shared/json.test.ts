import { expect, it } from 'vitest';
import { isJsonObject, isPresent } from '../../shared/json.ts';

it.each([{}, { a: null }, Object.create(null)])('takes %j for an object', (value) => {
  expect(isJsonObject(value)).toBe(true);
});

it.each([[null], [undefined], [[]], ['text'], [5], [true]])('takes %j for no object', (value) => {
  expect(isJsonObject(value)).toBe(false);
});

it.each([undefined, null, '', {}, { code: null, message: null }])('finds nothing in %j', (value) => {
  expect(isPresent(value)).toBe(false);
});

it.each(['text', 0, { code: 0 }, { code: null, message: '' }, { metadata: {} }])('finds something in %j', (value) => {
  expect(isPresent(value)).toBe(true);
});
