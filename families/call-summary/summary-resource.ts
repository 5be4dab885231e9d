import * as z from 'zod/mini';
import { ANSWERED_BY, CALL_STATES, CALL_TYPES } from './enumerations.ts';

const text = z.nullable(z.string());
const object = z.nullable(z.record(z.string(), z.unknown()));
const seconds = z.nullable(z.number().register(z.globalRegistry, { type: 'integer', minimum: 0 }));
const time = z.nullable(z.string().register(z.globalRegistry, { format: 'date-time' }));

/** How far a summary is, in Twilio's words. */
export const PROCESSING_STATES = ['complete', 'partial'] as const;

/**
 * A call summary as Twilio's Call Summary resource shows it. Its enumerations are kept, and its types: typed clients fail
 * on anything else. The table has what came.
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-summary-resource
 */
export type SummaryResource = z.infer<typeof SummaryResource>;
export const SummaryResource = z.object({
  account_sid: text,
  call_sid: z.string().register(z.globalRegistry, {
    description: 'As it came: CA and 32 hexadecimal digits, mostly.',
  }),
  call_type: z.nullable(z.enum(CALL_TYPES)),
  call_state: z.nullable(z.enum(CALL_STATES)),
  answered_by: z.nullable(z.enum(ANSWERED_BY)),
  processing_state: z.enum(PROCESSING_STATES).register(z.globalRegistry, {
    description: 'complete as soon as the event says so, by its state or its type.',
  }),
  created_time: time,
  start_time: time,
  end_time: time,
  duration: seconds,
  connect_duration: seconds,
  from: object,
  to: object,
  carrier_edge: object,
  client_edge: object,
  sdk_edge: object,
  sip_edge: object,
  tags: z.nullable(z.array(z.string())),
  attributes: object,
  properties: object,
  trust: object,
  annotation: object,
  url: z.string().register(z.globalRegistry, { format: 'uri' }),
  agent_session_summaries: z.optional(z.array(z.record(z.string(), z.unknown()))),
  parent_call_sid: z.optional(z.string()).register(z.globalRegistry, {
    description: 'Not at Twilio: the call that made this one.',
  }),
  processing_version: z.optional(z.number()).register(z.globalRegistry, {
    type: 'integer',
    description: 'Not at Twilio: which version of the summary this is.',
  }),
});
