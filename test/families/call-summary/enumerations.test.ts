import { expect, it } from 'vitest';
import { CALL_STATES, DIRECTIONS, oneOf, SUMMARY_EDGES } from '../../../families/call-summary/enumerations.ts';

it('a value is found in whichever way Twilio spells it', () => {
  expect(DIRECTIONS.map((value) => oneOf(DIRECTIONS, value))).toEqual([...DIRECTIONS]);
  for (const spelling of ['outbound-api', 'OUTBOUND_API', 'Outbound API', 'outboundApi']) {
    expect(oneOf(DIRECTIONS, spelling)).toBe('outbound_api');
  }
  expect(oneOf(CALL_STATES, 'no-answer')).toBe('noanswer');
});

it('anything else is no value', () => {
  for (const other of ['', 'finished', 'unknown_state', null, undefined, 7, ['busy'], { busy: true }]) {
    expect(oneOf(CALL_STATES, other)).toBeUndefined();
  }
  expect(oneOf(SUMMARY_EDGES, 'unknown_edge')).toBeUndefined();
});
