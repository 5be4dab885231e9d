import { showcaseConference } from './conference/showcase.ts';
import { documentEvents, SUMMARY_DOCUMENT } from './documents.ts';
import { showcaseCalls, showcaseMetrics, showcaseSummaries } from './sample-calls.ts';

const SEED = 1;
/** Before all calls that are invented, so that these stay what lists begin with. */
const EXAMPLES_BEFORE_MS = 60 * 60_000;

/**
 * What `npm start` plays, an event each: calls of the last minutes, their summaries and samples, a conference, and Twilio's
 * own examples. These happened years ago, where no list of the last days has them: here they happened an hour before.
 */
export function playedEvents(startMs: number): { callSid: string; event: object }[] {
  const options = { seed: SEED, startMs };
  const calls = showcaseCalls(options);
  const conference = showcaseConference(SEED, calls[0] ?? []);
  const atMs = startMs - EXAMPLES_BEFORE_MS;
  const events = [
    ...calls.flat(),
    ...showcaseSummaries(options).flat(),
    ...showcaseMetrics(options).flat(),
    ...documentEvents().map((event) => eventAt(event, atMs)),
  ];
  return [
    ...events.map((event) => ({ callSid: event.data.call_sid, event })),
    ...conference.events.map((event) => ({ callSid: conference.conferenceSid, event })),
    { callSid: JSON.parse(SUMMARY_DOCUMENT.data).call_sid, event: summaryAt(SUMMARY_DOCUMENT, atMs) },
  ];
}

function eventAt<Event extends ReturnType<typeof documentEvents>[number]>(event: Event, atMs: number): Event {
  const timestamp = textOf(atMs);
  return { ...event, ...(event.time !== undefined && { time: timestamp }), data: { ...event.data, timestamp } };
}

/** The text stays else what it is, to the byte. */
function summaryAt(event: typeof SUMMARY_DOCUMENT, endMs: number): object {
  const { start_time: start, end_time: end } = JSON.parse(event.data);
  const startMs = endMs - (Date.parse(end) - Date.parse(start));
  const data = event.data.replace(start, textOf(startMs)).replace(end, textOf(endMs));
  return { ...event, time: new Date(endMs).toISOString(), data };
}

/** Whole seconds, as the examples have them. */
function textOf(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');
}
