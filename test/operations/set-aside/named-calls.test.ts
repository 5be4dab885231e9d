import { randomBytes } from 'node:crypto';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../lambda/ingest/decode.ts';
import { isNamed } from '../../../operations/set-aside/is-named.ts';
import { namedInData } from '../../../operations/set-aside/named-calls.ts';
import { CALL_SID, cloudEvent, eventId } from '../../../samples/builders.ts';

const OTHER_SID = `CA${'f'.repeat(32)}`;
const named = (bytes: string | Uint8Array, callSid = CALL_SID) =>
  isNamed(callSid, namedInData(Buffer.from(bytes).toString('base64')));
const eventOf = (callSid: string, members = {}) =>
  JSON.stringify(cloudEvent({ id: eventId(9), source: undefined, ...members }, { call_sid: callSid }));
const EVENT = eventOf(CALL_SID);
const ESCAPED = EVENT.replace(CALL_SID, `\\u0043\\u0041${CALL_SID.slice(2)}`);
const wide = (text: string, bytes: number, isBig: boolean) => {
  const buffer = Buffer.alloc(text.length * bytes);
  for (const [index, character] of Array.from(text).entries()) {
    const at = index * bytes + (isBig ? bytes - 2 : 0);
    if (isBig) buffer.writeUInt16BE(character.charCodeAt(0), at);
    else buffer.writeUInt16LE(character.charCodeAt(0), at);
  }
  return buffer;
};
const base64 = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64');
const base32 = (text: string) => {
  const bits = Array.from(Buffer.from(text), (byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = bits.match(/.{1,5}/g) ?? [];
  return letters.map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
};
const wrapped = (text: string) => text.replace(/.{76}/g, '$&\r\n');

/** An event in ASCII85. */
const ASCII85 =
  "HQm07,!$o:=tq3P,'8*LAKj/Z@rH3:FE_G8Bl>VIDeW]m/no3EBkM+$F\"Us2Cht\\7G%GQ5/otQ=+tOpK@<>p%3dW&\\@;KaeF(o//3[-pW0d8.mFD5T'F*(i-E$@=e1,(IA/MSt31,)Z^1-.*C3\\W6k+tOpSAThX$,!$o:;Gp:g,(4k";

/** Ways to write an event of a call that people and programs have. */
const FORMS: Record<string, (event: string) => string | Uint8Array> = {
  'as it is': (event) => event,
  'with a byte order mark': (event) => `\ufeff${event}`,
  'with escapes': (event) => event.replace(/\\u.{4}|0/g, (text) => (text === '0' ? '\\u0030' : text)),
  'as JSON text': (event) => JSON.stringify(event),
  'as JSON text in a member': (event) => JSON.stringify({ message: JSON.stringify({ body: event }) }),
  'as JSON text, cut': (event) => JSON.stringify({ body: JSON.stringify({ body: event }) }).slice(0, -20),
  cut: (event) => event.slice(0, -3),
  'cut, with escapes': (event) => event.replaceAll('A', '\\u0041').slice(0, -3),
  twice: (event) => event + event,
  'as JSON Lines': (event) => `${eventOf(OTHER_SID)}\n${event}\n`,
  'as a list': (event) => `[${eventOf(OTHER_SID)},${event}]`,
  'in another character set': (event) => Buffer.from(event.replace('connection', 'c\xf6nn\xe9ction'), 'latin1'),
  'in UTF-16': (event) => wide(event, 2, false),
  'in UTF-16 with a mark': (event) => wide(`\ufeff${event}`, 2, false),
  'in UTF-16, high bytes first': (event) => wide(event, 2, true),
  'in UTF-16, high bytes first, with a mark': (event) => wide(`\ufeff${event}`, 2, true),
  'in UTF-32': (event) => wide(event, 4, false),
  'in UTF-32, high bytes first': (event) => wide(`\ufeff${event}`, 4, true),
  gzipped: (event) => gzipSync(event),
  'gzipped twice': (event) => gzipSync(gzipSync(event)),
  'gzipped, and cut': (event) => gzipSync(event + ' and more'.repeat(1_000)).subarray(0, -20),
  deflated: (event) => deflateSync(event),
  'deflated, raw': (event) => deflateRawSync(event),
  'with brotli': (event) => brotliCompressSync(event),
  'with zstd': (event) => zstdCompressSync(event),
  'in base64': base64,
  'in base64 twice': (event) => base64(base64(event)),
  'in base64, in lines': (event) => wrapped(base64(event)),
  'in base64 of URLs': (event) => Buffer.from(event).toString('base64url'),
  'in quotes, in base64': (event) => `"${base64(event)}"`,
  'as a data URL': (event) => `data:application/json;base64,${base64(event)}`,
  'as a token': (event) =>
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(event).toString('base64url')}.`,
  'in hexadecimal': (event) => Buffer.from(event).toString('hex'),
  'in hexadecimal twice': (event) => Buffer.from(Buffer.from(event).toString('hex')).toString('hex'),
  'in hexadecimal, with colons': (event) =>
    Buffer.from(event)
      .toString('hex')
      .replace(/..(?=.)/g, '$&:'),
  'in hexadecimal, as programs have it': (event) => Buffer.from(event).toString('hex').replace(/../g, '\\x$&'),
  'in hexadecimal, in a line of a log': (event) => `INFO payload=${Buffer.from(event).toString('hex')} end`,
  'in hexadecimal, in another character set': (event) =>
    Buffer.from(event.replace('connection', 'c\xf6nn\xe9ction'), 'latin1').toString('hex'),
  'in base32': base32,
  'in base64, in lines of a letter': (event) => `To: x\r\n\r\n${wrapped(base64(event))}\r\n-- \r\nx`,
  'as a list of bytes': (event) => JSON.stringify([...Buffer.from(event)]),
  'as a Buffer in JSON': (event) => JSON.stringify({ body: gzipSync(event) }),
  'as typed bytes in JSON': (event) => JSON.stringify({ body: new Uint8Array(Buffer.from(event)) }),
  'as signed bytes in JSON': (event) => JSON.stringify({ body: [...new Int8Array(gzipSync(event))] }),
  'gzipped, each byte a character of JSON': (event) => JSON.stringify({ body: gzipSync(event).toString('latin1') }),
  'in UTF-16, each byte a character of JSON': (event) => JSON.stringify(wide(event, 2, false).toString('latin1')),
  'in entities of HTML': (event) => Array.from(event, (character) => `&#${character.codePointAt(0)};`).join(''),
  'in a letter, quoted': (event) => event.replaceAll('=', '=3D').replace(/.{70}/g, '$&=\r\n'),
  'as a form': (event) => `a=1&payload=${encodeURIComponent(event)}`,
  'in a member, gzipped, in base64': (event) => JSON.stringify({ awslogs: { data: base64(gzipSync(event)) } }),
  'in a member, deflated, in base64': (event) => JSON.stringify({ data: base64(deflateSync(event)) }),
  'in UTF-16, gzipped, in base64': (event) => base64(gzipSync(wide(event, 2, false))),
};

describe('the calls that a record names', () => {
  it.each(Object.entries(FORMS))('are found in an event %s', (_form, write) => {
    expect(named(write(EVENT))).toBe(true);
    expect(named(write(ESCAPED))).toBe(true);
    expect(named(write(eventOf(OTHER_SID)))).toBe(false);
    expect(named(write(eventOf(`${CALL_SID}0`)))).toBe(false);
  });

  it.each([
    ' CA\n',
    '1',
    'a',
    'call "one" \\ (.*)+?[$^]',
    'Gespräch 7',
    `NO${'0e1d'.repeat(8)}`,
    `TSID${'7'.repeat(16)}`,
    `AC${'fedcba9876543210'.repeat(2)}`,
    'x'.repeat(2_000),
  ])('are those that it is of, whatever their SIDs are: %j', (callSid) => {
    for (const [form, write] of Object.entries(FORMS)) {
      expect([form, named(write(eventOf(callSid)), callSid)]).toEqual([form, true]);
      expect([form, named(write(eventOf(`${callSid}0`)), callSid)]).not.toEqual([form, true]);
    }
    expect(named(EVENT, callSid)).toBe(false);
  });

  it('hold those of every row that ingest makes of it', () => {
    for (const write of Object.values(FORMS)) {
      const data = base64(write(EVENT));
      for (const event of decode(data).events) {
        const [callSid] = event.ok ? event.value.family.callSids(event.value.event) : [];
        if (callSid !== undefined) expect(namedInData(data).calls).toContain(callSid);
      }
    }
  });

  it('are also those that it refers to', () => {
    expect(named(eventOf(OTHER_SID, { source: `/v1/Voice/${CALL_SID}/Events` }))).toBe(true);
    expect(named(JSON.stringify({ parent_call_sid: '1' }), '1')).toBe(true);
    expect(named(`xff\x00{${CALL_SID}`)).toBe(true);
    expect(named(`the call ${CALL_SID} was lost`)).toBe(true);
    expect(named(JSON.stringify({ call_sid: 17 }), '17')).toBe(true);
  });
});

describe('whether a record names a call', () => {
  const cannotBeTold = (problem: string) => ({ problem: expect.stringContaining(problem) });

  it('cannot be told of what nobody can read', () => {
    const random = Buffer.from(Array.from({ length: 300 }, (_byte, index) => (index * index * 31 + index * 7) % 251));
    expect(named(random)).toEqual(cannotBeTold('no text'));
    expect(named(base64(random))).toEqual(cannotBeTold('encrypted'));
    expect(named(JSON.stringify({ ciphertext: base64(random) }))).toEqual(cannotBeTold('encrypted'));
    expect(named(random.toString('hex'))).toEqual(cannotBeTold('no text'));
    expect(named(JSON.stringify({ body: gzipSync(EVENT).toString('utf8') }))).toEqual(cannotBeTold('no text'));
    expect(named(ASCII85)).toEqual(cannotBeTold('encrypted'));
    const damaged = gzipSync(EVENT);
    damaged.fill(0xff, 40, 80);
    expect(named(damaged)).toEqual(cannotBeTold('damaged gzip'));
    expect(named(`${eventOf(OTHER_SID)}\n${JSON.stringify(base64(random))}`)).toEqual(cannotBeTold('encrypted'));
  });

  it('cannot be told of what is too large or too deep to unpack', () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024), { level: 1 });
    const started = performance.now();
    expect(named(bomb)).toEqual(cannotBeTold('MB when it is unpacked'));
    expect(named(deflateSync(Buffer.alloc(64 * 1024 * 1024), { level: 1 }))).toEqual(
      cannotBeTold('MB when it is unpacked'),
    );
    expect(performance.now() - started).toBeLessThan(20_000);
    let onion: string | Uint8Array = EVENT;
    for (let layer = 0; layer < 20; layer += 1) onion = gzipSync(onion);
    expect(named(onion)).toEqual(cannotBeTold('layers'));
  });

  it('cannot be told where an ordinary word, which is its SID, stands in what is left of a text', () => {
    expect(named('{"reply":"a","x', 'a')).toEqual(cannotBeTold('as something else'));
    expect(named('{"call_sid":"a","x', 'a')).toBe(true);
    expect(named('{"call_sid":"b","reply":"a', 'a')).toBe(false);
    expect(named('{"reply":"no', 'a')).toBe(false);
    expect(named(JSON.stringify({ reply: 'a' }), 'a')).toBe(false);
  });

  it('is told of what can be read: it does not', () => {
    for (const text of [
      '',
      'not JSON',
      '[]',
      'null',
      '\xff\x00\n{',
      'x'.repeat(100_000),
      'no event at all '.repeat(100),
      `{"id":"x","type":"com.twilio.voice.insights.call-event.sdk","data":{"timestamp":"2026-11-20T12:00`,
      `${'2026-11-20T12:00:00.123Z INFO [worker-1] id=5f2b-11 status=200 path=/v1/Voice dur=12ms '.repeat(5)}`,
      Array.from({ length: 300 }, (_number, index) => (index * 7919) % 1_000).join(),
      JSON.stringify({ values: Array.from({ length: 64 }, (_value, index) => index) }),
      JSON.stringify({ sha512: '0123456789abcdef'.repeat(8) }),
      JSON.stringify({ url: `https://example.com/${'path/to/some/Thing-of-2026/'.repeat(10)}` }),
      eventOf(OTHER_SID, { signature: randomBytes(256).toString('base64') }),
    ]) {
      expect(named(text)).toBe(false);
    }
    expect(named(Buffer.from([0, 255, 10, 123]))).toBe(false);
  });

  it('is told of JSON that is nested deeper than functions can call one another', () => {
    const deep = `${'['.repeat(200_000)}"${CALL_SID}"${']'.repeat(200_000)}`;
    expect(named(deep)).toBe(true);
    expect(named(deep.replace(CALL_SID, OTHER_SID))).toBe(false);
  });
});
