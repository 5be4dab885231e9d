import { afterEach, describe, expect, it, vi } from 'vitest';
import { levelText, printable, table } from '../../cli/terminal.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('what an event says', () => {
  it.each([
    ['Zürich, 東京, 🎧', 'Zürich, 東京, 🎧'],
    ['a\u001b[31mred\u0007', 'a\\u001b[31mred\\u0007'],
    ['C1: \u009b2J', 'C1: \\u009b2J'],
    ['two\nlines\tand\rmore', 'two\\u000alines\\u0009and\\u000dmore'],
    ['\u202eright to left\u2066\u200f', '\\u202eright to left\\u2066\\u200f'],
    ['\u2028\u2029\ufeff\u200b', '\\u2028\\u2029\\ufeff\\u200b'],
    ['tag \u{e0041}', 'tag \\ue0041'],
    [31005, '31005'],
    [false, 'false'],
    [{ text: '\u202e', list: [null] }, '{"text":"\\u202e","list":[null]}'],
    [null, ''],
    [undefined, ''],
  ])('%j is printed as %s', (value, text) => {
    expect(printable(value)).toBe(text);
  });
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
