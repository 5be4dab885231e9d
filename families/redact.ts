import { isJsonObject } from '../shared/json.ts';
import { REDACTED } from '../shared/redacted.ts';

/**
 * The data with the values at the dotted paths replaced, through every element of a list on the way; what is not there,
 * or null, stays so. A text or number where an object is expected is replaced whole: it may hold what is to be hidden,
 * such as an object sent as JSON text. The data itself is not changed.
 */
export function redact<Data>(data: Data, paths: readonly string[]): Data {
  return paths.reduce<Data>((redacted, path) => replace(redacted, path.split('.'), 0) as Data, data);
}

// Data with more lists in one another than this is no item: DynamoDB holds 32 levels.
const MAX_LISTS = 32;

function replace(value: unknown, [name, ...rest]: readonly string[], lists: number): unknown {
  if (value === null || value === undefined) return value;
  if (name === undefined) return REDACTED;
  if (Array.isArray(value)) {
    return lists === MAX_LISTS ? REDACTED : value.map((element) => replace(element, [name, ...rest], lists + 1));
  }
  if (!isJsonObject(value)) return REDACTED;
  if (!Object.hasOwn(value, name)) return value;
  return { ...value, [name]: replace(value[name], rest, lists) };
}
