import { isUtf8 } from 'node:buffer';
import * as zlib from 'node:zlib';

/** What bytes are, one layer of packing taken away. `problem`: why they cannot be read; `text` is then for a search. */
export type Unpacked =
  | { kind: 'bytes'; bytes: Buffer }
  | { kind: 'text'; text: string }
  | { kind: 'unread'; problem: string; text: string };

type Unzip = (bytes: Buffer, options: zlib.ZlibOptions) => Buffer;

/** What was cut off is not kept either, so all that there is of it is read. */
const WITH_OPEN_END = { finishFlush: zlib.constants.Z_SYNC_FLUSH };
/** Formats that their first bytes tell. */
const MARKED: readonly { name: string; start: readonly number[]; unzip: Unzip }[] = [
  {
    name: 'gzip',
    start: [0x1f, 0x8b],
    unzip: (bytes, options) => zlib.gunzipSync(bytes, { ...options, ...WITH_OPEN_END }),
  },
  {
    name: 'zstd',
    start: [0x28, 0xb5, 0x2f, 0xfd],
    unzip: (bytes, { maxOutputLength }) => zlib.zstdDecompressSync(bytes, { maxOutputLength }),
  },
];
/** Formats that show when they are tried: what comes out is text. */
const UNMARKED: readonly Unzip[] = [
  (bytes, options) => zlib.inflateSync(bytes, { ...options, ...WITH_OPEN_END }),
  zlib.inflateRawSync,
  zlib.brotliDecompressSync,
];
const MARKS: readonly { start: readonly number[]; encoding: Encoding }[] = [
  { start: [0xff, 0xfe, 0, 0], encoding: 'utf-32le' },
  { start: [0, 0, 0xfe, 0xff], encoding: 'utf-32be' },
  { start: [0xff, 0xfe], encoding: 'utf-16le' },
  { start: [0xfe, 0xff], encoding: 'utf-16be' },
];

type Encoding = 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

/** What is said of bytes that are nothing known. */
export const BINARY = 'bytes that are no text';
/** Enough to tell by. */
const LOOKED_AT = 4_096;
/** Fewer bytes hold no event, however they are packed. */
const LEAST_BYTES = 16;

/** @param maxBytes of what may come out of it: what is packed small can be of any size */
export function unpack(bytes: Buffer, maxBytes: number): Unpacked {
  const marked = MARKED.find(({ start }) => startsWith(bytes, start));
  if (marked !== undefined) return unzipped(bytes, marked, maxBytes);
  const encoding = MARKS.find(({ start }) => startsWith(bytes, start))?.encoding ?? encodingByZeros(bytes);
  if (encoding !== undefined) return { kind: 'text', text: decodeWide(bytes, encoding) };
  if (isUtf8(bytes)) return { kind: 'text', text: withoutMark(bytes.toString('utf8')) };
  const found = unzippedByTrial(bytes, maxBytes);
  if (found !== undefined) return found;
  const text = bytes.toString('utf8');
  if (bytes.length < LEAST_BYTES || isMostlyText(text)) return { kind: 'text', text };
  return { kind: 'unread', problem: BINARY, text };
}

/**
 * Whether bytes can be something that was encoded: packed, or a text. Most texts in base64's alphabet are neither.
 * @param isTried also as formats that show only when they are tried, which takes its time
 */
export function isSomething(bytes: Buffer, isTried: boolean): boolean {
  if (bytes.length === 0) return false;
  if (MARKED.some(({ start }) => startsWith(bytes, start))) return true;
  if (MARKS.some(({ start }) => startsWith(bytes, start)) || encodingByZeros(bytes) !== undefined) return true;
  if (isUtf8(bytes)) return isMostlyText(bytes.toString('utf8'));
  return isTried && unzippedByTrial(bytes, LOOKED_AT) !== undefined;
}

function unzipped(bytes: Buffer, { name, unzip }: { name: string; unzip: Unzip }, maxOutputLength: number): Unpacked {
  try {
    return { kind: 'bytes', bytes: unzip(bytes, { maxOutputLength }) };
  } catch (error) {
    const problem = isTooLarge(error) ? tooLarge(maxOutputLength) : `damaged ${name}`;
    return { kind: 'unread', problem, text: '' };
  }
}

function unzippedByTrial(bytes: Buffer, maxOutputLength: number): Unpacked | undefined {
  for (const unzip of UNMARKED) {
    try {
      const out = unzip(bytes, { maxOutputLength });
      // Of other bytes, such a format makes nothing, or nonsense.
      if (out.length > 0 && isSomething(out, false)) return { kind: 'bytes', bytes: out };
    } catch (error) {
      if (isTooLarge(error)) return { kind: 'unread', problem: tooLarge(maxOutputLength), text: '' };
    }
  }
  return undefined;
}

export function tooLarge(maxBytes: number): string {
  return `more than ${Math.round(maxBytes / 1024 / 1024)} MB when it is unpacked`;
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

function startsWith(bytes: Buffer, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

/** Text of few characters beyond ASCII has its zeros in the same places of every character. */
function encodingByZeros(bytes: Buffer): Encoding | undefined {
  const start = bytes.subarray(0, LOOKED_AT - (LOOKED_AT % 4));
  if (start.length < 4) return undefined;
  const zeros = [0, 0, 0, 0];
  for (const [index, byte] of start.entries()) if (byte === 0) zeros[index % 4] = (zeros[index % 4] ?? 0) + 1;
  const [first = false, second = false, third = false, fourth = false] = zeros.map(
    (count) => count > start.length / 4 / 2,
  );
  if (second && third && fourth && !first) return 'utf-32le';
  if (first && second && third && !fourth) return 'utf-32be';
  if (second && fourth && !first && !third) return 'utf-16le';
  return first && third && !second && !fourth ? 'utf-16be' : undefined;
}

function decodeWide(bytes: Buffer, encoding: Encoding): string {
  if (encoding === 'utf-16le') return withoutMark(bytes.toString('utf16le'));
  const width = encoding === 'utf-16be' ? 2 : 4;
  const whole = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % width)));
  if (encoding === 'utf-16be') return withoutMark(whole.swap16().toString('utf16le'));
  if (encoding === 'utf-32be') whole.swap32();
  const units: string[] = [];
  for (let at = 0; at < whole.length; at += width) {
    const point = whole.readUInt32LE(at);
    units.push(point <= 0x10_ff_ff ? String.fromCodePoint(point) : '\ufffd');
  }
  return withoutMark(units.join(''));
}

function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** Also one of another character set, which is ASCII for the most part, or one that was cut within a character. */
export function isMostlyText(text: string): boolean {
  const start = text.slice(0, LOOKED_AT);
  const strange = start.match(/[^\P{Cc}\t\n\r]|\ufffd/gu)?.length ?? 0;
  return strange * 5 <= start.length;
}
