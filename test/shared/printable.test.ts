import { describe, expect, it } from 'vitest';
import { printable, printableJson, printableStart } from '../../shared/printable.ts';

const OBEYED = '\u001b[2J\u009b\u202e\u0000\u{e0001}';

describe('printable text', () => {
  it.each([
    ['Zürich, 東京, 🎧', 'Zürich, 東京, 🎧'],
    ['a\u001b[31mred\u0007', 'a\\u001b[31mred\\u0007'],
    ['C1: \u009b2J', 'C1: \\u009b2J'],
    ['two\nlines\tand\rmore', 'two\\u000alines\\u0009and\\u000dmore'],
    ['\u202eright to left\u2066\u200f', '\\u202eright to left\\u2066\\u200f'],
    ['\u2028\u2029\ufeff\u200b', '\\u2028\\u2029\\ufeff\\u200b'],
    ['tag \u{e0041}', 'tag \\udb40\\udc41'],
    [31005, '31005'],
    [false, 'false'],
    [{ text: '\u202e', list: [null] }, '{"text":"\\u202e","list":[null]}'],
    [null, ''],
    [undefined, ''],
  ])('%j is printed as %s', (value, text) => {
    expect(printable(value)).toBe(text);
  });
});

describe('the printable start', () => {
  it.each([
    ['sdk_edge.error', 'sdk_edge.error'],
    ['x'.repeat(20), 'x'.repeat(20)],
    ['x'.repeat(21), `${'x'.repeat(20)}…`],
    [`${'x'.repeat(19)}🎧`, `${'x'.repeat(19)}\ufffd…`],
    ['half a pair \ud800', 'half a pair \ufffd'],
    ['\u001b[2J'.repeat(10), '\\u001b[2J\\u001b[2J\\u…'],
    ['', ''],
  ])('of %j is %s', (text, start) => {
    expect(printableStart(text, 20)).toBe(start);
  });
});

describe('a printable JSON document', () => {
  it('is the same document', () => {
    const document = { [OBEYED]: [OBEYED, 'Zürich 🎉'] };
    for (const indent of [0, 2]) {
      const json = printableJson(JSON.stringify(document, undefined, indent));
      expect(JSON.parse(json)).toEqual(document);
      expect(json).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
    }
  });
});
