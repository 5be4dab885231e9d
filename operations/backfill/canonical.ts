import { isJsonObject } from '../../shared/json.ts';

/** JSON text of what a value says: two values with the members in another order, or with nulls besides, are one. */
export function canonical(value: unknown): string {
  return JSON.stringify(sorted(value)) ?? 'null';
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  // As a list: an object would take the name `__proto__` for something else, and put names of digits first.
  return {
    object: members.sort(([a], [b]) => (a < b ? -1 : Number(a > b))).map(([name, member]) => [name, sorted(member)]),
  };
}
