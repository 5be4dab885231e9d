/** Control and format characters, among them those that move the cursor or turn the reading direction. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const UNSAFE_IN_JSON = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/gu;

/** What others wrote, without what a terminal would obey: such characters are spelled out, no value is cut. */
export function printable(value: unknown): string {
  if (value === undefined || value === null) return '';
  return (typeof value === 'string' ? value : JSON.stringify(value)).replace(UNSAFE, spelledOut);
}

/** The start of it, for a place where what others wrote must not take more room than so many characters. */
export function printableStart(text: string, length: number): string {
  const start = printable(text.slice(0, length + 1));
  // Cut anywhere, also in the middle of a surrogate pair.
  return start.length <= length ? start.toWellFormed() : `${start.slice(0, length).toWellFormed()}…`;
}

/** Printable, too, a JSON document, which means what it meant: inside of its strings an escape is the character. */
export function printableJson(json: string): string {
  return json.replace(UNSAFE_IN_JSON, spelledOut);
}

function spelledOut(character: string): string {
  return Array.from(
    { length: character.length },
    (_unit, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}
