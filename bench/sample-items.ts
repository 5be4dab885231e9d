import type { CallCloudEvent } from '../families/call-event/call-event.ts';
import { callEvents } from '../families/call-event/family.ts';
import { toItem } from '../families/call-event/item.ts';
import { eventOf } from '../families/family.ts';
import type { IngestConfig } from '../families/ingest-config.ts';
import { decode } from '../lambda/ingest/decode.ts';
import type { Item } from '../lambda/store/item.ts';
import { ARRIVAL_MS, CONFIG } from '../samples/builders.ts';
import { realisticRecords } from './records.ts';

/** The rows of the first events of the realistic mix. */
export function sampleItems(events: number, config: IngestConfig = CONFIG): Item[] {
  return realisticRecords(events).map(({ kinesis }) => sampleItem(sampleEvent(kinesis.data), config));
}

/** The call event of a record's data. */
export function sampleEvent(data: string): CallCloudEvent {
  const [event] = decode(data).events;
  const read = event?.ok ? eventOf(event.value, callEvents) : undefined;
  if (read === undefined) throw new Error('a sample is no call event');
  return read;
}

export function sampleItem(event: CallCloudEvent, config: IngestConfig): Item {
  const item = toItem(event, { arrivalMs: ARRIVAL_MS, config });
  if (!item.ok) throw new Error(item.detail);
  return item.value;
}
