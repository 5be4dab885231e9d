/**
 * Types that Twilio sends and this version keeps unread, as far as they are likely on a stream of Voice Insights.
 * Source: https://www.twilio.com/docs/events/event-types
 */
export const OTHER_TWILIO_TYPES: ReadonlySet<string> = new Set(['com.twilio.error-logs.error.logged']);
