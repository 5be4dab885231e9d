import * as z from 'zod/mini';
import { createMismatches } from '../schema-mismatches.ts';
import { callSummarySchema, summarySchema } from './call-summary.ts';

/** The paths at which data differs from the documented schema, `[]` for none; an element of a list is written `[]`. */
export function summaryMismatches(data: unknown): string[] {
  // The gate takes several milliseconds to compile, which a cold start without a summary has no use for.
  find ??= createMismatches(callSummarySchema(), summarySchema(z.object as typeof z.looseObject));
  return find(data);
}

let find: ReturnType<typeof createMismatches> | undefined;
