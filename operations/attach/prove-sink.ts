import type { Clock } from '../../shared/clock.ts';
import { Trouble } from '../../shared/trouble.ts';
import type { EventStreams } from '../../twilio/event-streams.ts';
import type { Found, Wanted } from './plan.ts';
import type { TestEventReader } from './test-events.ts';

/** Commands, as somebody may paste them. */
export interface AttachCures {
  /** Deletes a sink. */
  detach: (sinkSid: string) => string;
  attach: () => string;
  /** Says more where the test event does not come; undefined where there is none, as for a local pipeline. */
  doctor?: string;
}

export interface ProveOptions {
  eventStreams: EventStreams;
  openTestEvents: () => Promise<TestEventReader>;
  /** What `openTestEvents` gave, where somebody has opened them before. */
  readTestEvents?: TestEventReader | undefined;
  /** What Twilio's debugger says of a sink since then, epoch ms; undefined where the credentials may not know. */
  alertsOf: (sinkSid: string, sinceMs: number) => Promise<string[] | undefined>;
  wanted: Pick<Wanted, 'sink'>;
  found: Found;
  /** To wait for the test event. */
  timeoutMs: number;
  clock: Clock;
  cures: AttachCures;
  /** Told of each step when it is done, of what is waited for, and of what somebody should know. */
  say: (line: string) => void;
}

const POLL_MS = 500;
const PROGRESS_MS = 10_000;

/**
 * Sends Twilio's test event and waits until it has come through the stream; a sink that waits for that becomes active.
 * Ids of other tests are tried too, and refused: a stream may have several sinks.
 * @see https://www.twilio.com/docs/events/event-streams/sink-resource
 */
export async function proveSink(sinkSid: string, options: ProveOptions): Promise<void> {
  const { eventStreams, timeoutMs, clock, say } = options;
  const read = options.readTestEvents ?? (await options.openTestEvents());
  await eventStreams.sendTestEvent(sinkSid);
  const begin = clock.now();
  const deadline = begin + timeoutMs;
  let progressMs = begin + PROGRESS_MS;
  let isThere = false;
  for (;;) {
    const testIds = await read();
    for (const testId of testIds) {
      if ((await eventStreams.sink(sinkSid)).status === 'active') return;
      isThere = (await eventStreams.validate(sinkSid, testId)) || isThere;
    }
    if (isThere && (await eventStreams.sink(sinkSid)).status === 'active') return;
    if (clock.now() >= deadline) break;
    if (clock.now() >= progressMs) {
      const seconds = (ms: number) => Math.round(ms / 1_000);
      say(
        `waiting for ${isThere ? 'the sink' : "Twilio's test event"}: ${seconds(clock.now() - begin)} of ${seconds(timeoutMs)} s`,
      );
      progressMs += PROGRESS_MS;
    }
    await clock.sleep(POLL_MS);
  }
  throw isThere ? await notActive(sinkSid, options) : await notThere(sinkSid, begin, options);
}

/** One that failed is made anew, or attach and doctor would send somebody from one to the other. */
async function notActive(sinkSid: string, { eventStreams, cures }: ProveOptions): Promise<Trouble> {
  const { status } = await eventStreams.sink(sinkSid);
  const anew = anewBy(sinkSid, cures);
  return new Trouble(
    `sink ${sinkSid} is ${status}, not active, although its test event came`,
    status === 'failed' ? anew : `wait a minute and run attach again; if it stays so, make a new one: ${anew}`,
  );
}

function anewBy(sinkSid: string, { detach, attach }: AttachCures): string {
  return `${detach(sinkSid)}, then ${attach()}`;
}

async function notThere(sinkSid: string, sinceMs: number, options: ProveOptions): Promise<Trouble> {
  const { found, wanted, timeoutMs, cures, alertsOf } = options;
  // Before the test event was asked for, which may have changed it.
  const hadFailed = found.sinks.some(({ sid, status }) => sid === sinkSid && status === 'failed');
  const alerts = await alertsOf(sinkSid, sinceMs);
  const why =
    alerts === undefined
      ? "Twilio's debugger says why"
      : alerts.length === 0
        ? "Twilio's debugger says nothing of it yet"
        : `Twilio's debugger says ${alerts.join(' and ')}`;
  const doctor = cures.doctor === undefined ? '' : `${cures.doctor} looks at both ends; `;
  return new Trouble(
    `Twilio's test event did not come through ${wanted.sink.arn} in ${timeoutMs / 1_000} s, so nothing was subscribed on sink ${sinkSid}`,
    `${why}; ${doctor}then ${hadFailed ? `make a new sink, since this one had failed: ${anewBy(sinkSid, cures)}` : 'run attach again'}`,
  );
}
