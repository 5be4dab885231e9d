import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { jsonSchema } from '../../../lambda/api/json-schema.ts';

const Inner = z.object({ text: z.nullable(z.string()) });
const Schema = z.strictObject({
  text: z.string(),
  count: z.optional(z.number()),
  is: z.boolean(),
  one: z.nullable(z.enum(['a', 'b'])),
  key: z.literal('events'),
  object: z.nullable(z.record(z.string(), z.unknown())),
  inner: z.array(Inner),
});

describe('the JSON Schema of an answer', () => {
  it('takes what the schema takes, and nothing else', () => {
    const names = new Map([[Inner as z.core.$ZodType, 'Inner']]);
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema({ $id: 'api', components: { schemas: { Inner: jsonSchema(Inner, names) } } });
    const validate = ajv.compile({ $id: 'api-schema', ...jsonSchema(Schema, names), ...rebased(names) });
    const value = fc.constantFrom<unknown>('a', 'events', 1, true, null, {}, [], [{ text: null }], [{ text: 1 }], {
      x: 1,
    });
    const good = { text: 't', is: true, one: null, key: 'events', object: {}, inner: [{ text: 'x' }] };
    expect(validate(good), JSON.stringify(validate.errors)).toBe(true);
    const members = fc.constantFrom(...Object.keys(Schema.shape), 'another');
    fc.assert(
      fc.property(fc.array(fc.tuple(members, value), { maxLength: 3 }), (changes) => {
        const changed = { ...good, ...Object.fromEntries(changes) };
        expect(validate(changed), JSON.stringify(changed)).toBe(Schema.safeParse(changed).success);
      }),
    );

    /** The references as this test's document has them. */
    function rebased(of: typeof names) {
      const { properties } = JSON.parse(JSON.stringify(jsonSchema(Schema, of)).replaceAll('"#/', '"api#/'));
      return { properties };
    }
  });

  it('has the remarks of its parts', () => {
    const remarked = z.object({ url: z.nullable(z.string().register(z.globalRegistry, { format: 'uri' })) });
    expect(jsonSchema(remarked, new Map())).toEqual({
      type: 'object',
      required: ['url'],
      properties: { url: { type: ['string', 'null'], format: 'uri' } },
      additionalProperties: false,
    });
  });

  it('is none of a schema of a kind that no answer has', () => {
    expect(() => jsonSchema(z.object({ at: z.date() }), new Map())).toThrow('no JSON Schema of a schema of type date');
  });
});
