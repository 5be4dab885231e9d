import { expect, it } from 'vitest';
import { requireEnv } from '../../shared/environment.ts';

it('gives the value of a variable', () => {
  expect(requireEnv({ TABLE_NAME: 'call-events' }, 'TABLE_NAME')).toBe('call-events');
});

it.each([{}, { TABLE_NAME: '' }, { TABLE_NAME: undefined }])('names the variable that %j lacks', (env) => {
  expect(() => requireEnv(env, 'TABLE_NAME')).toThrow(new Error('TABLE_NAME is not set'));
});
