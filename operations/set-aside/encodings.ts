import { isJsonObject } from '../../shared/json.ts';

/** Letters of a text that may be those of another encoding. */
export interface Encoded {
  letters: string;
  /** What they stand for; undefined where that is nothing known. */
  bytes?: Buffer;
}

/** Of base64, also that of URLs. Shorter ones hold no event. */
const BASE64 = /[A-Za-z0-9+/_-]{16,}={0,2}/g;
/** Where lines of it go on, as in mail. */
const BREAK = /(?<=[A-Za-z0-9+/_-]{32})\s+(?=[A-Za-z0-9+/_-])/g;
const BASE32 = /(?:[A-Z2-7]{32,}|[a-z2-7]{32,})={0,6}/g;
const BASE32_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Also `7b 22`, `7b:22`, `\x7b\x22` and `0x7b, 0x22`. */
const HEX = /(?:(?:0x|\\x)?[\da-f]{2}[\s:,-]{0,2}){32,}/gi;
/** More than the longest hash in use has. */
const LONG_HEX = /^[\da-f]{130,}\s*$/i;

const ESCAPE = /\\(?:u([\da-f]{4})|x([\da-f]{2})|(.))/gis;
const SPELLED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const PERCENT = /(?:%[\da-f]{2})+/gi;
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(quot|apos|amp|lt|gt));/gi;
const ENTITIES: Readonly<Record<string, string>> = { quot: '"', apos: "'", amp: '&', lt: '<', gt: '>' };
/** Of a text that has an escape of its own sign, or of an end of a line, in it. */
const QUOTED_PRINTABLE = /=3D|=\r?\n/;
const QUOTED = /=(?:\r?\n|([\dA-F]{2}))/g;

const BEYOND_ASCII_TEXT = /[^\P{Cc}\s]|[\u0080-\u00ff]/u;
const LEAST_BYTES = 16;

/**
 * What may stand in a text in hexadecimal, base32 or base64, in lines or not.
 * @param isSomething whether bytes can be something that was encoded
 */
export function encodedIn(text: string, isSomething: (bytes: Buffer, letters: string) => boolean): Encoded[] {
  const found: Encoded[] = [];
  const take = (letters: string, bytes: Buffer, isSure = false) => {
    if (!isSure && !isSomething(bytes, letters)) return letters;
    found.push({ letters, bytes });
    return ' ';
  };
  // What is hexadecimal or base32 is letters of base64 too, and means nothing in it.
  const rest = text
    .replace(HEX, (run) => take(run, Buffer.from(run.replace(/0x|\\x|[\s:,-]/gi, ''), 'hex'), LONG_HEX.test(run)))
    .replace(BASE32, (run) => take(run, fromBase32(run)));
  const runs = new Set([rest, rest.replace(BREAK, '')].flatMap((one) => one.match(BASE64) ?? []));
  for (const run of runs) if (take(run, Buffer.from(run, 'base64')) === run) found.push({ letters: run });
  return found;
}

/** A text without one layer of escapes: of mail, of URLs, of HTML, else of JSON and of programs. */
export function plainer(text: string): string {
  if (QUOTED_PRINTABLE.test(text)) return text.replace(QUOTED, fromQuoted);
  const layers = [percentDecoded, withoutEntities, unescapedOnce];
  return layers.map((decode) => decode(text)).find((decoded) => decoded !== text) ?? text;
}

export function unescapedOnce(text: string): string {
  return text.includes('\\') ? text.replace(ESCAPE, spelled) : text;
}

export function percentDecoded(text: string): string {
  return text.replace(PERCENT, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}

/** Bytes as programs write them into JSON: `[123,34]`, `{"0":123,"1":34}`, signed or not; undefined for anything else. */
export function bytesOf(value: unknown): Buffer | undefined {
  const isNumbered = isJsonObject(value) && Object.keys(value).every((name, index) => name === String(index));
  const list: unknown[] = Array.isArray(value) ? value : isNumbered ? Object.values(value) : [];
  const isBytes = list.length >= LEAST_BYTES && list.every((byte) => Number.isInteger(byte) && isOfAByte(Number(byte)));
  return isBytes ? Buffer.from(list as number[]) : undefined;
}

/** Bytes of which each was made a character; undefined for a text that is more than that, or is plain. */
export function bytesOfCharacters(text: string): Buffer | undefined {
  if (!BEYOND_ASCII_TEXT.test(text)) return undefined;
  const bytes = Buffer.from(text, 'latin1');
  return bytes.toString('latin1') === text ? bytes : undefined;
}

function isOfAByte(number: number): boolean {
  return number >= -128 && number <= 255;
}

function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of text.toUpperCase()) {
    if (letter === '=') break;
    held = ((held << 5) | BASE32_LETTERS.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  return Buffer.from(bytes);
}

function spelled(_escape: string, hex4: string | undefined, hex2: string | undefined, character = ''): string {
  const hex = hex4 ?? hex2;
  return hex === undefined ? (SPELLED[character] ?? character) : String.fromCharCode(Number.parseInt(hex, 16));
}

function entity(written: string, decimal: string | undefined, hex: string | undefined, name = ''): string {
  const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  if (point <= 0x10_ff_ff) return String.fromCodePoint(point);
  return ENTITIES[name.toLowerCase()] ?? written;
}

function withoutEntities(text: string): string {
  return text.replace(ENTITY, entity);
}

function fromQuoted(_escape: string, hex = ''): string {
  return Buffer.from(hex, 'hex').toString('latin1');
}

/** Through layers of text in text: what follows on a SID decides whether it is the start of a longer one. */
export function unescaped(text: string, maxLayers: number): string {
  let left = text;
  for (let layer = 0; layer < maxLayers && left.includes('\\'); layer += 1) left = unescapedOnce(left);
  return left;
}
