import { describe, expect, it } from 'vitest';
import {
  fromAttributeValue,
  LimitExceeded,
  nameBytes,
  toAttributeValue,
} from '../../../lambda/store/attribute-value.ts';

function reasonOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error instanceof LimitExceeded ? [error.reason, error.detail] : error;
  }
}

function converted(value: unknown) {
  const size = { bytes: 0 };
  return { value: toAttributeValue(value, 'data', size), bytes: size.bytes };
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
    expect(converted(value).value).toEqual(attribute);
  });

  it('loses nulls of objects, keeps those of lists, and has one zero', () => {
    const { value } = converted({ gone: null, list: [null, { gone: null, kept: -0 }] });
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
    expect(fromAttributeValue(converted(value).value)).toStrictEqual(value);
  });

  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
  it.each([
    ['abc', 3],
    ['née 🎉', 9],
    [1, 2],
    [null, 1],
    [true, 1],
    [[], 3],
    [['abc', 'd'], 3 + (3 + 1) + (1 + 1)],
    [{}, 3],
    [{ née: 'abc', gone: null }, 3 + (4 + 3 + 1)],
    [{ a: { b: ['c'] } }, 3 + (1 + 1) + (3 + (1 + 1) + (3 + (1 + 1)))],
  ])('counts %j as %d bytes', (value, bytes) => {
    expect(converted(value).bytes).toBe(bytes);
  });
});

describe('a number', () => {
  it.each([9.9e125, -9.9e125, 9.99999999999999e125, 1e-130, -1e-130, 1.5e-100, Number.MAX_SAFE_INTEGER])(
    'of %d is in range',
    (number) => {
      expect(Number(converted(number).value.N)).toBe(number);
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
  it.each([
    ['a', 1],
    ['née', 4],
    ['n'.repeat(50_000), 50_000],
    ['é'.repeat(25_000), 50_000],
    ['constructor', 11],
    ['__proto', 7],
  ])('takes its bytes', (name, bytes) => {
    expect(nameBytes(name, 'data')).toBe(bytes);
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
      expect(fromAttributeValue(converted(value).value)).toEqual(value);
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
