import { decode } from '../lambda/ingest/decode.ts';
import { type Item, toItem } from '../lambda/store/item.ts';
import type { IngestConfig } from '../shared/ingest-config.ts';
import { ARRIVAL_MS, CONFIG } from '../test/builders.ts';
import { realisticRecords } from './records.ts';

/** The rows of the first events of the realistic mix. */
export function sampleItems(events: number, config: IngestConfig = CONFIG): Item[] {
  return realisticRecords(events).map((record) => {
    const [event] = decode(record.kinesis.data).events;
    if (!event?.ok || event.value.kind !== 'call-event') throw new Error('a sample is no call event');
    const item = toItem(event.value.event, { arrivalMs: ARRIVAL_MS, config });
    if (!item.ok) throw new Error(item.detail);
    return item.value;
  });
}
