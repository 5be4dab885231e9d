import * as z from 'zod/mini';
import {
  ANNOTATED_BY,
  BEST_SCORE,
  CONNECTIVITY_ISSUES,
  QUALITY_ISSUES,
  UNKNOWN_ANSWERED_BY,
  UNKNOWN_CONNECTIVITY_ISSUE,
  WORST_SCORE,
} from './enumerations.ts';

const text = z.nullable(z.string());

/**
 * What people say of a call, as Twilio's Call Annotation resource shows it.
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-annotation-resource
 */
export type AnnotationResource = z.infer<typeof AnnotationResource>;
export const AnnotationResource = z.object({
  call_sid: z.string(),
  account_sid: text,
  answered_by: z.enum([UNKNOWN_ANSWERED_BY, ...ANNOTATED_BY]),
  connectivity_issue: z.enum([UNKNOWN_CONNECTIVITY_ISSUE, ...CONNECTIVITY_ISSUES]),
  quality_issues: z.array(z.enum(QUALITY_ISSUES)),
  spam: z.nullable(z.boolean()),
  call_score: z
    .nullable(z.number().register(z.globalRegistry, { type: 'integer', minimum: WORST_SCORE, maximum: BEST_SCORE }))
    .register(z.globalRegistry, { description: '5 is excellent, 1 is bad.' }),
  comment: text,
  incident: text,
  url: z.string().register(z.globalRegistry, { format: 'uri' }),
});
