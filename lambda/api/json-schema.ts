import * as z from 'zod/mini';
import type { JsonObject } from '../../shared/json.ts';

/** Schemas that have a name in a document, where others refer to them. */
export type Names = ReadonlyMap<z.core.$ZodType, string>;

/**
 * A schema of an answer in JSON Schema, as OpenAPI 3.1 has it, with whatever `z.globalRegistry` says of its parts. Knows
 * the kinds of schemas that answers are made of: zod's own `toJSONSchema` knows all of them, in 22 KB.
 * @throws Error for a schema of another kind
 */
export function jsonSchema(schema: z.core.$ZodType, names: Names): JsonObject {
  return { ...inJsonSchema(schema, names), ...z.globalRegistry.get(schema) };
}

function inJsonSchema(schema: z.core.$ZodType, names: Names): JsonObject {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const part = (inner: z.core.$ZodType): JsonObject => {
    const name = names.get(inner);
    return name === undefined ? jsonSchema(inner, names) : { $ref: `#/components/schemas/${name}` };
  };
  switch (def.type) {
    case 'string':
    case 'number':
    case 'boolean':
      return { type: def.type };
    case 'enum':
      return { type: 'string', enum: Object.values(def.entries) };
    case 'literal':
      return { const: def.values[0] };
    case 'unknown':
      return {};
    case 'record':
      return { type: 'object', additionalProperties: true };
    case 'array':
      return { type: 'array', items: part(def.element) };
    case 'optional':
      return part(def.innerType);
    case 'nullable': {
      const inner = part(def.innerType);
      if ('$ref' in inner) return { anyOf: [inner, { type: 'null' }] };
      return {
        ...inner,
        type: [inner.type, 'null'],
        ...(Array.isArray(inner.enum) && { enum: [...inner.enum, null] }),
      };
    }
    case 'object': {
      const members = Object.entries(def.shape);
      return {
        type: 'object',
        required: members.filter(([, member]) => member._zod.def.type !== 'optional').map(([name]) => name),
        properties: Object.fromEntries(members.map(([name, member]) => [name, part(member)])),
        additionalProperties: def.catchall?._zod.def.type === 'unknown',
      };
    }
    default:
      throw new Error(`no JSON Schema of a schema of type ${def.type}`);
  }
}
