import { expect, it } from 'vitest';
import { SDK_ERROR } from '../../samples/sdk-error.ts';
import { errorCodeInWords } from '../../shared/error-codes.ts';

it('tells the title, a likely cause and the page of a code', () => {
  expect(errorCodeInWords(31401)).toEqual({
    title: 'UserMedia Permission Denied Error',
    cause: 'The user, the browser or the operating system does not let the page use the microphone.',
    url: 'https://www.twilio.com/docs/api/errors/31401',
  });
});

it('knows every code of the sample calls', () => {
  const codes = [...Object.values(SDK_ERROR).map(({ code }) => code), 64107];
  expect(codes.filter((code) => errorCodeInWords(code) === undefined)).toEqual([]);
});

it('says nothing about a code it does not know', () => {
  expect(errorCodeInWords(31999)).toBeUndefined();
  expect(errorCodeInWords(Number.NaN)).toBeUndefined();
});
