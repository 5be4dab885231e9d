import { expect, it } from 'vitest';
import { csvOf } from '../../web/csv.ts';

const lineOf = (...cells: Parameters<typeof csvOf>[1][number]) => csvOf(['a'], [cells]).split('\r\n')[1];

it('is a line for each row under the header, which spreadsheets read as UTF-8', () => {
  expect(
    csvOf(
      ['name', 'count'],
      [
        ['Zürich', 3],
        [null, undefined],
      ],
    ),
  ).toBe('\uFEFFname,count\r\nZürich,3\r\n,\r\n');
});

it('keeps commas, quotes and line breaks inside of their cell', () => {
  expect(csvOf([], [['a,b', 'say "hi"', 'one\r\ntwo']])).toContain('"a,b","say ""hi""","one\r\ntwo"');
});

it.each(['=1+1', '+14155550100', '-1', '@SUM(A1)', '\tx', '\rx', '＝1'])('makes no formula of the text %j', (text) => {
  expect(csvOf([], [[text]])).toMatch(/^\uFEFF\r\n"?'/);
});

it.each([
  ['x;=1+1;y', "x;'=1+1;y"],
  ['p\t=1+1\tq', "p\t'=1+1\tq"],
  ['a\n-2', '"a\n\'-2"'],
  [' =1+1', "' =1+1"],
  ['\u00a0=1', "'\u00a0=1"],
  ['﹦1', "'﹦1"],
  ['a=1; b-c', 'a=1; b-c'],
])('makes no formula behind what else may end a cell: %j', (text, cell) => {
  expect(lineOf(text)).toBe(cell);
});

it('leaves a number a number', () => {
  expect(lineOf(-4.5, 'a-b')).toBe('-4.5,a-b');
});
