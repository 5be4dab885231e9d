import { Command, InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { addSpanOptions, timeAgoOrSaid } from '../../cli/time-options.ts';
import { UsageProblem } from '../../shared/trouble.ts';

const NOW = Date.parse('2026-11-20T12:00:00.000Z');

describe('a time', () => {
  it.each([
    ['30s', '2026-11-20T11:59:30.000Z'],
    ['90m', '2026-11-20T10:30:00.000Z'],
    ['1h', '2026-11-20T11:00:00.000Z'],
    ['7d', '2026-11-13T12:00:00.000Z'],
    ['1w', '2026-11-13T12:00:00.000Z'],
    ['1H', '2026-11-20T11:00:00.000Z'],
    [' "1h" ', '2026-11-20T11:00:00.000Z'],
    ['2026-11-19', '2026-11-19T00:00:00.000Z'],
    ["'2026-11-19'", '2026-11-19T00:00:00.000Z'],
    ['“2026-11-19”', '2026-11-19T00:00:00.000Z'],
    ['2021-05-24 14:15:22.123 UTC', '2021-05-24T14:15:22.123Z'],
    ['2026-11-19t23:30z', '2026-11-19T23:30:00.000Z'],
    ['2026-11-19 23:30', '2026-11-19T23:30:00.000Z'],
    ['999999d', '1970-01-01T00:00:00.000Z'],
    ['2026-11-20T12:30:00+01:00', '2026-11-20T11:30:00.000Z'],
    ['2026-11-20T12:30:00.5Z', '2026-11-20T12:30:00.500Z'],
  ])('%s is %s', (text, time) => {
    expect(timeAgoOrSaid(text, NOW)).toBe(time);
  });

  it.each([
    '',
    'h',
    '1',
    '-1h',
    '1.5h',
    '1M',
    '1y',
    'yesterday',
    '2026-13-01T00:00:00Z',
    '2026-02-30',
    '2026-11',
    '""',
  ])('%j is none', (text) => {
    expect(() => timeAgoOrSaid(text, NOW)).toThrow(InvalidArgumentError);
  });
});

describe('a span', () => {
  const spanOf = (...words: string[]) => {
    let span = {};
    const command = new Command().exitOverride().action((options: object) => {
      span = options;
    });
    const former = { since: '--from', until: '--to' };
    addSpanOptions(command, { what: 'events', untilDefault: 'now', former, now: NOW }).parse(words, { from: 'user' });
    return span;
  };

  it('has each end that is said, by the names of before too', () => {
    const span = { since: '2026-11-20T10:00:00.000Z', until: '2026-11-20T11:00:00.000Z' };
    expect(spanOf('--since', '2h', '--until', '1h')).toEqual(span);
    expect(spanOf('--from', '2h', '--to', '1h')).toMatchObject(span);
    expect(spanOf('--until', '1h')).toEqual({ until: span.until });
    expect(spanOf()).toEqual({});
  });

  it.each([
    [['--since', '1h', '--until', '2h'], /^the time range is empty: --since \S+ is after --until \S+$/],
    [['--since', '1h', '--until', '1h'], /is the same time as --until/],
    [['--from', '1h', '--until', '2h'], /is after --until/],
    [
      ['--since', '2026-11-21'],
      /^the time range is in the future: --since 2026-11-21T00:00:00.000Z is later than now$/,
    ],
    [['--since', '1h', '--from', '2h'], /^--from is the former name of --since: say one of them$/],
  ])('of %j is refused in words', (words, message) => {
    expect(() => spanOf(...words)).toThrow(UsageProblem);
    expect(() => spanOf(...words)).toThrow(message);
  });
});
