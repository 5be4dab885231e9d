import * as z from 'zod/mini';
import { createMismatches } from '../schema-mismatches.ts';
import { participantSchema, participantSummarySchema } from './participant-summary.ts';

/** The paths at which data differs from the documented schema, `[]` for none; an element of a list is written `[]`. */
export function participantMismatches(data: unknown): string[] {
  // The gate takes milliseconds to compile, which a cold start without a conference has no use for.
  find ??= createMismatches(participantSummarySchema(), participantSchema(z.object as typeof z.looseObject));
  return find(data);
}

let find: ReturnType<typeof createMismatches> | undefined;
