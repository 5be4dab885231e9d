import * as z from 'zod/mini';
import { createMismatches } from '../schema-mismatches.ts';
import { conferenceSchema, conferenceSummarySchema } from './conference-summary.ts';

/** The paths at which data differs from the documented schema, `[]` for none; an element of a list is written `[]`. */
export function conferenceMismatches(data: unknown): string[] {
  // The gate takes milliseconds to compile, which a cold start without a conference has no use for.
  find ??= createMismatches(conferenceSummarySchema(), conferenceSchema(z.object as typeof z.looseObject));
  return find(data);
}

let find: ReturnType<typeof createMismatches> | undefined;
