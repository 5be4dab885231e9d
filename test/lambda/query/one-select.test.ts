import { expect, it } from 'vitest';
import { oneSelect } from '../../../lambda/query/one-select.ts';

it.each([
  ['SELECT 1', 'SELECT 1'],
  [' with a AS (SELECT 1) SELECT * FROM a ; ', ' with a AS (SELECT 1) SELECT * FROM a '],
  ["SELECT ';', 'it''s;' FROM t", "SELECT ';', 'it''s;' FROM t"],
  ['SELECT "a;""b" FROM t', 'SELECT "a;""b" FROM t'],
  ['SELECT 1 -- ;\n', 'SELECT 1 -- ;\n'],
  ['SELECT 1 /* ; */', 'SELECT 1 /* ; */'],
  [';;SELECT 1;;', 'SELECT 1'],
  ['/* why */ (SELECT 1)', '/* why */ (SELECT 1)'],
])('%j is one question', (sql, asked) => {
  expect(oneSelect(sql)).toBe(asked);
});

it.each([
  ['', 'and this is none'],
  [' ; -- x', 'and this is none'],
  ['SELECT 1; SELECT 2', 'and these are 2'],
  ["SELECT 'a'; DROP TABLE call_events", 'and these are 2'],
  ['/* ; */ UNLOAD (SELECT 1) TO x', 'not UNLOAD'],
  ['create table a AS SELECT 1', 'not CREATE'],
  ["'a'", 'not this'],
])('%j is none', (sql, problem) => {
  expect(() => oneSelect(sql)).toThrow(`a question is one SELECT or WITH statement, ${problem}`);
});
