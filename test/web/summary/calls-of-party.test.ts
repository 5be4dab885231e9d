import { describe, expect, it } from 'vitest';
import {
  type CallsOfParty,
  NOTHING_READ,
  newestFirst,
  pathOfSide,
  withPage,
} from '../../../web/summary/calls-of-party.ts';

/** A call that started so many minutes after ten. */
const call = (call_sid: string, minute: number, members = {}) => ({
  call_sid,
  start_time: `2026-11-20T10:${String(minute).padStart(2, '0')}:00Z`,
  ...members,
});
const sids = (known: CallsOfParty) => newestFirst(known).map(({ call_sid }) => call_sid);
const first = { isAgain: false } as const;

it('the question names the number, so that no plus sign becomes a blank, and asks for all that is kept', () => {
  const { searchParams } = new URL(pathOfSide('+14155550142', 'From'), 'http://127.0.0.1');
  expect(searchParams.get('From')).toBe('+14155550142');
  expect(searchParams.get('ProcessingState')).toBe('all');
  expect(new URL(pathOfSide('client:a b&To=x', 'To'), 'http://127.0.0.1').searchParams.get('To')).toBe(
    'client:a b&To=x',
  );
});

describe('the calls of a party', () => {
  it('are those of both sides, newest first, a call to oneself once', () => {
    let known = withPage(NOTHING_READ, {
      ...first,
      side: 'From',
      page: { summaries: [call('b', 5), call('a', 1)], next: null },
    });
    known = withPage(known, { ...first, side: 'To', page: { summaries: [call('c', 9), call('b', 5)], next: null } });
    expect(sids(known)).toEqual(['c', 'b', 'a']);
    expect(known.behind).toEqual({});
  });

  it('go back only as far as both sides have been read: what lies between may be missing', () => {
    let known = withPage(NOTHING_READ, {
      ...first,
      side: 'From',
      page: { summaries: [call('d', 9), call('c', 7)], next: '/2' },
    });
    known = withPage(known, { ...first, side: 'To', page: { summaries: [call('b', 8), call('a', 1)], next: null } });
    expect(sids(known)).toEqual(['d', 'b', 'c']);
    known = withPage(known, { ...first, side: 'From', page: { summaries: [call('e', 2)], next: null } });
    expect(sids(known)).toEqual(['d', 'b', 'c', 'e', 'a']);
  });

  it('have the version that was read last, and what is new, when the first page is read again', () => {
    const page = { summaries: [call('b', 5, { call_state: 'ringing' }), call('a', 1)], next: '/2' };
    let known = withPage(NOTHING_READ, { ...first, side: 'From', page });
    known = withPage(known, { ...first, side: 'From', page: { summaries: [call('z', 0)], next: '/3' } });
    const again = { summaries: [call('c', 6), call('b', 5, { call_state: 'completed' })], next: '/2' };
    known = withPage(known, { side: 'From', page: again, isAgain: true });
    expect(newestFirst(known).map(({ call_sid, call_state }) => [call_sid, call_state])).toEqual([
      ['c', undefined],
      ['b', 'completed'],
      ['a', undefined],
      ['z', undefined],
    ]);
    expect(known.behind.From?.next).toBe('/3');
  });

  it('of a page without any calls go on behind it', () => {
    let known = withPage(NOTHING_READ, { ...first, side: 'From', page: { summaries: [], next: '/2' } });
    known = withPage(known, { ...first, side: 'To', page: { summaries: [call('a', 1)], next: null } });
    expect(sids(known)).toEqual([]);
    known = withPage(known, { ...first, side: 'From', page: { summaries: [], next: null } });
    expect(sids(known)).toEqual(['a']);
  });

  it('without a start come last', () => {
    const page = { summaries: [call('b', 1, { start_time: null }), call('a', 1)], next: null };
    expect(sids(withPage(NOTHING_READ, { ...first, side: 'To', page }))).toEqual(['a', 'b']);
  });
});
