import { expect, it } from 'vitest';
import { callSidIn, lengthRemark, whyNoCallSid } from '../../web/sid-search.ts';
import { CALL_SID } from '../builders.ts';

it.each([
  [CALL_SID, CALL_SID],
  [` ${CALL_SID}\n`, CALL_SID],
  [`https://console.twilio.com/us1/monitor/logs/calls/${CALL_SID}?frameUrl=x`, CALL_SID],
  [`"call_sid": "${CALL_SID}",`, CALL_SID],
  ['CA123', 'CA123'],
  [CALL_SID.toLowerCase(), CALL_SID],
])('finds the call in what was pasted: %s', (pasted, callSid) => {
  expect(callSidIn(pasted)).toBe(callSid);
});

it.each(['', 'CA', 'hello', `AC${CALL_SID.slice(2)}`, `${CALL_SID}${CALL_SID.slice(2)}`])(
  'finds none in %j',
  (pasted) => {
    expect(callSidIn(pasted)).toBeUndefined();
  },
);

it('says what a SID is of that is no call’s, and what one looks like', () => {
  expect(whyNoCallSid(`AC${CALL_SID.slice(2)}`)).toMatch(/^That begins with AC, .* such as CA0123/);
  expect(whyNoCallSid('hello')).toMatch(/^That is no call SID\. One is CA and 32 digits/);
});

it('remarks on a SID that is probably cut', () => {
  expect(lengthRemark(CALL_SID)).toBeUndefined();
  expect(lengthRemark(CALL_SID.slice(0, 30))).toBe('This SID has 30 characters; they mostly have 34.');
});
