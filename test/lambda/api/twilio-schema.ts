import { Ajv } from 'ajv';
import { expect } from 'vitest';
import { isJsonObject } from '../../../shared/json.ts';
import schemas from './twilio-schemas.json' with { type: 'json' };

const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

const ajv = new Ajv({
  strict: false,
  formats: { uri: URL.canParse, 'uri-map': true, 'date-time': DATE_TIME },
});
ajv.addSchema(inJsonSchema(schemas) as object, 'twilio');

/** Holds an answer against a schema of Twilio's OpenAPI document, of which `twilio-schemas.json` is a part. */
export function expectTwilioSchema(name: keyof typeof schemas.components.schemas, body: unknown): void {
  const validate = ajv.getSchema(`twilio#/components/schemas/${name}`);
  expect(validate?.(body), JSON.stringify(validate?.errors)).toBe(true);
}

/** A document of OpenAPI 3.0 in JSON Schema, which has no `nullable`, and in which members beside `$ref` count. */
function inJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inJsonSchema);
  if (!isJsonObject(value)) return value;
  const { nullable, $ref, ...rest } = value;
  const plain = Object.fromEntries(Object.entries(rest).map(([name, member]) => [name, inJsonSchema(member)]));
  const schema = $ref === undefined ? plain : { $ref };
  return nullable === true && Object.keys(plain).length > 0 ? { anyOf: [schema, { type: 'null' }] } : schema;
}
