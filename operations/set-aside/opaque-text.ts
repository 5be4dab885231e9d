const LEAST_OPAQUE = 100;
/** Characters of a text: enough to tell by. */
const LOOKED_AT = 16_384;
const KINDS = [/\d/, /[a-z]/, /[A-Z]/];
const SIGN = /[^\w\s]/;

/** What is encrypted or packed changes between letters, capitals and digits all the time; words and names do not. */
export function isOpaque(text: string): boolean {
  return isMixed(text, { kinds: KINDS, share: 0.3, characters: 10 });
}

/** The same with signs among them, as base85 has it: a log or a program has words, and numbers fewer characters. */
export function isScrambled(text: string): boolean {
  return isMixed(text, { kinds: [...KINDS, SIGN], share: 0.6, characters: 40 });
}

/** Whether one kind of character follows on another all over: in so great a share, and of so many characters. */
function isMixed(text: string, { kinds, share, characters }: { kinds: RegExp[]; share: number; characters: number }) {
  if (text.length < LEAST_OPAQUE) return false;
  const start = Array.from(text.slice(0, LOOKED_AT));
  const found = start.map((character) => kinds.findIndex((kind) => kind.test(character)));
  const isChange = (kind: number, index: number) => {
    const before = found[index - 1] ?? -1;
    return kind !== -1 && before !== -1 && kind !== before;
  };
  return found.filter(isChange).length > start.length * share && new Set(start).size >= characters;
}
