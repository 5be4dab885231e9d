import type { CallCloudEvent } from '../families/call-event/call-event.ts';
import { type Item, toItem } from '../families/call-event/item.ts';
import type { IngestConfig } from '../families/ingest-config.ts';
import { decode } from '../lambda/ingest/decode.ts';
import { ARRIVAL_MS, CONFIG } from '../test/builders.ts';
import { realisticRecords } from './records.ts';

/** The rows of the first events of the realistic mix. */
export function sampleItems(events: number, config: IngestConfig = CONFIG): Item[] {
  return realisticRecords(events).map(({ kinesis }) => sampleItem(sampleEvent(kinesis.data), config));
}

/** The call event of a record's data. */
export function sampleEvent(data: string): CallCloudEvent {
  const [event] = decode(data).events;
  if (!event?.ok || event.value.kind !== 'call-event') throw new Error('a sample is no call event');
  return event.value.event;
}

export function sampleItem(event: CallCloudEvent, config: IngestConfig): Item {
  const item = toItem(event, { arrivalMs: ARRIVAL_MS, config });
  if (!item.ok) throw new Error(item.detail);
  return item.value;
}
