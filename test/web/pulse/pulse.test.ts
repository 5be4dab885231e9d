import { expect, it } from 'vitest';
import { isSilent, pulseOf, titlePrefix } from '../../../web/pulse/pulse.ts';

const NOW = Date.parse('2026-11-29T12:00:00Z');
const cause = (members: object) => ({
  cause: 'code:53405',
  error_code: 53405,
  level: 'ERROR',
  state: 'spike',
  calls: 3,
  ...members,
});

it('the title of a tab says how many causes are new or spike, and the first of them', () => {
  const causes = [cause({}), cause({ cause: 'x', error_code: null, name: 'n', state: 'new' })];
  expect(titlePrefix(pulseOf({ causes }))).toBe('(2) 53405 · ');
});

it('what is steady, of a warning, or on a call or two changes no title', () => {
  const causes = [cause({ state: 'steady' }), cause({ level: 'WARNING' }), cause({ calls: 2 })];
  expect(titlePrefix(pulseOf({ causes }))).toBe('');
  expect(titlePrefix(undefined)).toBe('');
});

it('silence begins a quarter of an hour after the latest event, or where none is known', () => {
  const at = (latest: unknown) => isSilent(pulseOf({ latest } as object as Record<string, never>), NOW);
  expect([at('2026-11-29T11:46:00Z'), at('2026-11-29T11:44:00Z'), at(null), at('x'), at(3)]).toEqual([
    false,
    true,
    true,
    true,
    true,
  ]);
});

it('an answer of another shape is an answer without alarms', () => {
  for (const causes of [null, 'x', [null, 1, {}], {}]) expect(pulseOf({ causes } as never).alarming).toEqual([]);
});
