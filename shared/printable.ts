/** Control and format characters, among them those that move the cursor or turn the reading direction. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const UNSAFE_IN_JSON = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/gu;

/** What others wrote, without what a terminal would obey: such characters are spelled out, no value is cut. */
export function printable(value: unknown): string {
  if (value === undefined || value === null) return '';
  return (typeof value === 'string' ? value : JSON.stringify(value)).replace(UNSAFE, spelledOut);
}

/** The same for a JSON document, which means what it meant: inside of its strings an escape is the character. */
export function printableJson(json: string): string {
  return json.replace(UNSAFE_IN_JSON, spelledOut);
}

function spelledOut(character: string): string {
  return Array.from(
    { length: character.length },
    (_unit, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}
