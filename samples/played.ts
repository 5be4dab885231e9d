import { showcaseConference } from './conference/showcase.ts';
import { documentEvents, SUMMARY_DOCUMENT } from './documents.ts';
import { showcaseCalls, showcaseMetrics, showcaseSummaries } from './sample-calls.ts';

const SEED = 1;

/** What `npm start` plays, an event each: calls of the last minutes, their summaries and samples, a conference, and Twilio's own examples. */
export function playedEvents(startMs: number): { callSid: string; event: object }[] {
  const options = { seed: SEED, startMs };
  const calls = showcaseCalls(options);
  const conference = showcaseConference(SEED, calls[0] ?? []);
  const events = [
    ...calls.flat(),
    ...showcaseSummaries(options).flat(),
    ...showcaseMetrics(options).flat(),
    ...documentEvents(),
  ];
  return [
    ...events.map((event) => ({ callSid: event.data.call_sid, event })),
    ...conference.events.map((event) => ({ callSid: conference.conferenceSid, event })),
    { callSid: JSON.parse(SUMMARY_DOCUMENT.data).call_sid, event: SUMMARY_DOCUMENT },
  ];
}
