import { describe, expect, it } from 'vitest';
import { csvOfEvents } from '../../../web/events/events-csv.ts';
import type { KnownEvent } from '../../../web/events/feed.ts';
import { toldEvents, toldFilters } from '../../../web/events/told-events.ts';
import { DEFAULT_FILTERS } from '../../../web/filters/filters.ts';
import { apiEvent } from '../api-events.ts';

const sdk = (region: string, version: string) => ({ metadata: { client_name: 'ann', sdk: { region, version } } });
const known = (key: string, data: Record<string, unknown>): KnownEvent => ({ key, event: apiEvent(data) });
const EVENTS = [
  known('jitter', {
    level: 'WARNING',
    group: 'network-quality-warning-raised',
    name: 'high-jitter',
    sdk_edge: sdk('au1', '2.18.3'),
  }),
  known('failed', {
    level: 'ERROR',
    name: 'error',
    sdk_edge: { ...sdk('us1', '2.18.3'), error: { code: 31005, message: '=cmd()' } },
  }),
  known('strange', { level: 7, group: null, name: { a: 1 }, sdk_edge: { metadata: { sdk: [] } } }),
];
const keysOf = (filters: object) => toldEvents(EVENTS, { ...DEFAULT_FILTERS, ...filters }).map(({ key }) => key);

describe('events that were read', () => {
  it.each([
    [{}, ['jitter', 'failed', 'strange']],
    [{ text: 'JITTER' }, ['jitter']],
    [{ text: '3100' }, ['failed']],
    [{ text: 'ann' }, ['jitter', 'failed']],
    [{ code: 31005 }, ['failed']],
    [{ cause: 'code:31005' }, ['failed']],
    [{ facets: [{ name: 'region', value: 'au1' }] }, ['jitter']],
    [{ facets: [{ name: 'sdk_version', value: '2.18.3' }], text: 'jit' }, ['jitter']],
    // Nothing that events tell: those are of all carriers.
    [
      {
        facets: [
          { name: 'carrier', value: 'x' },
          { name: 'colour', value: 'red' },
        ],
      },
      ['jitter', 'failed', 'strange'],
    ],
  ])('are those that fit %j', (filters, keys) => expect(keysOf(filters)).toEqual(keys));

  it('are a table for a spreadsheet, without formulas', () => {
    const [header, ...lines] = csvOfEvents(EVENTS).trim().split('\r\n');
    expect(header).toContain('timestamp,level,edge,group,name,error_code,message,call_sid');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain('31005');
    expect(lines[1]).not.toMatch(/,=/);
  });
});

it('filters that are in no index are told apart, but for what events do not tell', () => {
  const carrier = { name: 'carrier', value: 'x' };
  expect(toldFilters({ ...DEFAULT_FILTERS, edge: 'sdk_edge', facets: [carrier] })).toBeUndefined();
  const region = { name: 'region', value: 'au1' };
  expect(toldFilters({ ...DEFAULT_FILTERS, text: 'a', facets: [carrier, region] })).toEqual({
    text: 'a',
    facets: [region],
  });
});
