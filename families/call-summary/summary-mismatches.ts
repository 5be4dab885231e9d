import * as z from 'zod/mini';
import { createMismatches } from '../schema-mismatches.ts';
import { CallSummary, summarySchema } from './call-summary.ts';

/** The paths at which data differs from the documented schema, `[]` for none; an element of a list is written `[]`. */
export const summaryMismatches = createMismatches(CallSummary, summarySchema(z.object as typeof z.looseObject));
