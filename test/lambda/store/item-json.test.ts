import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromAttributeValue } from '../../../lambda/store/attribute-value.ts';
import { LimitExceeded, withMember, withMembers } from '../../../lambda/store/item-json.ts';
import { timesByDay } from '../../nightly.ts';

function reasonOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error instanceof LimitExceeded ? [error.reason, error.detail] : error;
  }
}

/** A value as the member `data` of an item. */
function converted(value: unknown): AttributeValue {
  return JSON.parse(`${withMember('{"call_sid":{"S":"CA"}', 'data', value, { path: [], counted: 0, isPlain: false })}}`)
    .data;
}

describe('a JSON value as DynamoDB keeps it', () => {
  it.each([
    ['text', { S: 'text' }],
    ['', { S: '' }],
    ['née 🎉', { S: 'née 🎉' }],
    [0, { N: '0' }],
    [-157.23793, { N: '-157.23793' }],
    [123456789012345680000, { N: '123456789012345680000' }],
    [1e21, { N: '1e+21' }],
    [true, { BOOL: true }],
    [false, { BOOL: false }],
    [null, { NULL: true }],
    [{}, { M: {} }],
    [[], { L: [] }],
    [{ a: { b: 'c' } }, { M: { a: { M: { b: { S: 'c' } } } } }],
    [[1, ['x'], { a: null }, null], { L: [{ N: '1' }, { L: [{ S: 'x' }] }, { M: {} }, { NULL: true }] }],
  ])('is %j as %j', (value, attribute) => {
    expect(converted(value)).toEqual(attribute);
  });

  it('loses nulls of objects, keeps those of lists, and has one zero', () => {
    const value = converted({ gone: null, list: [null, { gone: null, kept: -0 }] });
    expect(value).toEqual({ M: { list: { L: [{ NULL: true }, { M: { kept: { N: '0' } } }] } } });
    expect(fromAttributeValue(value)).toStrictEqual({ list: [null, { kept: 0 }] });
  });

  it.each([
    ['text'],
    [''],
    [0],
    [9.9e125],
    [1e-130],
    [-Number.MAX_SAFE_INTEGER],
    [Math.PI],
    [true],
    [false],
    [null],
    [{}],
    [[]],
    [{ constructor: 'c', toString: { length: 1 }, S: 'x', N: ['1'], NULL: false }],
    [[[[null]], { a: [{}] }]],
  ])('comes back from it: %j', (value) => {
    expect(fromAttributeValue(converted(value))).toStrictEqual(value);
  });

  it('is what the SDK makes of it, whatever the text, the names and the nesting', () => {
    const text = fc.string({ unit: 'binary' });
    const name = text.filter((one) => one !== '' && one !== '__proto__');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'medium' },
        text,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value')),
        fc.dictionary(name, tie('value')),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(name, value, { minKeys: 1 }), (object) => {
        const data = withoutNulls(object) as Record<string, unknown>;
        expect(JSON.parse(`${withMembers('{', object, { path: [], counted: 0, isPlain: false })}}`)).toEqual(
          marshall(data),
        );
      }),
      { numRuns: timesByDay(250, 1_000) },
    );
  });

  it('has every control character escaped', () => {
    const text = String.fromCharCode(...Array(0x21).keys());
    for (const character of text) expect(converted(character)).toEqual({ S: character });
    expect(converted([text])).toEqual({ L: [{ S: text }] });
  });

  it.each(['"', '\\', '\n', '\u0000', '\u007f', '\u2028', '\u00e9', '\ud83c\udf89', '\ue000', '","x":{"S":"'])(
    'is told from the text around it: %j',
    (text) => {
      expect(converted({ [text]: text, after: [text] })).toEqual({
        M: { [text]: { S: text }, after: { L: [{ S: text }] } },
      });
    },
  );
});

