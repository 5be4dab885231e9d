import { expect, it } from 'vitest';
import { causesQuestion } from '../../../web/causes/causes-question.ts';
import { DEFAULT_FILTERS, type Filters } from '../../../web/filters/filters.ts';

it('what the page shows unless it is told is asked for without a level, and up to now', () => {
  expect(causesQuestion('Causes', DEFAULT_FILTERS)).toBe('/v1/Voice/Events/Causes?StartTime=24h');
});

it('everything that filters say is asked for', () => {
  const facets = [
    { name: 'region', value: 'au1' },
    { name: 'browser', value: 'Firefox 144' },
  ];
  const path = causesQuestion('Calls', {
    ...DEFAULT_FILTERS,
    levels: ['ERROR'],
    edge: 'sdk_edge',
    group: 'connection',
    name: 'error',
    code: 53_405,
    cause: 'code:53405',
    text: 'a&b',
    facets,
  });
  expect(Object.fromEntries(new URLSearchParams(path.split('?')[1]))).toEqual({
    Level: 'ERROR',
    Edge: 'sdk_edge',
    Group: 'connection',
    Name: 'error',
    Code: '53405',
    Cause: 'code:53405',
    Text: 'a&b',
    Facet: 'browser:Firefox 144',
    StartTime: '24h',
  });
  expect(path).toContain('Facet=region%3Aau1&Facet=');
});

it('levels are asked for by their names where they are not the usual ones', () => {
  // The API counts an error of a level that nobody knows as an error, also where errors alone are asked for.
  const asked = (levels: Filters['levels']) => causesQuestion('Causes', { levels, span: '1h' });
  expect(asked(['ERROR'])).toBe('/v1/Voice/Events/Causes?Level=ERROR&StartTime=1h');
  expect(asked(['INFO', 'ERROR'])).toBe('/v1/Voice/Events/Causes?Level=INFO&Level=ERROR&StartTime=1h');
  expect(asked(['ERROR', 'WARNING'])).toBe('/v1/Voice/Events/Causes?StartTime=1h');
});

it('a span with an end begins as long before it as the span is', () => {
  const to = '2026-11-20T12:00:00.000Z';
  const asked = (members: object) => causesQuestion('Causes', { ...DEFAULT_FILTERS, span: '1h', ...members });
  expect(asked({ to })).toContain('StartTime=2026-11-20T11%3A00%3A00.000Z&EndTime=2026-11-20T12');
  expect(asked({ from: to })).toBe('/v1/Voice/Events/Causes?StartTime=2026-11-20T12%3A00%3A00.000Z');
});
