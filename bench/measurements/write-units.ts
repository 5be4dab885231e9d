import { marshall } from '@aws-sdk/util-dynamodb';
import type { IngestConfig } from '../../families/ingest-config.ts';
import { attributesOf, CONFIG } from '../../samples/builders.ts';
import { LEVELS } from '../../shared/level.ts';
import { LEVEL_INDEX } from '../../shared/table.ts';
import { type Figure, mean } from '../figure.ts';
import { billedBytes, writeUnits } from '../item-size.ts';
import { DOLLARS_PER_MILLION_UNITS } from '../prices.ts';
import { realisticEvents, realisticRecords } from '../records.ts';
import { itemOf } from '../rivals/item.ts';
import { sampleItems } from '../sample-items.ts';

const EVENTS = 20_000;

/** What a table bills for the realistic mix: our rows, and two designs that people would begin with. */
export async function measure(): Promise<Figure[]> {
  const rowsOf = (config: IngestConfig) =>
    sampleItems(EVENTS, config).map((item) => {
      const attributes = attributesOf(item);
      return { bytes: billedBytes(attributes), isIndexed: attributes[LEVEL_INDEX.sortKey] !== undefined };
    });
  const ours = rowsOf(CONFIG);
  const events = [...realisticEvents(EVENTS)];
  const rival = realisticRecords(EVENTS).map((record) => marshall(itemOf(record), { removeUndefinedValues: true }));
  const whole = events.map((event) =>
    marshall({
      call_sid: event.data.call_sid,
      timestamp: `${event.time}#${event.id}`,
      level: event.data.level,
      event,
    }),
  );
  const indexed = (items: Parameters<typeof billedBytes>[0][], isIndexed: boolean) =>
    items.map((item) => ({ bytes: billedBytes(item), isIndexed }));
  return [
    { name: 'an item, mean', value: mean(ours.map(({ bytes }) => bytes)), unit: 'bytes' },
    {
      name: 'an item, the largest of the mix',
      value: Math.max(...ours.map(({ bytes }) => bytes)),
      unit: 'bytes',
      aim: { atMost: 1024 },
    },
    {
      name: 'items over 1 KB, of a thousand',
      value: 1_000 * mean(ours.map(({ bytes }) => Number(bytes > 1024))),
      unit: '',
      mustHold: { atMost: 2 },
    },
    ...figures('ours, sparse index', ours, { atMost: 1.02 }),
    ...figures('ours, all levels indexed', rowsOf({ ...CONFIG, indexedLevels: [...LEVELS] })),
    ...figures('rivals’ item, no index', indexed(rival, false)),
    ...figures('rivals’ item, all levels indexed', indexed(rival, true)),
    ...figures('the whole CloudEvent, all levels indexed', indexed(whole, true)),
  ];
}

interface Row {
  bytes: number;
  /** The index holds all attributes. */
  isIndexed: boolean;
}

function figures(design: string, rows: readonly Row[], mustHold?: Figure['mustHold']): Figure[] {
  const units = mean(rows.map(({ bytes, isIndexed }) => writeUnits(bytes) * (isIndexed ? 2 : 1)));
  return [
    { name: `write units for an event: ${design}`, value: units, unit: '', ...(mustHold && { mustHold }) },
    { name: `a million events written: ${design}`, value: units * DOLLARS_PER_MILLION_UNITS, unit: '$' },
  ];
}
