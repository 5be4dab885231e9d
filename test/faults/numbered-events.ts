import type { CallCloudEvent } from '../../families/call-event/call-event.ts';
import { eventId } from '../../samples/builders.ts';
import { createRandom } from '../../samples/random.ts';
import { sampleEvents } from '../../samples/sample-calls.ts';

/** One of so many numbers, each of them to be found again once: a row, or a record in quarantine. */
export interface Numbered {
  number: number;
  /** Undefined where nobody can read it. */
  event?: CallCloudEvent;
  data: Buffer;
  partitionKey: string;
}

const BAD_SHARE = 0.01;
const TWICE_SHARE = 0.03;

/** Numbered events of invented calls; about one in a hundred is bad. */
export function* numberedEvents({
  seed,
  events,
  startMs,
}: {
  seed: number;
  events: number;
  startMs: number;
}): Generator<Numbered> {
  const random = createRandom(seed, 1);
  let number = 0;
  for (const sample of sampleEvents({ seed, events, startMs, mix: 'stress' })) {
    const event = { ...sample, id: eventId(number) };
    const partitionKey = event.data.call_sid;
    if (random.chance(BAD_SHARE)) yield { number, data: random.pick(BAD)(event), partitionKey };
    else yield { number, event, data: Buffer.from(JSON.stringify(event)), partitionKey };
    number += 1;
  }
}

/** In the order of their delivery: about three good events in a hundred come a second time, somewhere behind their first. */
export function withSecondDeliveries(numbered: readonly Numbered[], seed: number): Numbered[] {
  const random = createRandom(seed, 2);
  const again = Map.groupBy(
    numbered.filter(({ event }) => event !== undefined && random.chance(TWICE_SHARE)),
    ({ number }) => random.integer(number, numbered.length - 1),
  );
  return numbered.flatMap((one) => [one, ...(again.get(one.number) ?? [])]);
}

/** Ways to spoil an event; its id, and with that its number, stays in it, so that no two are the same. */
const BAD: readonly ((event: CallCloudEvent) => Buffer)[] = [
  (event) => Buffer.from(JSON.stringify(event).slice(0, -1)),
  (event) => Buffer.from(JSON.stringify({ ...event, data: { ...event.data, call_sid: undefined } })),
  (event) => Buffer.from(JSON.stringify({ ...event, data: { ...event.data, name: 'half a pair \ud800' } })),
  (event) => Buffer.concat([Buffer.from(JSON.stringify(event)), Buffer.from([0xc3, 0x28])]),
];
