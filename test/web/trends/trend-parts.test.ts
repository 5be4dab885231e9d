import { describe, expect, it } from 'vitest';
import { archiveBegin, hasDaysBefore } from '../../../web/trends/archive-begin.ts';
import { filtersOfDays, isKept, lastKept } from '../../../web/trends/behind.ts';
import { callRows, codeRows, sdkRows } from '../../../web/trends/ranked-rows.ts';
import { trendOf } from '../../../web/trends/read-trend.ts';
import { partsOf, spanOfDays } from '../../../web/trends/trend-days.ts';
import { countParts, shareParts } from '../../../web/trends/trend-parts.ts';
import { datedText, daysText, valueText } from '../../../web/trends/trend-words.ts';

const NOW_MS = Date.parse('2026-11-29T20:15:00.000Z');
const SPAN = { from: '2026-11-27', to: '2026-11-29' };

function table(columns: string[], rows: unknown[][], span = SPAN) {
  const read = trendOf({ ...span, answered_at: '2026-11-29T20:15:00.000Z', columns, rows });
  if (read === undefined) throw new Error('this is no answer');
  return read;
}

describe('the days of trends', () => {
  it('end today, in UTC', () => {
    expect(spanOfDays(7, NOW_MS)).toEqual({ from: '2026-11-23', to: '2026-11-29' });
    expect(spanOfDays(30, Date.parse('2026-03-01T00:00:00Z'))).toEqual({ from: '2026-01-31', to: '2026-03-01' });
  });

  it('are bars of a day up to a month, and of whole weeks beyond', () => {
    const count = (days: 7 | 30 | 91 | 364) => partsOf(spanOfDays(days, NOW_MS));
    expect(([7, 30, 91, 364] as const).map((days) => count(days).length)).toEqual([7, 30, 13, 52]);
    expect(count(91).at(-1)).toEqual({ from: '2026-11-23', to: '2026-11-29' });
    expect(count(91)[0]?.from).toBe(spanOfDays(91, NOW_MS).from);
  });

  it('are said in words, with years where they lie in two', () => {
    expect([daysText(SPAN), daysText({ from: SPAN.to, to: SPAN.to })]).toEqual(['Nov 27 to Nov 29', 'Nov 29']);
    expect(datedText(SPAN)).toBe('Nov 27 to Nov 29 2026');
    expect(datedText({ from: '2025-12-01', to: SPAN.to })).toBe('Dec 1 2025 to Nov 29 2026');
  });
});

describe('the bars of a chart', () => {
  it('have a place for days without rows, and tell the day that is not over', () => {
    const parts = countParts(
      table(
        ['day', 'calls'],
        [
          ['2026-11-27', 3],
          ['2026-11-29', '9007199254740993'],
        ],
      ),
      'calls',
    );
    expect(parts.map(({ from, value, isOpen }) => [from, value, isOpen])).toEqual([
      ['2026-11-27', 3, false],
      ['2026-11-28', 0, false],
      ['2026-11-29', 9_007_199_254_740_992, true],
    ]);
  });

  it('know how many there are of what they lead to, and how many of one', () => {
    const columns = ['day', 'events', 'warnings', 'errors'];
    const parts = countParts(
      table(columns, [
        ['2026-11-28', 1, 0, 0],
        ['2026-11-29', 9, 2, 1],
      ]),
      'events',
      ['warnings', 'errors'],
    );
    expect(parts.map((part) => [valueText(part, 'event'), part.behind])).toEqual([
      ['0 events', 0],
      ['1 event', 0],
      ['9 events', 3],
    ]);
  });

  it('of a week have the share of all its calls, and none where there were no calls', () => {
    const span = spanOfDays(91, NOW_MS);
    const rows = [
      ['2026-11-24', 900, 1],
      ['2026-11-25', 100, 11],
    ];
    const parts = shareParts(table(['day', 'calls', 'failed_percent'], rows, span), 'failed_percent');
    expect(parts.at(-1)).toMatchObject({ value: 2, of: 1_000 });
    expect(parts[0]).toMatchObject({ value: undefined, of: 0 });
    expect([parts.at(-1), parts[0]].map((part) => part && valueText(part, 'call with an event'))).toEqual([
      '2\u00a0% of 1,000 calls with an event',
      'no calls with an event',
    ]);
  });

  it('are none of what is no answer', () => {
    expect(trendOf(undefined)).toBeUndefined();
    expect(trendOf({ columns: 'day', rows: [], answered_at: '2026-11-29T20:15:00.000Z' })).toBeUndefined();
  });
});

