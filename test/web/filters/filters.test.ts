import { describe, expect, it } from 'vitest';
import {
  DEFAULT_FILTERS,
  type Filters,
  filtersOf,
  indexedFilters,
  leftOutOf,
  questionsOf,
  rangeOf,
  searchOf,
} from '../../../web/filters/filters.ts';

const NOW_MS = Date.parse('2026-11-20T12:00:00.000Z');
const parse = (search: string) => filtersOf(new URLSearchParams(search));

describe('the filters of an address', () => {
  it.each<[string, Filters]>([
    ['', DEFAULT_FILTERS],
    ['?level=ERROR', { ...DEFAULT_FILTERS, levels: ['ERROR'] }],
    ['?level=UNKNOWN&level=INFO&since=7d', { levels: ['UNKNOWN', 'INFO'], span: '7d' }],
    [
      '?edge=sip_edge&group=a+%26+b&name=%C3%A9&code=31005',
      { ...DEFAULT_FILTERS, edge: 'sip_edge', group: 'a & b', name: 'é', code: 31_005 },
    ],
    [
      '?from=2026-11-20T10%3A00%3A00.000Z&to=2026-11-20T11%3A00%3A00.000Z',
      { ...DEFAULT_FILTERS, from: '2026-11-20T10:00:00.000Z', to: '2026-11-20T11:00:00.000Z' },
    ],
  ])('%s are read and written', (search, filters) => {
    expect(parse(search)).toEqual(filters);
    expect(searchOf(filters)).toBe(search);
  });

  it.each(['?level=LOUD', '?edge=ashburn', '?group=', '?code=31005x', '?since=ever', '?from=yesterday', '?x=1'])(
    'that are none count as not said: %s',
    (search) => {
      expect(parse(search)).toEqual(DEFAULT_FILTERS);
    },
  );

  it('are told from what an address says beside them', () => {
    const leftOut = (search: string) => leftOutOf(new URLSearchParams(search));
    const all =
      '?level=error&level=INFO&edge=sip_edge&group=g&name=n&code=1&since=7d&from=2026-11-19&to=2026-11-20T10:00Z';
    expect(leftOut(all)).toEqual([]);
    expect(leftOut('?group=&level=')).toEqual([]);
    expect(leftOut('?level=LOUD&level=ERROR&edge=a&code=x&since=99d&to=2026-02-30T10:00Z')).toEqual([
      'level=LOUD',
      'edge=a',
      'code=x',
      'since=99d',
      'to=2026-02-30T10:00Z',
    ]);
    expect(leftOut('?name=a&name=b&Level=ERROR&constructor=x')).toEqual(['name=b', 'Level=ERROR', 'constructor=x']);
  });

  it('may be written by hand', () => {
    expect(parse('?level=error&from=2026-11-19&to=2026-11-20+10:00')).toMatchObject({
      levels: ['ERROR'],
      from: '2026-11-19T00:00:00.000Z',
      to: '2026-11-20T10:00:00.000Z',
    });
  });
});

it('a span ends now, or where it is told to, and begins where it is told to', () => {
  const to = '2026-11-20T11:00:00.000Z';
  const from = '2026-11-19T11:00:00.000Z';
  expect(rangeOf({ ...DEFAULT_FILTERS, span: '1h' }, NOW_MS)).toEqual({ fromMs: NOW_MS - 3_600_000, toMs: NOW_MS });
  expect(rangeOf({ ...DEFAULT_FILTERS, span: '1h', to }, NOW_MS).fromMs).toBe(Date.parse(to) - 3_600_000);
  expect(rangeOf({ ...DEFAULT_FILTERS, from, to }, NOW_MS)).toEqual({ fromMs: Date.parse(from), toMs: Date.parse(to) });
});

it('the API is asked one question for each level, and for errors by none, since some have no level', () => {
  const filters: Filters = { ...DEFAULT_FILTERS, edge: 'sdk_edge', name: 'a&b', code: 31_005, span: '1h' };
  const common = 'Edge=sdk_edge&Name=a%26b&Code=31005&StartTime=2026-11-20T11%3A00%3A00.000Z&PageSize=250';
  expect(questionsOf(filters, NOW_MS, 250)).toEqual([
    { level: 'WARNING', path: `/v1/Voice/Events?Level=WARNING&${common}` },
    { level: 'ERROR', path: `/v1/Voice/Events?${common}` },
  ]);
});

it('the API is asked the same question for five minutes, of all that is shown and a little more', () => {
  const [atNoon, later, at5] = [0, 299_999, 300_000].map(
    (ms) => questionsOf({ ...DEFAULT_FILTERS, levels: ['ERROR'], span: '15m' }, NOW_MS + ms, 250)[0]?.path,
  );
  expect(later).toBe(atNoon);
  expect(atNoon).toContain('StartTime=2026-11-20T11%3A45');
  expect(at5).toContain('StartTime=2026-11-20T11%3A50');
  const from = '2026-11-20T11:01:02.003Z';
  expect(questionsOf({ ...DEFAULT_FILTERS, from }, NOW_MS, 250)[0]?.path).toContain(encodeURIComponent(from));
});

it('what is in no index is left to the page', () => {
  const facets = [{ name: 'region', value: 'au1' }];
  expect(
    searchOf(indexedFilters({ ...DEFAULT_FILTERS, text: 'a', facets, cause: 'c', code: 1, edge: 'sdk_edge' })),
  ).toBe('?edge=sdk_edge');
});
