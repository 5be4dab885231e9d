/** Why a record went to quarantine: all of them permanent, no retry can cure one. The metrics' dimension `reason`. */
export const REASONS = [
  'not-a-record',
  'not-base64',
  'empty',
  'kpl-aggregated',
  'not-utf8',
  'not-json',
  'not-a-cloud-event',
  'too-many-events',
  'no-data',
  'no-call-sid',
  'no-conference-sid',
  'no-participant-sid',
  'no-time',
  'ambiguous-id',
  'key-too-long',
  'too-large',
  'too-deep',
  'number-out-of-range',
  'lone-surrogate',
  'empty-name',
  'name-too-long',
  'unsafe-name',
  'refused-by-dynamodb',
  'unreadable',
] as const;
export type Reason = (typeof REASONS)[number];

/** A reason and, for people, what is wrong where. `detail` names paths, sizes and types, never values. */
export interface Rejection {
  reason: Reason;
  detail: string;
}

/** Bad data is a value here, not an exception: what came of it, or why nothing could. */
export type Result<Value> = { ok: true; value: Value } | ({ ok: false } & Rejection);

export function rejected(reason: Reason, detail: string): { ok: false } & Rejection {
  return { ok: false, reason, detail };
}
