import { expect, it } from 'vitest';
import type * as z from 'zod/mini';
import { CallEvent } from '../../../families/call-event/call-event.ts';
import { DOCUMENTED_PATHS } from '../../../families/call-event/documented-paths.ts';

/** The paths of a schema and of what is in it. */
function pathsIn(schema: z.core.$ZodType, prefix = ''): string[] {
  const { def } = schema._zod as { def: { innerType?: z.core.$ZodType; shape?: z.core.$ZodShape } };
  if (def.innerType !== undefined) return pathsIn(def.innerType, prefix);
  return Object.entries(def.shape ?? {}).flatMap(([name, member]) => [
    `${prefix}${name}`,
    ...pathsIn(member, `${prefix}${name}.`),
  ]);
}

it('are those of the schema, each once', () => {
  expect([...DOCUMENTED_PATHS].sort()).toEqual(pathsIn(CallEvent).sort());
});
