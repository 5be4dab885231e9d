import { expect, it } from 'vitest';
import { callsInFile } from '../../../operations/backfill/sid-file.ts';
import { CALL_SID } from '../../../samples/builders.ts';
import { callSidsMeant } from '../../../shared/call-sid.ts';

const OTHER_SID = `CA${'f'.repeat(32)}`;
const sids = (file: string | Buffer) =>
  callsInFile(Buffer.from(file), 'sids.csv').map(({ said }) => callSidsMeant(said).at(-1));

it.each([
  ['lines of any ending', `${CALL_SID}\r\n\r\n${OTHER_SID}\r`],
  ['a byte order mark', `\ufeff${CALL_SID}\n${OTHER_SID}`],
  ['UTF-16, as a spreadsheet saves it', Buffer.from(`\ufeff${CALL_SID}\r\n${OTHER_SID}\r\n`, 'utf16le')],
  ['blanks and quotes', ` ${CALL_SID}\t\n"${OTHER_SID}" \n\n`],
  ['single quotes, capitals, a link', `'${CALL_SID.toUpperCase()}'\nhttps://console.twilio.com/calls/${OTHER_SID}/x`],
  ['a header and further columns', `call_sid,from,to\n${CALL_SID},+1,"a,b"\n"${OTHER_SID}",+2,`],
  ['a header in words, and semicolons', `"Call SID";"From"\n${CALL_SID};1\n${OTHER_SID};2\n`],
])('a file of SIDs is read with %s', (_what, file) => {
  expect(sids(file)).toEqual([CALL_SID, OTHER_SID]);
});

it('a line that does not look like a SID is named by its number, and one that cannot be any ends it', () => {
  const [header, call, other] = callsInFile(Buffer.from(`Rufnummer\n${CALL_SID}\n\nNO1\n`), 'sids.csv');
  expect(header).toMatchObject({ said: 'Rufnummer', line: 1, remark: expect.stringContaining('9 characters') });
  expect(call).toEqual({ said: CALL_SID, line: 2 });
  expect(other).toMatchObject({ said: 'NO1', line: 4 });
  expect(() => sids(`${CALL_SID}\n,x`)).toThrow('sids.csv line 2: ,x holds no call SID in its first column');
  expect(() => sids(`${CALL_SID}\n${'x'.repeat(3_000)}`)).toThrow('sids.csv line 2');
  expect(() => sids(Buffer.from(Array.from({ length: 300 }, (_byte, index) => (index * 37) % 256)))).toThrow(
    'sids.csv is not text',
  );
  expect(sids('')).toEqual([]);
});
