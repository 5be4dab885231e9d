import { decode } from '../../lambda/ingest/decode.ts';
import { type Item, toItem } from '../../lambda/store/item.ts';
import { ARRIVAL_MS, CONFIG } from '../../test/builders.ts';
import { type Figure, median } from '../figure.ts';
import { realisticRecords } from '../records.ts';

const EVENTS = 4_000;
const WARM_UP_ROUNDS = 10;
const ROUNDS = 60;

/** What a record costs until it is a typed event, and an event until it is what goes over the wire. */
export async function measure(): Promise<Figure[]> {
  const texts = realisticRecords(EVENTS).map(({ kinesis }) => kinesis.data);
  const events = texts.map(callEvent);
  const decoding: number[] = [];
  const converting: number[] = [];
  const wiring: number[] = [];
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
    const floor = cpuMs(texts, (text) => JSON.parse(Buffer.from(text, 'base64').toString('utf8')));
    const decoded = cpuMs(texts, decode);
    const converted = cpuMs(events, itemOf);
    const wired = cpuMs(events, (event) => JSON.stringify(itemOf(event).attributes));
    if (round < 0) continue;
    decoding.push(decoded / floor);
    converting.push(converted / floor);
    wiring.push(wired / floor);
  }
  return [
    {
      name: 'decode and validate, over base64 and JSON.parse',
      value: median(decoding),
      unit: 'x',
      mustHold: { atMost: 1.35 },
    },
    { name: 'event to item, over base64 and JSON.parse', value: median(converting), unit: 'x' },
    // With its JSON text, which in the handler is the SDK's work.
    {
      name: 'event to item on the wire, over base64 and JSON.parse',
      value: median(wiring),
      unit: 'x',
      mustHold: { atMost: 1.3 },
    },
  ];
}

function callEvent(text: string) {
  const [event] = decode(text).events;
  if (!event?.ok || event.value.kind !== 'call-event') throw new Error('a sample is no call event');
  return event.value.event;
}

function itemOf(event: ReturnType<typeof callEvent>): Item {
  const item = toItem(event, { arrivalMs: ARRIVAL_MS, config: CONFIG });
  if (!item.ok) throw new Error(item.detail);
  return item.value;
}

function cpuMs<Input>(inputs: readonly Input[], work: (input: Input) => unknown): number {
  const before = process.cpuUsage();
  for (const input of inputs) work(input);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