describe('a number', () => {
  it.each([9.9e125, -9.9e125, 9.99999999999999e125, 1e-130, -1e-130, 1.5e-100, Number.MAX_SAFE_INTEGER])(
    'of %d is in range',
    (number) => {
      expect(Number(converted(number).N)).toBe(number);
    },
  );

  it.each([1e126, -1e126, 1e-131, -9.9e-131, Number.MIN_VALUE, Number.MAX_VALUE, JSON.parse('1e400'), Number.NaN])(
    'of %d is not',
    (number) => {
      expect(reasonOf(() => converted({ a: [number] }))).toEqual([
        'number-out-of-range',
        'data.a[]: DynamoDB holds numbers from 1e-130 to 9.9e125',
      ]);
    },
  );
});

describe('text', () => {
  it.each(['\ud800', 'a\udc00b', '\udc00\ud800', '🎉\ud83c'])('with half of a surrogate pair is none: %j', (text) => {
    const refusal = 'half of a surrogate pair, which UTF-8 cannot express';
    expect(reasonOf(() => converted([{ a: text }]))).toEqual(['lone-surrogate', `data[].a: ${refusal}`]);
    expect(reasonOf(() => converted([{ [text]: 1 }]))).toEqual(['lone-surrogate', `data[]: ${refusal}`]);
  });
});

describe('a name', () => {
  it.each(['a', 'née', 'n'.repeat(50_000), 'é'.repeat(25_000), 'constructor', '__proto'])(
    'that DynamoDB holds is kept, first and later, once and again',
    (name) => {
      const object = { [name]: { [name]: 1, b: 2, c: { b: 3, [name]: 4 } } };
      for (const _time of [1, 2]) expect(fromAttributeValue(converted(object))).toEqual(object);
    },
  );

  it('is written as it is after any number of others', () => {
    const names = Array.from({ length: 1_200 }, (_name, n) => `name ${n}`);
    const object = Object.fromEntries(names.map((name) => [name, name]));
    expect(fromAttributeValue(converted(object))).toEqual(object);
    expect(fromAttributeValue(converted({ 'name 1': 1, 'name 0': 0 }))).toEqual({ 'name 1': 1, 'name 0': 0 });
  });

  it.each([
    ['', 'empty-name', 'data.a: DynamoDB holds no member with an empty name'],
    ['__proto__', 'unsafe-name', 'data.a: a member is named __proto__'],
    ['n'.repeat(50_001), 'name-too-long', 'data.a: a member’s name has 50001 bytes, of 50000 allowed'],
    [`n${'é'.repeat(25_000)}`, 'name-too-long', 'data.a: a member’s name has 50001 bytes, of 50000 allowed'],
  ])('DynamoDB or JavaScript cannot hold is refused', (name, reason, detail) => {
    const value: unknown = JSON.parse(`{"a":{${JSON.stringify(name)}:{}}}`);
    expect(reasonOf(() => converted(value))).toEqual([reason, detail.replace('’', "'")]);
  });
});

describe('nesting', () => {
  const lists = (containers: number) => JSON.parse(`${'['.repeat(containers)}1${']'.repeat(containers)}`);
  const maps = (containers: number) => JSON.parse(`${'{"a":'.repeat(containers)}1${'}'.repeat(containers)}`);

  it('goes 31 containers deep: the item is the first of 32 levels, a scalar is none', () => {
    for (const nest of [lists, maps]) {
      const value = nest(31);
      expect(fromAttributeValue(converted(value))).toEqual(value);
    }
  });

  it.each([32, 33, 5_000])('of %d containers is too deep', (containers) => {
    for (const nest of [lists, maps]) {
      expect(reasonOf(() => converted(nest(containers)))).toEqual([
        'too-deep',
        expect.stringMatching(/^data[[\].a]+: DynamoDB holds 32 levels of nesting$/),
      ]);
    }
  });

  it('is refused in few words where names are long', () => {
    const value = JSON.parse(`${`{"${'n'.repeat(1_000)}":`.repeat(40)}1${'}'.repeat(40)}`);
    for (const wrong of [value, { ['n'.repeat(1_000)]: '\ud800' }]) {
      const [, detail] = reasonOf(() => converted(wrong)) as [string, string];
      expect(detail.length).toBeLessThan(300);
    }
  });
});

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]));
}
