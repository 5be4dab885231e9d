/** Where what follows begins: at a key, which belongs to it, or behind one. Keys are `<start, UTC, ms>#CA…`. */
export interface StartedPlace {
  upTo?: string;
  beyond?: string;
}

/** What the keys of a place are no greater than. */
export function firstKey({ upTo = '', beyond = upTo }: StartedPlace): string {
  return beyond;
}
