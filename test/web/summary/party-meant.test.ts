import { expect, it } from 'vitest';
import { isParty, partyMeant } from '../../../web/summary/party-meant.ts';

it.each([
  ['+14155550142', '+14155550142'],
  [' "+1 (415) 555-0142" ', '+14155550142'],
  ['+44 20 7946 0201', '+442079460201'],
  ['tel:+1-415-555-0142', '+14155550142'],
  ['+1.415.555‑0142', '+14155550142'],
  ['0044 20 7946 0201', '+442079460201'],
  ['14155550142', '+14155550142'],
  ['client:desk-12', 'client:desk-12'],
  ['Client:Desk 12', 'client:Desk 12'],
  ['sip:alice@pbx.example.com', 'sip:alice@pbx.example.com'],
  ['whatsapp:+14155550142', 'whatsapp:+14155550142'],
])('%j is the party %s', (text, party) => {
  expect(partyMeant(text)).toBe(party);
  expect(isParty(party)).toBe(true);
});

it.each([
  '',
  'desk-12',
  '12345',
  '+1',
  '+1415abc0142',
  'client:',
  'https://example.com',
  `CA${'0'.repeat(32)}`,
  '[redacted]',
])('%j is no party', (text) => {
  expect(partyMeant(text)).toBeUndefined();
  expect(isParty(text)).toBe(false);
});

it('a party of any length is meant, and only one that an address can hold leads to its calls', () => {
  const long = `client:${'é'.repeat(2_000)}`;
  expect(partyMeant(long)).toBe(long);
  expect(isParty(long)).toBe(false);
});
