import { expect, it } from 'vitest';
import { athenaValue } from '../../../lambda/query/athena-value.ts';

it.each([
  [undefined, 'varchar', null],
  ['', 'varchar', ''],
  ['null', 'varchar', 'null'],
  ['12', 'integer', 12],
  ['-9007199254740991', 'bigint', -9007199254740991],
  ['9007199254740993', 'bigint', '9007199254740993'],
  ['12.50', 'decimal', 12.5],
  ['1234567890123456.5', 'decimal', '1234567890123456.5'],
  ['1.5E-4', 'double', 0.00015],
  ['NaN', 'double', 'NaN'],
  ['-Infinity', 'real', '-Infinity'],
  ['true', 'boolean', true],
  ['false', 'boolean', false],
  ['2026-11-20', 'date', '2026-11-20'],
  ['2026-11-20 10:00:00.123', 'timestamp', '2026-11-20T10:00:00.123Z'],
  ['2026-11-20 10:00:00', 'timestamp', '2026-11-20T10:00:00.000Z'],
  ['2026-11-20 10:00:00.1', 'timestamp', '2026-11-20T10:00:00.100Z'],
  ['2026-11-20 10:00:00.000678', 'timestamp', '2026-11-20T10:00:00.000678Z'],
  ['2026-11-20 10:00:00.120000', 'timestamp', '2026-11-20T10:00:00.120Z'],
  ['2026-11-20 10:00:00.123 UTC', 'timestamp with time zone', '2026-11-20T10:00:00.123Z'],
  ['2026-11-20 00:30:00.123 +01:00', 'timestamp with time zone', '2026-11-19T23:30:00.123Z'],
  ['2026-11-20 10:00:00.123 Europe/Berlin', 'timestamp with time zone', '2026-11-20 10:00:00.123 Europe/Berlin'],
  ['[]', 'array', []],
  ['[1.5, null, 2.0E10]', 'array', [1.5, null, 2e10]],
  ['[1, 9007199254740993]', 'array', [1, '9007199254740993']],
  ['[high_jitter, silence]', 'array', ['high_jitter', 'silence']],
  ['[true, false]', 'array', [true, false]],
  ['[null]', 'array', [null]],
  ['[[1, 2], [3], []]', 'array', [[1, 2], [3], []]],
  ['[2026-11-20 10:00:00.000]', 'array', ['2026-11-20T10:00:00.000Z']],
  ['{a=1}', 'row', '{a=1}'],
  ['odd', 'array', 'odd'],
])('%j of %s is %j', (text, type, value) => {
  expect(athenaValue(text, type)).toEqual(value);
});
