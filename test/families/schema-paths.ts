import type * as z from 'zod/mini';

type Def = { innerType?: z.core.$ZodType; element?: z.core.$ZodType; shape?: z.core.$ZodShape };

/** The paths of a schema and of what is in it, through its lists. */
export function pathsIn(schema: z.core.$ZodType, prefix = ''): string[] {
  const { innerType, element, shape } = (schema._zod as { def: Def }).def;
  const inner = innerType ?? element;
  if (inner !== undefined) return pathsIn(inner, prefix);
  return Object.entries(shape ?? {}).flatMap(([name, member]) => [
    `${prefix}${name}`,
    ...pathsIn(member, `${prefix}${name}.`),
  ]);
}
