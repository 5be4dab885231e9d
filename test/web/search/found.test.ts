import { describe, expect, it } from 'vitest';
import type { JsonClient } from '../../../web/api-client.ts';
import { askEvents } from '../../../web/search/ask-events.ts';
import { foundAtOnce, foundInEvents, partySaid } from '../../../web/search/found.ts';
import { searchStateText } from '../../../web/search/search-state.ts';

const SID = 'CA00000000000000000000000000000001';

describe('what a text leads to', () => {
  it('is an error code, by its digits or by words of its title', () => {
    expect(foundAtOnce('53405')).toEqual([
      {
        kind: 'Error code',
        title: '53405',
        detail: 'Media connection failed',
        address: '/cause?cause=code%3A53405&since=7d',
      },
    ]);
    expect(foundAtOnce('media CONNECTION failed').map(({ title }) => title)).toContain('53405');
    expect(foundAtOnce('310').every(({ title }) => title.startsWith('310'))).toBe(true);
    expect(foundAtOnce('m')).toEqual([]);
  });

  it('is a conference, by its SID or a link that has it', () => {
    const sid = `CF${'0123456789abcdef'.repeat(2)}`;
    for (const text of [sid, ` https://console.twilio.com/conferences/${sid}?x=1`]) {
      expect(foundAtOnce(text)).toMatchObject([{ kind: 'Conference', address: `/conferences/${sid}` }]);
    }
  });

  it('is the calls of a number, however it is written', () => {
    expect(foundAtOnce('+1 (415) 555-0142')).toEqual([
      { kind: 'Number or client', title: '+14155550142', detail: 'all its calls', address: '/?party=%2B14155550142' },
    ]);
  });

  it.each(['2026-11-29', '2026-11-29T10:00', '31005 31003', '31005,31003'])('is no number for %j', (text) => {
    expect(partySaid(text)).toBeUndefined();
  });

  it('is what the API found, by kind, and the list of all of it', () => {
    const cause = {
      cause: 'name:q/high-jitter',
      error_code: null,
      group: 'q',
      name: 'high-jitter',
      events: 7,
      calls: 1,
    };
    const facets = {
      client: [
        { value: 'jitter-desk', events: 2, calls: 1 },
        { value: 'other', events: 9, calls: 9 },
      ],
    };
    const calls = { calls: [{ call_sid: SID, error_code: null, name: 'high-jitter', message: null }] };
    const found = foundInEvents('jitter', { events: 7, calls: 1, causes: [cause], facets }, calls);
    expect(found.map(({ kind, title, address }) => [kind, title, address])).toEqual([
      ['Cause', 'q high-jitter', '/cause?cause=name%3Aq%2Fhigh-jitter&since=7d'],
      ['Client', 'jitter-desk', '/?facet=client%3Ajitter-desk&since=7d'],
      ['Call', SID, `/calls/${SID}`],
      ['Events', 'jitter', '/events?text=jitter&since=7d'],
    ]);
    expect(found.at(-1)?.detail).toBe('7 events on 1 call');
  });

  it('is nothing where no event has it, and no answer of another shape breaks it', () => {
    expect(foundInEvents('x', { events: 0, causes: [] }, {})).toEqual([]);
    const odd = foundInEvents(
      'x',
      { events: 1, calls: null, causes: [null, 3, { cause: null }], facets: [] },
      { calls: 'x' },
    );
    expect(odd.map(({ kind }) => kind)).toEqual(['Cause', 'Events']);
  });
});

it('takes a part within a second, and knows that it is one', async () => {
  const waits: (number | undefined)[] = [];
  const answering = (calls: object): JsonClient => ({
    readObject: async (path, _signal, waitS) => {
      waits.push(waitS);
      return path.includes('/Calls?') ? { calls: [], ...calls } : { events: 0, is_whole: true };
    },
  });
  const { signal } = new AbortController();
  expect(await askEvents(answering({ is_whole: false }), 'desk', signal)).toEqual({ found: [], isWhole: false });
  expect(await askEvents(answering({ is_whole: true }), 'desk', signal)).toEqual({ found: [], isWhole: true });
  expect(waits).toEqual([1, 1, 1, 1]);
});

it('denies nothing that was not looked through', () => {
  expect(searchStateText({ count: 0, inEvents: 'whole' })).toContain('Nothing found in the last 7 days');
  expect(searchStateText({ count: 0, inEvents: 'part' })).toContain('Nothing found so far');
  expect(searchStateText({ count: 3, inEvents: 'part' })).toContain('3 found so far');
  expect(searchStateText({ count: 0, inEvents: 'failed' })).toBe('Events could not be looked through now.');
  expect(searchStateText({ count: 3, inEvents: 'failed' })).toBe('Events could not be looked through now.');
});
