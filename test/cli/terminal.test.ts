import stringWidth from 'string-width';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { bar, facts, fittingTable, levelText, type Table, table } from '../../cli/terminal.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a table', () => {
  it('is as wide as its cells, also where a character takes two columns or none', () => {
    const rows = [
      ['1', 'Zürich', 'x'],
      ['22', '東京', ''],
      ['333', 'e\u0301', 'y'],
    ];
    expect(table(['A', 'CITY', 'Z'], rows).split('\n')).toEqual([
      'A    CITY    Z',
      '1    Zürich  x',
      '22   東京',
      '333  e\u0301       y',
    ]);
  });

  it('cuts no cell, and lets none make thousands of others as wide as itself', () => {
    const cell = 'x'.repeat(390_000);
    const text = table(['A', 'B'], [[cell, 'b'], ...Array.from({ length: 2_000 }, () => ['1', '2'])]);
    const [, wide, narrow] = text.split('\n');
    expect(wide).toBe(`${cell}  b`);
    expect(narrow).toBe(`1${' '.repeat(101)}2`);
  });

  it('has colours for people who ask for them, and none into a pipe', () => {
    vi.stubEnv('FORCE_COLOR', undefined);
    vi.stubEnv('NO_COLOR', undefined);
    expect(process.stdout.isTTY).toBeFalsy();
    expect(levelText('ERROR')).toBe('ERROR');
    vi.stubEnv('FORCE_COLOR', '1');
    expect(levelText('ERROR')).toContain('\u001b[31m');
    const [head, row] = table(['LEVEL', 'X'], [[levelText('ERROR'), 'x']]).split('\n');
    expect(head).toContain('\u001b[');
    // Colours take no room.
    expect(row?.endsWith('  x')).toBe(true);
  });
});

describe('a table of several forms', () => {
  const detail = 'a long story about what happened, '.repeat(3).trim();
  const forms: [Table, ...Table[]] = [
    { head: ['TIME', 'CALL', 'DETAIL'], rows: [['2026-11-20T11:59:00.000Z', 'CA1', detail]] },
    { head: ['TIME', 'DETAIL'], rows: [['11:59', detail]] },
  ];
  const lines = (columns?: number) => fittingTable(forms, columns).split('\n');

  it('is whole in a pipe, and where there is room', () => {
    for (const columns of [undefined, 200]) expect(lines(columns)[1]).toBe(`2026-11-20T11:59:00.000Z  CA1   ${detail}`);
  });

  it('cuts the last column where the others leave it room, and leaves columns out where they do not', () => {
    expect(lines(60)[1]).toBe('2026-11-20T11:59:00.000Z  CA1   a long story about what hap…');
    expect(lines(40)[1]).toBe('11:59  a long story about what happened…');
    expect(lines(5)[1]).toBe('11:59  a long story about what…');
    expect(lines(40)[0]).toBe('TIME   DETAIL');
  });

  it('fits the columns also where a character takes two of them, and splits none', () => {
    const wide: [Table] = [{ head: ['A', 'B'], rows: [['1', '東京😀'.repeat(20)]] }];
    for (const columns of [30, 31, 32, 33]) {
      const [, row = ''] = fittingTable(wide, columns).split('\n');
      expect(stringWidth(row)).toBeLessThanOrEqual(columns);
      expect(row.isWellFormed()).toBe(true);
    }
  });
});

describe('a list of facts', () => {
  it('has values under one another, and a long one under its beginning', () => {
    const lines = [
      ['to', 'one two three'],
      ['outcome', 'four'],
    ] as const;
    expect(facts(lines, 18)).toBe('to       one two\n         three\noutcome  four');
    expect(facts([])).toBe('');
  });
});

it('a bar is as long as its share, and never nothing of something', () => {
  expect([0, 0.001, 0.5, 1, 7].map((share) => bar(share, 4))).toEqual(['', '█', '██', '████', '████']);
});
