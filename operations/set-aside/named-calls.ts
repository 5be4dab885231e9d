import { isUtf8 } from 'node:buffer';
import { decodeEvent } from '../../lambda/ingest/decode.ts';
import { isJsonObject } from '../../shared/json.ts';
import { bytesOf, bytesOfCharacters, encodedIn, percentDecoded, plainer, unescaped } from './encodings.ts';
import { literals } from './literals.ts';
import { isOpaque, isScrambled } from './opaque-text.ts';
import { BINARY, isMostlyText, isSomething, tooLarge, unpack } from './unpack.ts';

/**
 * Which calls something that is kept names. It is read as ingest reads it, and beyond that: whatever `redrive` makes a
 * row of is found here, and so is what a later version may make one of.
 */
export interface Naming {
  /** Values of `call_sid` and of members named like it, exactly as a row would have them. */
  calls: ReadonlySet<string>;
  /** The same of `conference_sid`. */
  conferences: ReadonlySet<string>;
  /** Everything in it that is text, layer by layer, for a search. */
  texts: readonly string[];
  /** Texts that are no JSON and in which no such member was found. */
  loose: readonly string[];
  /** Values of members that say who took part in a call. */
  parties: ReadonlySet<string>;
  /** Of each event that says so, its calls and who took part in them. */
  between: readonly { callSids: readonly string[]; parties: readonly string[] }[];
  /** Why some of it cannot be read, so that it may name any call. */
  problem?: string;
}

/** All layers together; a record is 10 MiB at most. */
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_LAYERS = 8;
const TOO_MANY_LAYERS = `packed in more than ${MAX_LAYERS} layers`;
const OPAQUE = 'text that may be encrypted, or encoded in an unknown way';

