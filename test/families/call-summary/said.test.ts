import { describe, expect, it } from 'vitest';
import { objectAt, said, saidCount, saidNumber, saidTexts, writtenText } from '../../../families/call-summary/said.ts';

describe('a text', () => {
  it.each(['callee', '+15550100', 'unknown', ' x ', 'the_unknown_one'])('says something: %j', (text) => {
    expect(said(text)).toBe(text);
  });

  it.each([
    '',
    ' ',
    '\t\n',
    'unknown_realm',
    'unknown_disconnected_by',
    'UNKNOWN_REALM',
    null,
    undefined,
    5,
    {},
    ['x'],
  ])('says nothing: %j', (value) => {
    expect(said(value)).toBeUndefined();
  });

  it('that people wrote says something, unless it is blank', () => {
    expect(writtenText('unknown_caller rang again')).toBe('unknown_caller rang again');
    for (const none of ['', ' ', null, undefined, 5, ['x']]) expect(writtenText(none)).toBeUndefined();
  });

  it('is one of a list only where it says something', () => {
    expect(saidTexts(['high_jitter', '', 'unknown_tag', null, 7, ['x']])).toEqual(['high_jitter']);
    for (const none of [null, undefined, 'high_jitter', { 0: 'high_jitter' }]) expect(saidTexts(none)).toEqual([]);
  });
});

describe('a number', () => {
  it('of zero stands for no value where zero is none', () => {
    expect([200, 0.5, 0, -1, Number.NaN, Number.POSITIVE_INFINITY, '200', null].map(saidNumber)).toEqual([
      200,
      0.5,
      ...Array(6).fill(undefined),
    ]);
  });

  it('of zero is a value where it is counted', () => {
    expect([12, 0, -1, Number.NaN, '12', null].map(saidCount)).toEqual([12, 0, ...Array(4).fill(undefined)]);
  });
});

describe('a member that is an object', () => {
  it('is found at any depth, and is empty where it is anything else', () => {
    const inner = { avg: 1 };
    const data = { sdk_edge: { metrics: { inbound: inner } }, carrier_edge: null, sip_edge: ['x'], to: 'x' };
    expect(objectAt(data, 'sdk_edge', 'metrics', 'inbound')).toBe(inner);
    for (const path of [['carrier_edge', 'metrics'], ['sip_edge'], ['to', 'length'], ['nowhere', 'at', 'all']]) {
      expect(objectAt(data, ...path)).toEqual({});
    }
    expect(objectAt('text')).toEqual({});
  });
});
