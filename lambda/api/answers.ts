import * as z from 'zod/mini';
import { EventResource } from '../../families/call-event/event-resource.ts';

const whole = (remarks: object) => z.number().register(z.globalRegistry, { type: 'integer', ...remarks });
const url = z.string().register(z.globalRegistry, { format: 'uri' });

/** A page of events, as Twilio's lists are. https://www.twilio.com/docs/usage/twilios-response#response-formats-list-paging-information */
export type EventPage = z.infer<typeof EventPage>;
export const EventPage = z.object({
  meta: z.object({
    page: whole({ minimum: 0 }),
    page_size: whole({ minimum: 1, maximum: 1000 }),
    first_page_url: url,
    previous_page_url: z.nullable(url),
    next_page_url: z.nullable(url).register(z.globalRegistry, {
      description: 'Until this is null there is more, even behind an empty page.',
    }),
    url,
    key: z.literal('events'),
  }),
  events: z.array(EventResource).register(z.globalRegistry, { maxItems: 1000 }),
});

/** Twilio's body of an error. https://www.twilio.com/docs/usage/twilios-response */
export type Problem = z.infer<typeof Problem>;
export const Problem = z.object({
  code: whole({}),
  message: z.string(),
  more_info: url,
  status: whole({}),
});
