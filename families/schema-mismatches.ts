import * as z from 'zod/mini';
import { isJsonObject } from '../shared/json.ts';

/** Of one kind in a list: a record's worth of wrong elements would be as many issues, and half a gigabyte. */
const MOST_OF_A_KIND = 20;
const MAX_DEPTH = 10;

/**
 * Makes what lists the paths at which data differs from a schema, `[]` for none. An element of a list is written `[]`, so
 * that `tags[]` is one path however long the list is; of a long list a part stands for the rest.
 * @param gate the same schema without loose objects: a gate over those copies each of them to throw the copy away
 */
export function createMismatches(schema: z.ZodMiniType, gate: z.ZodMiniType): (data: unknown) => string[] {
  const compiled = z.compile(gate);
  return (data) => {
    // Almost every event conforms, and the compiled gate is several times faster than a parse that collects issues.
    return z.validate(compiled, data) ? [] : mismatchesWith(schema, data);
  };
}

/** The same without the gate, whose compiler is 29 KB: for code that looks at few. */
export function mismatchesWith(schema: z.ZodMiniType, data: unknown): string[] {
  const issues = schema.safeParse(withShortLists(data)).error?.issues ?? [];
  return [...new Set(issues.map((issue) => pathText(issue.path)))];
}

/** `sdk_edge.metric.values[]` */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

/**
 * The data with short lists, and itself where it has no others.
 * @param depth beyond that of any schema nothing is looked at, and nested data could be endless
 */
function withShortLists(value: unknown, depth = MAX_DEPTH): unknown {
  if (depth === 0) return value;
  if (Array.isArray(value)) return shortened(value).map((element) => withShortLists(element, depth - 1));
  if (!isJsonObject(value)) return value;
  let short: Record<string, unknown> | undefined;
  for (const name in value) {
    const member = value[name];
    if (typeof member !== 'object' || member === null) continue;
    const shorter = withShortLists(member, depth - 1);
    if (shorter === member) continue;
    short ??= { ...value };
    short[name] = shorter;
  }
  return short ?? value;
}

function shortened(list: readonly unknown[]): unknown[] {
  const seen = new Map<string, number>();
  return list.filter((element) => {
    const kind = Array.isArray(element) ? 'list' : element === null ? 'null' : typeof element;
    const count = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, count);
    return count <= MOST_OF_A_KIND;
  });
}
