import * as z from 'zod/mini';
import { EventResource } from '../../families/call-event/event-resource.ts';
import { MetricResource } from '../../families/call-metric/metric-resource.ts';
import { SummaryResource } from '../../families/call-summary/summary-resource.ts';
import { ConferenceResource } from '../../families/conference-summary/conference-resource.ts';
import { ParticipantResource } from '../../families/participant-summary/participant-resource.ts';

const whole = (remarks: object) => z.number().register(z.globalRegistry, { type: 'integer', ...remarks });
const url = z.string().register(z.globalRegistry, { format: 'uri' });

/** Where a page is in its list. https://www.twilio.com/docs/usage/twilios-response#response-formats-list-paging-information */
export interface PageMeta {
  page: number;
  page_size: number;
  first_page_url: string;
  previous_page_url: string | null;
  next_page_url: string | null;
  url: string;
  key: string;
}

const metaOf = <Key extends string>(key: Key) =>
  z.object({
    page: whole({ minimum: 0 }),
    page_size: whole({ minimum: 1, maximum: 1000 }),
    first_page_url: url,
    previous_page_url: z.nullable(url),
    next_page_url: z.nullable(url).register(z.globalRegistry, {
      description: 'Until this is null there is more, even behind an empty page.',
    }),
    url,
    key: z.literal(key),
  });

/** A page of events, as Twilio's lists are. */
export type EventPage = z.infer<typeof EventPage>;
export const EventPage = z.object({
  meta: metaOf('events'),
  events: z.array(EventResource).register(z.globalRegistry, { maxItems: 1000 }),
});

/** A page of summaries across calls, in the same way. */
export type SummaryPage = z.infer<typeof SummaryPage>;
export const SummaryPage = z.object({
  meta: metaOf('call_summaries'),
  call_summaries: z.array(SummaryResource).register(z.globalRegistry, { maxItems: 1000 }),
});

/** A page of samples of a call's media, in the same way. */
export type MetricPage = z.infer<typeof MetricPage>;
export const MetricPage = z.object({
  meta: metaOf('metrics'),
  metrics: z.array(MetricResource).register(z.globalRegistry, { maxItems: 1000 }),
});

/** A page of conferences, in the same way. */
export type ConferencePage = z.infer<typeof ConferencePage>;
export const ConferencePage = z.object({
  meta: metaOf('conferences'),
  conferences: z.array(ConferenceResource).register(z.globalRegistry, { maxItems: 1000 }),
});

/** A page of the participants of a conference. */
export type ParticipantPage = z.infer<typeof ParticipantPage>;
export const ParticipantPage = z.object({
  meta: metaOf('participants'),
  participants: z.array(ParticipantResource).register(z.globalRegistry, { maxItems: 1000 }),
});

/** The conferences that a call was in, and as whom; null for what is not known of one. Not at Twilio. */
export type ConferencesOfCall = z.infer<typeof ConferencesOfCall>;
export const ConferencesOfCall = z.object({
  conferences: z.array(
    z.object({
      conference_sid: z.string(),
      participant_sid: z.string(),
      conference: z.nullable(ConferenceResource),
      participant: z.nullable(ParticipantResource),
    }),
  ),
});

/** A call, as Twilio's Call resource has it: where there is more of it. */
export type CallResource = z.infer<typeof CallResource>;
export const CallResource = z.object({
  sid: z.string(),
  url,
  links: z.object({ events: url, metrics: url, summary: url, annotation: url }),
});

/** Twilio's body of an error. https://www.twilio.com/docs/usage/twilios-response */
export type Problem = z.infer<typeof Problem>;
export const Problem = z.object({
  code: whole({}),
  message: z.string(),
  more_info: url,
  status: whole({}),
});
