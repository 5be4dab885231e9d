import type * as z from 'zod/mini';
import { isJsonObject, type JsonObject } from '../shared/json.ts';
import { REDACTED } from '../shared/redacted.ts';
import { saidTexts } from './call-summary/said.ts';
import { mismatchesWith } from './schema-mismatches.ts';

/**
 * Data without what is of another type than its schema says; what was hidden stays hidden in its place. Of a list, which
 * is one of texts, the texts stay.
 * @param kept paths that are looked at elsewhere
 */
export function withoutMisfits(schema: z.ZodMiniType, data: JsonObject, kept: readonly string[] = []): JsonObject {
  return mismatchesWith(schema, data)
    .filter((path) => !kept.includes(path))
    .reduce<JsonObject>(
      (without, path) => withoutPath(without, path.replaceAll('[]', '.[]').split('.')) as JsonObject,
      data,
    );
}

function withoutPath(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return value === REDACTED ? value : undefined;
  if (Array.isArray(value)) {
    return rest.length === 0 ? saidTexts(value) : value.map((element) => withoutPath(element, rest));
  }
  return isJsonObject(value) && Object.hasOwn(value, name)
    ? { ...value, [name]: withoutPath(value[name], rest) }
    : value;
}
