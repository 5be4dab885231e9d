import { expect, it } from 'vitest';
import { type ItemForm, makeItem } from '../../../lambda/store/item.ts';

const FORM: ItemForm = {
  table: 'call-events',
  partitionKey: { name: 'id', inWords: 'id' },
  sortKey: { name: 'part', inWords: 'part' },
  ours: new Set(['event_id', 'other']),
  replaced: new Set(['id']),
};

function jsonOf(ours: Record<string, unknown>, data: Record<string, unknown>): string {
  const item = makeItem(FORM, ours, data);
  if (!item.ok) throw new Error(item.detail);
  return item.value.json;
}

it('an item has each name once, and what is ours is never what an event says', () => {
  const json = jsonOf(
    { id: 'NT1', part: 'note#1' },
    { id: 'x', part: 'x', event_id: 'x', other: 'x', constructor: 'x' },
  );
  const x = { S: 'x' };
  const other = { M: { part: x, event_id: x, other: x } };
  expect(json).toBe(JSON.stringify({ id: { S: 'NT1' }, part: { S: 'note#1' }, constructor: x, other }));
});

it('rows of one key in two tables are two, and so are those whose keys are alike put together', () => {
  const key = (form: Partial<ItemForm>, id: string, part: string) => {
    const item = makeItem({ ...FORM, ...form }, { id, part }, {});
    return item.ok && item.value.key;
  };
  const elsewhere = { table: 'notes' as ItemForm['table'] };
  const keys = [key({}, 'a', 'b'), key(elsewhere, 'a', 'b'), key({}, 'a b', 'c'), key({}, 'a', 'b c')];
  expect(new Set(keys).size).toBe(4);
});

it.each([
  [{ id: 'x'.repeat(2_049), part: 'a' }, 'id: 2049 bytes, DynamoDB holds a key of 2048'],
  [{ id: 'a', part: 'é'.repeat(513) }, 'part: 1026 bytes, DynamoDB holds a key of 1024'],
])('a key that is too long is told, in the words of its form', (ours, detail) => {
  expect(makeItem(FORM, ours, {})).toEqual({ ok: false, reason: 'key-too-long', detail });
});
