import { afterEach, describe, expect, it, vi } from 'vitest';
import { levelText, table } from '../../cli/terminal.ts';

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