const CALL_NAME = /call[_-]?sids?$/i;
const CONFERENCE_NAME = /conference[_-]?sids?$/i;
const PARTY_NAME = /^(from|to|caller|called|callee)$/i;
/** `"call_sid":"…"`, `call_sid: …`, `CallSid=…`: what is left of JSON that was cut, a form, a line of a log. */
const PAIR = /call[_-]?sids?["']?\s*[:=]\s*("[^"\\]*(?:\\.[^"\\]*)*"|'[^']*'|[^\s"'&,;}\]]+)/gis;
/** JSON that holds something. */
const STARTS = /^\s*[[{"]/;
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;
/** Characters of an event that was packed, and then encoded. */
const LEAST_PACKED = 64;
/** A shorter text holds no event, however it is written. */
const LEAST_TEXT = 16;

/** What a part of it was found to be. */
interface Part {
  namesCalls: boolean;
  problem?: string;
}

const NOTHING: Part = { namesCalls: false };

/** Reads the data of a record, which should be base64 and is not always. */
export function namedInData(data: string): Naming {
  return collect(({ ofBytes, ofText }) =>
    BASE64.test(data) ? ofBytes(Buffer.from(data, 'base64'), 0) : ofText(data, 0),
  );
}

export function namedInText(text: string): Naming {
  return collect(({ ofText }) => ofText(text, 0));
}

/** @param value as JSON.parse makes it */
export function namedInValue(value: unknown): Naming {
  return collect(({ ofValue }) => ofValue(value, 0));
}

interface Found {
  calls: Set<string>;
  conferences: Set<string>;
  texts: string[];
  loose: string[];
  parties: Set<string>;
  between: { callSids: readonly string[]; parties: readonly string[] }[];
}

type Reader = ReturnType<typeof createReader>;

function collect(read: (reader: Reader) => Part): Naming {
  const found: Found = {
    calls: new Set(),
    conferences: new Set(),
    texts: [],
    loose: [],
    parties: new Set(),
    between: [],
  };
  const { problem } = read(createReader(found));
  return { ...found, ...(problem !== undefined && { problem }) };
}

function createReader({ calls, conferences, texts, loose, parties, between }: Found) {
  let bytesLeft = MAX_BYTES;

  /** Undefined where it may be read. */
  function spend(size: number, layer: number): Part | undefined {
    if (layer > MAX_LAYERS) return { namesCalls: false, problem: TOO_MANY_LAYERS };
    bytesLeft -= size;
    return bytesLeft < 0 ? { namesCalls: false, problem: tooLarge(MAX_BYTES) } : undefined;
  }

  function ofBytes(bytes: Buffer, layer: number): Part {
    const end = spend(bytes.length, layer);
    if (end !== undefined) return end;
    const unpacked = unpack(bytes, Math.max(1, bytesLeft));
    if (unpacked.kind === 'bytes') return ofBytes(unpacked.bytes, layer + 1);
    const readings = isUtf8(bytes) || !unpacked.text.includes('\ufffd') ? [] : [bytes.toString('latin1')];
    const part = all([unpacked.text, ...readings].map((text) => ofText(text, layer)));
    return unpacked.kind === 'unread' ? { ...part, problem: unpacked.problem } : part;
  }

  function ofText(text: string, layer: number): Part {
    const end = spend(text.length, layer);
    if (end !== undefined) return end;
    const readable = unescaped(text, MAX_LAYERS);
    texts.push(readable);
    const value = parse(text);
    // Digits alone are letters of an encoding too.
    if (value !== undefined && typeof value !== 'number') return ofValue(value, layer);
    const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '');
    const values = lines.map((line) => (STARTS.test(line) ? parse(line) : undefined));
    const ofLines = all(values.map((line) => (line === undefined ? NOTHING : ofValue(line, layer))));
    if (lines.length > 0 && !values.includes(undefined)) return ofLines;
    const part = all([ofLines, scan(text), ofLiterals(text, layer), ofEncoded(text, layer)]);
    if (!part.namesCalls) loose.push(readable);
    return part;
  }

  /** Of a list, each element by itself: that one can be read says nothing of another. */
  function ofValue(value: unknown, layer: number): Part {
    if (!Array.isArray(value) || bytesOf(value) !== undefined) return ofDocument(value, layer);
    return all(value.map((element) => ofDocument(element, layer)));
  }

  /** JSON can be nested deeper than functions can call one another. */
  function ofDocument(document: unknown, layer: number): Part {
    const strings: string[] = [];
    const parts: Part[] = [];
    const stack: { name: string; value: unknown }[] = [{ name: '', value: document }];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { name, value } = next;
      const bytes = bytesOf(value);
      if (bytes !== undefined && isPacked(bytes)) parts.push(ofBytes(bytes, layer + 1));
      if (Array.isArray(value)) for (const element of value) stack.push({ name, value: element });
      else if (isJsonObject(value)) {
        for (const [member, inner] of Object.entries(value)) {
          strings.push(member);
          stack.push({ name: member, value: inner });
        }
      } else if ((typeof value === 'string' || typeof value === 'number') && CALL_NAME.test(name)) {
        calls.add(String(value));
        parts.push({ namesCalls: true });
      } else if ((typeof value === 'string' || typeof value === 'number') && PARTY_NAME.test(name)) {
        parties.add(String(value));
      } else if (typeof value === 'string' && CONFERENCE_NAME.test(name)) {
        conferences.add(value);
      }
      if (typeof value !== 'string') continue;
      strings.push(value);
      parts.push(ofLeaf(value, layer));
    }
    if (strings.length > 0) texts.push(strings.join('\n'));
    const decoded = decodeEvent(document);
    if (!decoded.ok) return all(parts);
    const { family, event } = decoded.value;
    const named = family.callSids(event);
    const ofConferences = family.conferenceSids?.(event) ?? [];
    for (const conferenceSid of ofConferences) conferences.add(conferenceSid);
    if (named.length + ofConferences.length === 0) return all(parts);
    for (const callSid of named) calls.add(callSid);
    if (family.parties !== undefined && named.length > 0)
      between.push({ callSids: named, parties: family.parties(event) });
    // It says whose it is: that some part of it is not understood makes it nobody else's.
    return { namesCalls: true };
  }

  function ofLeaf(text: string, layer: number): Part {
    if (text.length < LEAST_TEXT) return NOTHING;
    const value = STARTS.test(text) ? parse(text) : undefined;
    if (value === undefined) return all([scan(text), ofEncoded(text, layer)]);
    return spend(text.length, layer + 1) ?? ofValue(value, layer + 1);
  }

  function ofLiterals(text: string, layer: number): Part {
    return all(
      literals(text).map((literal) => {
        const value = parse(literal);
        return typeof value === 'string' ? ofLeaf(value, layer) : NOTHING;
      }),
    );
  }

  function scan(text: string): Part {
    let namesCalls = false;
    for (const [, value = ''] of text.matchAll(PAIR)) {
      const said = /^["']/.test(value) ? (parse(value) ?? value.slice(1, -1)) : percentDecoded(value);
      calls.add(String(said));
      namesCalls = true;
    }
    return { namesCalls };
  }

  /** What may stand in a text in the letters of another encoding. */
  function ofEncoded(text: string, layer: number): Part {
    const parts: Part[] = [];
    const characters = bytesOfCharacters(text);
    if (characters !== undefined && isSomething(characters, true)) return ofBytes(characters, layer + 1);
    if (text.length >= LEAST_TEXT && !isMostlyText(text)) parts.push({ namesCalls: false, problem: BINARY });
    const plain = plainer(text);
    if (plain !== text) parts.push(ofText(plain, layer + 1));
    for (const { letters, bytes } of encodedIn(text, isPacked)) {
      if (bytes !== undefined) parts.push(ofBytes(bytes, layer + 1));
      else if (isOpaque(letters)) parts.push({ namesCalls: false, problem: OPAQUE });
    }
    if (parts.length === 0 && isScrambled(text)) parts.push({ namesCalls: false, problem: OPAQUE });
    return all(parts);
  }

  return { ofBytes, ofText, ofValue };
}

function all(parts: readonly Part[]): Part {
  const problem = parts.find((part) => part.problem !== undefined)?.problem;
  return { namesCalls: parts.some(({ namesCalls }) => namesCalls), ...(problem !== undefined && { problem }) };
}

/** @param letters what the bytes stand in: few are not tried as what shows only then */
function isPacked(bytes: Buffer, letters?: string): boolean {
  return (
    isSomething(bytes, letters === undefined || letters.length >= LEAST_PACKED) || isMostlyText(bytes.toString('utf8'))
  );
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
