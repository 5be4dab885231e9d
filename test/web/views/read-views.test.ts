import { expect, it } from 'vitest';
import { canTellOf } from '../../../web/views/can-tell.ts';
import { alertInWords, viewsIn } from '../../../web/views/read-views.ts';

it('reads views with what they told of, and leaves out what is none', () => {
  const alert = { when: 'share', over: 2.5, webhook: null };
  const state = {
    alarms: [{ cause: '', words: 'over 2.5 % of calls', since: '2026-11-20T12:00:00.000Z' }],
    trouble: null,
    not_told: 'The webhook was not told: it answered with 500.',
  };
  expect(
    viewsIn({
      views: [
        { name: 'one', address: '/events?since=1h', alert, state },
        { name: 'two', address: '/', alert: { when: 'moon' }, state: null },
        ...['//evil.example.com', '/\\evil.example.com', 'javascript:alert(1)', 7].map((address) => ({
          name: 'x',
          address,
        })),
        { address: '/' },
        null,
      ],
    }),
  ).toEqual([
    {
      name: 'one',
      address: '/events?since=1h',
      alert,
      scope: null,
      accounts: [],
      alarms: [{ words: 'over 2.5 % of calls', sinceMs: Date.parse('2026-11-20T12:00:00.000Z') }],
      troubles: ['The webhook was not told: it answered with 500.'],
    },
    { name: 'two', address: '/', alert: null, scope: null, accounts: [], alarms: [], troubles: [] },
  ]);
  expect(viewsIn({})).toEqual([]);
  expect(alertInWords(alert as never)).toBe('Over 2.5 % of calls');
});

it('knows of which addresses something can be told', () => {
  expect(['/', '/events?since=1h', '/cause?cause=code%3A1', '/fleet'].map(canTellOf)).toEqual([true, true, true, true]);
  expect(['/calls/CA1', '/?call=x', '/?party=%2B1', '/compare?a=x', '/saved'].map(canTellOf)).toEqual(
    Array(5).fill(false),
  );
});
