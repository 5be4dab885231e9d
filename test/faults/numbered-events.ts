import { GATEWAY_METRICS } from '../../families/call-metric/facts.ts';
import { eventId } from '../../samples/builders.ts';
import { gatewayMetricData, metricEvent, sdkMetricData } from '../../samples/call-metric.ts';
import { createRandom } from '../../samples/random.ts';
import { sampleEvents } from '../../samples/sample-calls.ts';

/** What tells an event from others, and what it says. */
export interface SentEvent {
  id: string;
  data: object;
}

/** One of so many numbers, each of them to be found again once: a row, or a record in quarantine. */
export interface Numbered {
  number: number;
  /** Undefined where nobody can read it. */
  event?: SentEvent;
  data: Buffer;
  partitionKey: string;
}

const BAD_SHARE = 0.01;
const TWICE_SHARE = 0.03;

/** Kinds of events that a run can be of. */
export const SENT_KINDS = ['events', 'metrics'] as const;
export type SentKind = (typeof SENT_KINDS)[number];

export interface NumberedOptions {
  seed: number;
  events: number;
  startMs: number;
  of?: SentKind;
}

/** Numbered events of invented calls; about one in a hundred is bad. */
export function* numberedEvents({ of = 'events', ...options }: NumberedOptions): Generator<Numbered> {
  const { seed, events, startMs } = options;
  const random = createRandom(seed, 1);
  let number = 0;
  const samples = of === 'metrics' ? metricEvents(options) : sampleEvents({ seed, events, startMs, mix: 'stress' });
  for (const sample of samples) {
    const event = { ...sample, id: eventId(number) };
    const partitionKey = event.data.call_sid;
    if (random.chance(BAD_SHARE)) yield { number, data: random.pick(BAD)(event), partitionKey };
    else yield { number, event, data: Buffer.from(JSON.stringify(event)), partitionKey };
    number += 1;
  }
}

const SECONDS_OF_A_CALL = 120;

/** Samples of one call after the other: the SDK's every second, and a pair of the gateway's every ten. */
function* metricEvents({ seed, events, startMs }: NumberedOptions) {
  const random = createRandom(seed, 3);
  let call_sid = '';
  for (let made = 0, second = 0; made < events; second += 1) {
    if (second % SECONDS_OF_A_CALL === 0) call_sid = random.sid('CA');
    const members = { call_sid, timestamp: new Date(startMs + second * 1_000).toISOString() };
    const directions = second % 10 === 0 ? (['inbound', 'outbound'] as const) : [];
    const samples = [
      metricEvent({}, sdkMetricData(members)),
      ...directions.map((direction) =>
        metricEvent({ type: GATEWAY_METRICS }, gatewayMetricData({ edge: 'client_edge', direction }, members)),
      ),
    ].slice(0, events - made);
    made += samples.length;
    for (const sample of samples) yield { ...sample, data: { ...(sample.data as object), call_sid } };
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
const BAD: readonly ((event: SentEvent) => Buffer)[] = [
  (event) => Buffer.from(JSON.stringify(event).slice(0, -1)),
  (event) => Buffer.from(JSON.stringify({ ...event, data: { ...event.data, call_sid: undefined } })),
  (event) => Buffer.from(JSON.stringify({ ...event, data: { ...event.data, name: 'half a pair \ud800' } })),
  (event) => Buffer.concat([Buffer.from(JSON.stringify(event)), Buffer.from([0xc3, 0x28])]),
];
