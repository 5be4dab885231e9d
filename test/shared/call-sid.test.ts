import { expect, it } from 'vitest';
import { CALL_SID } from '../../samples/builders.ts';
import { callSidRemark, callSidsMeant, isCallSid } from '../../shared/call-sid.ts';

const OTHER = `CA${'f'.repeat(32)}`;

it.each([
  ['a call SID', CALL_SID],
  ['what a real event carries', 'NO0e1d0e1d0e1d0e1d0e1d0e1d0e1d0e1d'],
  ['blanks around it', ` ${CALL_SID}\n`],
  ['one character', '/'],
  ['other letters', 'САé'],
  ['as many bytes as a key has', 'é'.repeat(1_024)],
])('takes for a key what a partition key can be: %s', (_what, text) => {
  expect(isCallSid(text)).toBe(true);
});

it.each([
  ['nothing', ''],
  ['no text', 1],
  ['half a surrogate pair', 'CA\ud800'],
  ['a byte too many', `${'é'.repeat(1_024)}a`],
])('takes for no key what DynamoDB refuses: %s', (_what, value) => {
  expect(isCallSid(value)).toBe(false);
});

it.each([
  ['a SID', CALL_SID, [CALL_SID]],
  ['a SID of another form', 'NO1', ['NO1']],
  ['blanks around it', ` ${CALL_SID}\n`, [` ${CALL_SID}\n`, CALL_SID]],
  ['blanks around one of another form', ' NO1 ', [' NO1 ', 'NO1']],
  ['quotes', '"NO1"', ['"NO1"', 'NO1']],
  ['upper case', CALL_SID.toUpperCase(), [CALL_SID.toUpperCase(), CALL_SID]],
  ['lower case', CALL_SID.toLowerCase(), [CALL_SID.toLowerCase(), CALL_SID]],
  [
    'a link with the SID twice',
    `https://x/${CALL_SID}?of=${CALL_SID}`,
    [`https://x/${CALL_SID}?of=${CALL_SID}`, CALL_SID],
  ],
  ['a link that escapes quotes', `https://x/?q=%22${CALL_SID}%22`, [`https://x/?q=%22${CALL_SID}%22`, CALL_SID]],
  ['a link to a call of another form', 'https://x/calls/NO%2F1?at=2026', ['https://x/calls/NO%2F1?at=2026', 'NO/1']],
  ['a link of the read API', 'http://x:3000/v1/Voice/TSID1/Events', ['http://x:3000/v1/Voice/TSID1/Events', 'TSID1']],
  ['a link that escapes wrongly', 'https://x/calls/100%', ['https://x/calls/100%', '100%']],
  [
    'a link to a call that no path can carry',
    `https://x/?call=+${CALL_SID}%0A&at=2026`,
    [`https://x/?call=+${CALL_SID}%0A&at=2026`, ` ${CALL_SID}\n`, CALL_SID],
  ],
  [
    'a link of the read API that asks for one',
    'https://x/v1/Voice/Events?Edge=all&CallSid=..%2F',
    ['https://x/v1/Voice/Events?Edge=all&CallSid=..%2F', '../'],
  ],
  ['a link to no call', 'https://x/v1/Voice/Events', ['https://x/v1/Voice/Events']],
  [
    'a link to a call named Events',
    '<https://x/v1/Voice/Events/Events>',
    ['<https://x/v1/Voice/Events/Events>', 'Events'],
  ],
  ['quotes of a letter', '“NO1”,', ['“NO1”,', 'NO1']],
  ['what cannot be seen', '\u200bNO1\ufeff', ['\u200bNO1\ufeff', 'NO1']],
  ['an escape beside what is none', `100%&sid%3D${CALL_SID}`, [`100%&sid%3D${CALL_SID}`, CALL_SID]],
  ['a line of a log', `"call_sid": "${CALL_SID}",`, [`"call_sid": "${CALL_SID}",`, CALL_SID]],
  ['two calls', `${CALL_SID} ${OTHER}`, [`${CALL_SID} ${OTHER}`]],
  ['two SIDs glued together', `${CALL_SID}${OTHER.slice(2)}`, [`${CALL_SID}${OTHER.slice(2)}`]],
  ['a text too long for a key', `${'x '.repeat(2_000)}${CALL_SID}`, [CALL_SID]],
  ['nothing', '', []],
  ['blanks', '  ', ['  ']],
])('looks for what a text says, then for the SID in it: %s', (_what, pasted, meant) => {
  expect(callSidsMeant(pasted)).toEqual(meant);
});

it('remarks on a SID that is no usual one, and says what it may be', () => {
  expect(callSidRemark(CALL_SID)).toBeUndefined();
  expect(callSidRemark('1')).toMatch(/^This SID has 1 character\./);
  expect(callSidRemark(CALL_SID.slice(0, 30))).toMatch(/^This SID has 30 characters\./);
  expect(callSidRemark(`AC${CALL_SID.slice(2)}`)).toBe('This SID begins with AC. A call SID begins with CA.');
  expect(callSidRemark(CALL_SID.toUpperCase())).toMatch(/^This is not how a call SID looks/);
});
