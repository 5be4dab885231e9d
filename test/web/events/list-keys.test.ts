import { expect, it } from 'vitest';
import { KEYS, listAction } from '../../../web/events/list-keys.ts';

const NONE = { ctrlKey: false, metaKey: false, altKey: false, isTyping: false };

it('has a key for each thing that one does to a list', () => {
  const keys = KEYS.map(({ key }) => listAction({ ...NONE, key }));
  expect(keys).toEqual(['next', 'previous', undefined, 'show-new', 'pause', undefined, 'help']);
});

it('leaves keys to fields, to the browser, and to whatever else has them', () => {
  for (const pressed of [{ isTyping: true }, { ctrlKey: true }, { metaKey: true }, { altKey: true }]) {
    expect(listAction({ ...NONE, key: 'j', ...pressed })).toBeUndefined();
  }
  expect(listAction({ ...NONE, key: 'constructor' })).toBeUndefined();
});