describe('what is behind a number', () => {
  it('is all of its days, in UTC', () => {
    expect(filtersOfDays(SPAN, { levels: ['ERROR'] })).toMatchObject({
      levels: ['ERROR'],
      from: '2026-11-27T00:00:00.000Z',
      to: '2026-11-30T00:00:00.000Z',
    });
  });

  it('is not there where the table may have lost a part of it', () => {
    expect([undefined, '2026-11-27', '2026-11-28'].map((since) => isKept(SPAN, since))).toEqual([true, true, false]);
  });

  it('is a month at most, and no more than the table has', () => {
    const year = spanOfDays(364, NOW_MS);
    expect(lastKept(year)).toEqual({ from: '2026-10-30', to: '2026-11-29' });
    expect(lastKept(year, '2026-11-20')).toEqual({ from: '2026-11-20', to: '2026-11-29' });
    expect(lastKept(SPAN, '2026-01-01')).toEqual(SPAN);
  });
});

describe('the days of the archive', () => {
  const volume = table(
    ['day', 'calls'],
    [
      ['2026-11-29', 1],
      ['2026-11-28', 2],
    ],
  );
  const [none, some] = [0, 3].map((calls) => table(['error_code', 'calls', 'calls_before'], [[31005, 1, calls]]));

  it('begin with the first that has an event, unless something came before', () => {
    expect(archiveBegin(volume, [none, none])).toBe('2026-11-28');
    expect(archiveBegin(volume, [none, some])).toBeUndefined();
    expect([none, some].map((compared) => hasDaysBefore([compared, undefined]))).toEqual([false, true]);
  });

  it('begin on no day that is known while an answer is missing, or where all days have events', () => {
    expect([archiveBegin(undefined, [none]), archiveBegin(volume, [none, undefined])]).toEqual([undefined, undefined]);
    expect(archiveBegin(table(['day', 'calls'], [[SPAN.from, 1]]), [none])).toBeUndefined();
  });
});

describe('ranked rows', () => {
  const href = (value: string) => `/to/${value}`;
  const rowsOf = (columns: string[], ...rows: unknown[][]) => table(columns, rows).rows;

  it('have the worst version first, and mark what is far worse than before', () => {
    const columns = ['sdk_version', 'calls', 'tagged_percent', 'tagged_percent_before'];
    const rows = rowsOf(columns, ['2.1', 900, 3, 3.2], ['2.3', 40, 18, 4], ['2.4', 5, 6, null], ['1.0', 0, null, 9]);
    expect(sdkRows(rows, href).map(({ name, text, others, isWorse }) => [name, text, ...others, isWorse])).toEqual([
      ['2.3', '18\u00a0%', '4\u00a0%', '40', true],
      ['2.4', '6\u00a0%', '–', '5', false],
      ['2.1', '3\u00a0%', '3.2\u00a0%', '900', false],
    ]);
  });

  it('of codes have no number of days before that the archive does not have', () => {
    const rows = rowsOf(['error_code', 'calls', 'calls_before'], ['no code', 5, 0]);
    const [before, without] = [true, false].map((hasBefore) => codeRows(rows, { hrefOf: href, hasBefore })[0]);
    expect([before, without].map((row) => [row?.name, row?.href, ...(row?.others ?? [])])).toEqual([
      ['no code', undefined, '0'],
      ['no code', undefined, '–'],
    ]);
  });

  it('say codes and countries in words, and lead nowhere from what is not known', () => {
    const codes = codeRows(rowsOf(['error_code', 'calls', 'calls_before'], [31005, 5, 1], [null, 2, 0], [1, 0, 4]), {
      hrefOf: href,
      hasBefore: true,
    });
    expect(codes.map(({ name, href: to }) => [name, to])).toEqual([
      ['31005 Connection error', '/to/31005'],
      ['no code', undefined],
    ]);
    const places = callRows(
      rowsOf(['country', 'calls', 'failed_percent'], ['AT', 5, 1], ['?', 2, 0], ['atlantis\u202e', 1, null]),
      'country',
      href,
    );
    expect(places.map(({ name }) => name)).toEqual(['AT Austria', 'not known', 'atlantis\\u202e']);
  });
});
