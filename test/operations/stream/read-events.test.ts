import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvents } from '../../../operations/stream/read-events.ts';

/** What is read from the chunks; the text of each event means the event. */
async function read(...chunks: (string | Uint8Array)[]) {
  const lines = await Array.fromAsync(readEvents(Readable.from(chunks)));
  return lines.map((entry) => {
    if ('problem' in entry) return entry;
    const { json, ...line } = entry;
    expect(JSON.parse(json)).toEqual(line.event);
    return line;
  });
}

const one = { id: '1', data: { a: [1] } };
const two = { id: '2' };

describe('events', () => {
  it.each([
    ['one event', JSON.stringify(one), [{ line: 1, event: one }]],
    ['one event over many lines', JSON.stringify(one, undefined, 2), [{ line: 1, event: one }]],
    [
      'a list',
      JSON.stringify([one, two]),
      [
        { line: 1, event: one },
        { line: 1, event: two },
      ],
    ],
    [
      'a list over many lines',
      `\n${JSON.stringify([one, two], undefined, 2)}\n`,
      [
        { line: 2, event: one },
        { line: 2, event: two },
      ],
    ],
    [
      'JSON Lines',
      `${JSON.stringify(one)}\n${JSON.stringify(two)}\n`,
      [
        { line: 1, event: one },
        { line: 2, event: two },
      ],
    ],
    [
      'JSON Lines of lists, without an end of line',
      `${JSON.stringify([one, two])}\n[]\n${JSON.stringify([two])}`,
      [
        { line: 1, event: one },
        { line: 1, event: two },
        { line: 3, event: two },
      ],
    ],
    [
      'lines that end as on Windows, and empty ones',
      `\r\n${JSON.stringify(one)}\r\n \t\r\n\r\n${JSON.stringify(two)}\r\n`,
      [
        { line: 2, event: one },
        { line: 5, event: two },
      ],
    ],
    ['a byte order mark', `\ufeff${JSON.stringify(one)}\n`, [{ line: 1, event: one }]],
    ['a byte order mark before many lines', `\ufeff${JSON.stringify(one, undefined, 2)}`, [{ line: 1, event: one }]],
    ['nothing', '', []],
    ['empty lines only', '\n \n', []],
  ])('are read from %s', async (_what, text, events) => {
    expect(await read(text)).toEqual(events);
  });

  it('may hold what other tools take for the end of a line', async () => {
    const event = { id: 'a\u2028b\u2029c\u0085d' };
    expect(await read(`${JSON.stringify(event)}\n${JSON.stringify(two)}\n`)).toEqual([
      { line: 1, event },
      { line: 2, event: two },
    ]);
    expect(await read(JSON.stringify([event], undefined, 2))).toEqual([{ line: 1, event }]);
  });

  it('come one by one from JSON Lines, before the input ends', async () => {
    const input = new Readable({ read: () => undefined });
    const events = readEvents(input);
    input.push(`${JSON.stringify(one)}\n${JSON.stringify(two)}\n`);
    expect((await events.next()).value).toMatchObject({ line: 1, event: one });
    expect((await events.next()).value).toMatchObject({ line: 2, event: two });
    input.push(null);
    expect((await events.next()).done).toBe(true);
  });

  it('are the same wherever the input is cut into chunks', async () => {
    const event = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ noUnicodeString: false }));
    const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1 }), cuts, async (events, sizes) => {
        const texts = events.map((each) => JSON.stringify(each));
        const bytes = Buffer.from(texts.join('\n'));
        const chunks: Buffer[] = [];
        for (let at = 0, nth = 0; at < bytes.length; nth += 1) {
          const size = sizes[nth % sizes.length] ?? 1;
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(await read(...chunks)).toEqual(
          texts.map((text, index) => ({ line: index + 1, event: JSON.parse(text) })),
        );
      }),
    );
  });
});

describe('a line that holds none', () => {
  it('has its number and what is wrong there; the others are read', async () => {
    const text = [JSON.stringify(one), '{"id":', '', '42', 'null', '"text"', JSON.stringify(two)].join('\n');
    const notJson = expect.stringMatching(/^not JSON: /);
    const noEvent = 'expected an event (a JSON object) or a list of events';
    expect(await read(text)).toEqual([
      { line: 1, event: one },
      { line: 2, problem: notJson },
      { line: 4, problem: noEvent },
      { line: 5, problem: noEvent },
      { line: 6, problem: noEvent },
      { line: 7, event: two },
    ]);
  });

  it('may be the first', async () => {
    expect(await read(`oops\n${JSON.stringify(one)}\n`)).toEqual([
      { line: 1, problem: expect.stringMatching(/^not JSON: /) },
      { line: 2, event: one },
    ]);
  });

  it('may be an element of a list', async () => {
    expect(await read(JSON.stringify([one, 42, [two]]))).toEqual([
      { line: 1, event: one },
      { line: 1, problem: 'expected an event (a JSON object) or a list of events' },
      { line: 1, problem: 'expected an event (a JSON object) or a list of events' },
    ]);
  });

  it.each(['{\n  "id": "1",\n  "data": {\n}\n', '[\n  {"id": "1"},\n  {"id": \n]\n'])(
    'is one problem, not one a line, in a document over many lines that is broken: %j',
    async (text) => {
      expect(await read(text)).toEqual([{ line: 1, problem: expect.stringMatching(/^not JSON: /) }]);
    },
  );
});

it.each(['{', '['])('reads the events behind a stray %s', async (stray) => {
  expect(await read(`${stray}\n${JSON.stringify(one)}\n${JSON.stringify(two)}\n`)).toEqual([
    { line: 1, problem: expect.stringMatching(/^not JSON: /) },
    { line: 2, event: one },
    { line: 3, event: two },
  ]);
});

it('names a line whose list holds an event too deep to be written again, and reads the others', async () => {
  const depth = 200_000;
  const deep = `[${JSON.stringify(one)}, {"id":"deep","data":${'['.repeat(depth)}${']'.repeat(depth)}}]`;
  expect(await read(`${deep}\n${JSON.stringify(two)}`)).toEqual([
    { line: 1, event: one },
    { line: 1, problem: expect.stringContaining('nested too deep') },
    { line: 2, event: two },
  ]);
});

it('keeps the text of an event that stands alone: numbers past what a parser holds are not rounded', async () => {
  const json = '{"n": 9007199254740993, "h": 1e999}';
  const [line] = await Array.fromAsync(readEvents(Readable.from([`${json}\n`])));
  expect(line).toMatchObject({ json });
});
