import { expect, it } from 'vitest';
import { hasUsualLength, isCallSid } from '../../shared/call-sid.ts';
import { CALL_SID } from '../builders.ts';

it.each([CALL_SID, 'CA0000000000000000000000000000001', 'CA1', `CA${'z'.repeat(62)}`])('looks up %s', (text) => {
  expect(isCallSid(text)).toBe(true);
});

it.each([
  '',
  'CA',
  `CA${'z'.repeat(63)}`,
  `ca${'0'.repeat(32)}`,
  `AC${'0'.repeat(32)}`,
  ` ${CALL_SID}`,
  `${CALL_SID}\n`,
  'CA-1',
  'CA1/Events',
  'CAé',
])('looks up nothing for %j', (text) => {
  expect(isCallSid(text)).toBe(false);
});

it('knows how long a real call SID is', () => {
  expect([CALL_SID, CALL_SID.slice(1), `${CALL_SID}0`].map(hasUsualLength)).toEqual([true, false, false]);
});
