import type { ArchiveValue } from '../../families/archive/column.ts';

/** A part of all keys, so that no more of them need be held at once: those whose hash ends with some bits. */
export interface KeyPart {
  bits: number;
  value: number;
}

/** The columns of a key, of all rows. */
type KeyColumns = readonly (readonly (ArchiveValue | undefined)[] | undefined)[];

/** Two parts: each key of one is in one of the two. */
export function halvesOf({ bits, value }: KeyPart): KeyPart[] {
  return [value, value + 2 ** bits].map((half) => ({ bits: bits + 1, value: half }));
}

/** Whether the key of a row is of a part. */
export function isIn({ bits, value }: KeyPart, key: KeyColumns, row: number): boolean {
  return bits === 0 || (hashOf(key, row) & (2 ** bits - 1)) === value;
}

/** 32 bits: FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/ */
function hashOf(key: KeyColumns, row: number): number {
  let hash = 0x811c9dc5;
  for (const values of key) {
    const text = String(values?.[row] ?? '');
    for (let place = 0; place < text.length; place += 1) hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
  }
  // The last bits alone are less even.
  return hash ^ (hash >>> 15);
}

/** A text that rows alike have and no others: of each value it says how long it is, or where it ends. */
export function keyText(key: KeyColumns, row: number): string {
  let text = '';
  for (const values of key) {
    const value = values?.[row] ?? null;
    text += typeof value === 'string' ? `${value.length}:${value}` : `${value};`;
  }
  return text;
}
