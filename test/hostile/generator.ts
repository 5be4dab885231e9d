import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { callEvent, cloudEvent } from '../../samples/builders.ts';
import { HOSTILE_TEXTS, HOSTILE_VALUES, SECRET } from './corpus.ts';

type Entries = (readonly [name: string, json: string])[];

const ENVELOPE: Entries = jsonEntries({ ...cloudEvent(), time: '2026-11-20T11:59:30Z', data: undefined });
const DATA: Entries = jsonEntries(callEvent({ name: SECRET, level: 'ERROR', unknown: { list: [1, null, SECRET] } }));
const SDK_EDGE: Entries = jsonEntries({
  error: { code: 31005, message: SECRET },
  metric: { threshold: 0.5, values: [1, 2, 3] },
  metadata: { sdk: { type: 'js', edge_location: 'ashburn' }, ip_address: '192.0.2.1' },
});
const NAMES = [...ENVELOPE, ...DATA, ...SDK_EDGE].map(([name]) => name).concat('data', 'conversation_relay_data');

/** Any text, of any code units. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.array(fc.nat(0xffff), { maxLength: 12 }).map((units) => String.fromCharCode(...units)),
);

const value: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE_VALUES),
  hostileText.map((text) => JSON.stringify(text)),
  fc.json({ maxDepth: 4 }),
);

/** What is put into an object: beside what is there, before or behind it; of a name that is there it is a second one. */
const addition = fc.record({
  name: fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...NAMES) }, { weight: 1, arbitrary: hostileText }),
  json: value,
  place: fc.nat(20),
});
const additions = fc.array(addition, { maxLength: 2 });

/** A real CloudEvent with hostile members, names and values in any of its objects, as JSON. */
const event: fc.Arbitrary<string> = fc
  .record({
    envelope: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: additions }),
    data: additions,
    sdkEdge: additions,
    dataIsText: fc.nat(5).map((number) => number === 0),
  })
  .map(({ envelope, data, sdkEdge, dataIsText }) => {
    const json = object([...DATA, ['sdk_edge', object(SDK_EDGE, sdkEdge)]], data);
    return object([...ENVELOPE, ['data', dataIsText ? JSON.stringify(json) : json]], envelope);
  });

const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: event },
  { weight: 2, arbitrary: fc.array(fc.oneof(event, value), { maxLength: 5 }).map((events) => `[${events.join()}]`) },
  { weight: 1, arbitrary: value },
);

type Mutation = (bytes: Buffer) => Buffer;

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.nat(2_000).map(
    (at): Mutation =>
      (bytes) =>
        bytes.subarray(0, at % (bytes.length + 1)),
  ),
  fc.tuple(fc.nat(20_000), fc.nat(7)).map(
    ([at, bit]): Mutation =>
      (bytes) =>
        flipped(bytes, at, bit),
  ),
  fc.tuple(fc.nat(2_000), fc.nat(255)).map(
    ([at, byte]): Mutation =>
      (bytes) => {
        const place = at % (bytes.length + 1);
        return Buffer.concat([bytes.subarray(0, place), Buffer.of(byte), bytes.subarray(place)]);
      },
  ),
  fc.constantFrom<Mutation[]>(
    (bytes) => Buffer.concat([Buffer.from('\ufeff'), bytes]),
    (bytes) => Buffer.from(bytes.toString().replace(/[,{]/g, '$&\r\n')),
    (bytes) => Buffer.from(bytes.toString(), 'utf16le'),
    (bytes) => Buffer.from(bytes.toString(), 'latin1'),
    (bytes) => Buffer.concat([bytes, bytes]),
    (bytes) => gzipSync(bytes),
  ),
);

/** The bytes of a record: a hostile event, a list of them or neither, three times out of four not damaged besides. */
export const hostileRecord: fc.Arbitrary<Buffer> = fc
  .tuple(
    text,
    fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(mutation, { minLength: 1, maxLength: 2 }) },
    ),
  )
  .map(([json, mutations]) => legible(mutations.reduce<Buffer>((bytes, mutate) => mutate(bytes), Buffer.from(json))));

/** A failure shows the start of the text, not thousands of numbers; its seed and path give the record again. */
function legible(bytes: Buffer): Buffer {
  return Object.assign(bytes, { [fc.toStringMethod]: () => JSON.stringify(bytes.toString('latin1').slice(0, 2_000)) });
}

function jsonEntries(members: object): Entries {
  return Object.entries(members).flatMap(([name, member]) =>
    member === undefined ? [] : [[name, JSON.stringify(member)] as const],
  );
}

function object(entries: Entries, added: readonly { name: string; json: string; place: number }[] = []): string {
  const all = [...entries];
  for (const { name, json, place } of added) all.splice(place % (all.length + 1), 0, [name, json]);
  return `{${all.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join()}}`;
}

function flipped(bytes: Buffer, at: number, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  const place = at % Math.max(1, copy.length);
  if (copy.length > 0) copy[place] = (copy[place] ?? 0) ^ (1 << bit);
  return copy;
}
