import { expect, it } from 'vitest';
import { isLevel, LEVELS, normaliseLevel } from '../../shared/level.ts';

it.each(LEVELS)('keeps %s', (level) => {
  expect(normaliseLevel(level)).toBe(level);
});

it.each([
  ['error', 'ERROR'],
  ['Warning', 'WARNING'],
  [' INFO\n', 'INFO'],
  ['warn', 'WARNING'],
  ['WARN', 'WARNING'],
  ['FATAL', 'UNKNOWN'],
  ['WARNINGS', 'UNKNOWN'],
  ['', 'UNKNOWN'],
  [null, 'UNKNOWN'],
  [undefined, 'UNKNOWN'],
  [4, 'UNKNOWN'],
  [['ERROR'], 'UNKNOWN'],
  ['constructor', 'UNKNOWN'],
])('makes %j the level %s', (level, expected) => {
  expect(normaliseLevel(level)).toBe(expected);
});

it('tells a level of the table from text that only becomes one', () => {
  expect(['ERROR', 'error', 'WARN', ''].map(isLevel)).toEqual([true, false, false, false]);
});
