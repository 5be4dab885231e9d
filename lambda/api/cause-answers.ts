import * as z from 'zod/mini';
import type { CallsAnswer } from '../../families/call-event/causes/calls-answer.ts';
import type { CausesAnswer } from '../../families/call-event/causes/causes-answer.ts';
import { EVENT_FACETS } from '../../families/call-event/causes/facets-of.ts';
import type { FleetAnswer } from '../../families/call-event/causes/fleet-group.ts';
import { FACETS } from '../../families/call-event/causes/row-filter.ts';
import { LEVELS } from '../../shared/level.ts';

const whole = z.number().register(z.globalRegistry, { type: 'integer', minimum: 0 });
const share = z.number().register(z.globalRegistry, { minimum: 0, maximum: 1 });
const time = z.string().register(z.globalRegistry, { format: 'date-time' });
const text = z.nullable(z.string());
const level = z.enum(LEVELS);
const byLevel = { UNKNOWN: z.optional(whole), DEBUG: z.optional(whole), INFO: z.optional(whole) };

const COUNTED_SPAN = {
  start_time: time,
  end_time: time,
  counted_since: z.string().register(z.globalRegistry, {
    format: 'date-time',
    description: 'Everything from here on is counted. It is start_time where the answer is whole.',
  }),
  is_whole: z.boolean(),
  has_room: z.boolean().register(z.globalRegistry, {
    description: 'False where there are more events than can be counted: the answer never becomes whole.',
  }),
  read_at: time,
};
const volume = z.array(z.object({ start_time: time, ERROR: whole, WARNING: whole, ...byLevel }));
const facetCount = z.object({ value: z.string(), events: whole, calls: whole });

/** What fails, by cause: `CausesAnswer`, in words of the description. */
export const Causes = z.object({
  ...COUNTED_SPAN,
  events: whole,
  calls: whole,
  levels: z.object({ ERROR: z.optional(whole), WARNING: z.optional(whole), ...byLevel }),
  all_calls: z.nullable(whole),
  share: z.nullable(share),
  latest: z.nullable(time),
  step_ms: whole,
  volume,
  before: z.nullable(z.object({ events: whole, calls: whole, volume })),
  causes: z.array(
    z.object({
      cause: z.string(),
      error_code: z.nullable(whole),
      group: text,
      name: text,
      message: text,
      level,
      events: whole,
      calls: whole,
      share: z.nullable(share),
      first_seen: time,
      last_seen: time,
      state: z.enum(['new', 'spike', 'steady', 'gone']),
      events_before: z.nullable(whole),
      volume: z.array(whole),
      shared: z.array(
        z.object({ facet: z.enum(EVENT_FACETS), value: z.string(), share, elsewhere: share, calls: whole }),
      ),
      latest: z.object({ call_sid: z.string(), timestamp: time, name: text }),
    }),
  ),
  more_causes: whole,
  facets: z.object(withEach(FACETS, z.array(facetCount))),
}) satisfies z.ZodMiniType<CausesAnswer>;

/** Calls that have such events: `CallsAnswer`. */
export const CallsOfEvents = z.object({
  ...COUNTED_SPAN,
  calls: z.array(
    z.object({
      call_sid: z.string(),
      level,
      cause: z.string(),
      error_code: z.nullable(whole),
      group: text,
      name: text,
      message: text,
      events: whole,
      first_seen: time,
      last_seen: time,
      at: time,
      facets: z.object(withEach(EVENT_FACETS, text)),
      warning_before: text,
    }),
  ),
  more: whole,
}) satisfies z.ZodMiniType<CallsAnswer>;

const number = z.nullable(z.number());
const group = {
  calls: z.nullable(whole),
  failed: z.nullable(whole),
  failed_share: z.nullable(share),
  with_errors: whole,
  with_warnings: whole,
  errors_share: z.nullable(share),
  warnings_share: z.nullable(share),
  mos: number,
  volume: z.array(whole),
};

/** Calls by a facet: `FleetAnswer`. */
export const Fleet = z.object({
  ...COUNTED_SPAN,
  by: z.enum(EVENT_FACETS),
  step_ms: whole,
  groups: z.array(z.object({ value: z.string(), ...group })),
  more: whole,
  all: z.object(group),
}) satisfies z.ZodMiniType<FleetAnswer>;

function withEach<Name extends string, Schema extends z.ZodMiniType>(names: readonly Name[], schema: Schema) {
  return Object.fromEntries(names.map((name) => [name, schema])) as Record<Name, Schema>;
}
