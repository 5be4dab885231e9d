import { expect, it } from 'vitest';
import { errorWords } from '../../cli/error-words.ts';
import type { StoredEvent } from '../../families/call-event/item.ts';
import { callCloudEvent, storedEvent } from '../../samples/builders.ts';
import { errorCodeInWords } from '../../shared/error-codes.ts';

function withCode(code: unknown): StoredEvent {
  return storedEvent(callCloudEvent({}, { level: 'ERROR', sdk_edge: { error: { code, message: 'Gone' } } }));
}

it('says of each known code once what it is, what mostly causes it, and where Twilio says more', () => {
  const [gateway, microphone] = [31005, 31401].map(errorCodeInWords);
  const events = [31005, 31999, 31401, 31005, undefined].map(withCode);
  expect(errorWords(events).split('\n')).toEqual([
    `31005: ${gateway?.title}`,
    `  ${gateway?.cause}`,
    '  https://www.twilio.com/docs/api/errors/31005',
    `31401: ${microphone?.title}`,
    `  ${microphone?.cause}`,
    '  https://www.twilio.com/docs/api/errors/31401',
  ]);
});

it.each([40, 80])('breaks its sentences between words for a terminal of %i columns, and no link', (columns) => {
  const codes = [13214, 20101, 31005, 31401, 64114];
  const whole = errorWords(codes.map(withCode));
  const lines = errorWords(codes.map(withCode), columns).split('\n');
  const links = lines.filter((line) => line.startsWith('  https://'));
  expect(links).toHaveLength(codes.length);
  expect(lines.filter((line) => line.length > columns && !links.includes(line))).toEqual([]);
  expect(lines.length).toBeGreaterThan(whole.split('\n').length);
  const words = (text: string) => text.trim().split(/\s+/);
  expect(words(lines.join('\n'))).toEqual(words(whole));
});

it('says nothing of codes that are not known', () => {
  expect(errorWords([31999, '\u001b[2J', null].map(withCode))).toBe('');
});
