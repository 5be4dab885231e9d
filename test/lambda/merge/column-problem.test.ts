import type { SchemaElement } from 'hyparquet';
import { ByteWriter, parquetWrite } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { layoutOf } from '../../../families/archive/layouts.ts';
import { writeRows } from '../../../lambda/archive/parquet.ts';
import { openSource } from '../../../lambda/merge/source-object.ts';
import { createMemoryArchive } from '../../memory-archive.ts';

const EVENTS = layoutOf('call_events');
const KEY = 'events/day=2026-11-18/0-other.parquet';

describe('an object that something else wrote', () => {
  it.each<[string, Omit<SchemaElement, 'name'>, unknown]>([
    ['arrived_at', { type: 'INT64', converted_type: 'TIMESTAMP_MICROS' }, 1_763_000_000_000_000n],
    ['arrived_at', { type: 'INT64', logical_type: timestamp('NANOS') }, 1_763_000_000_000_000_000n],
    ['arrived_at', { type: 'INT64' }, 1_763_000_000_000n],
    ['city', { type: 'BYTE_ARRAY', converted_type: 'JSON' }, { city: 'Berlin' }],
    ['error_code', { type: 'INT32', converted_type: 'DATE' }, new Date(0)],
  ])('is not taken for ours where its column %s is %j', async (name, element, value) => {
    const store = createMemoryArchive();
    await store.put(KEY, fileOf([{ name, repetition_type: 'OPTIONAL', ...element }], name, value));
    await expect(open(store)).rejects.toThrow(`${KEY}: its column ${name} is of another type`);
  });

  it('is not taken for ours where a list is one of other values', async () => {
    const store = createMemoryArchive();
    await store.put(KEY, listFile('metric_values', { type: 'BYTE_ARRAY', converted_type: 'UTF8' }, ['1.5']));
    await expect(open(store)).rejects.toThrow('its column metric_values is of another type');
  });

  it('is read where it says the same as ours in other words', async () => {
    const store = createMemoryArchive();
    const element = { type: 'INT64', logical_type: timestamp('MILLIS') } as const;
    await store.put(
      KEY,
      fileOf([{ name: 'arrived_at', repetition_type: 'OPTIONAL', ...element }], 'arrived_at', 1_763_000_000_000n),
    );
    expect(await (await open(store)).column('arrived_at')).toEqual([1_763_000_000_000]);
    await store.put(KEY, listFile('metric_values', { type: 'DOUBLE' }, [1.5, 2]));
    expect(await (await open(store)).column('metric_values')).toEqual([[1.5, 2]]);
    await store.put(KEY, writeRows(EVENTS, [{ call_sid: 'CA1', metric_values: [1, 2] }]));
    expect(await (await open(store)).column('metric_values')).toEqual([[1, 2]]);
  });
});

async function open(store: ReturnType<typeof createMemoryArchive>) {
  const [object] = await Array.fromAsync(store.list(KEY));
  if (object === undefined) throw new Error('nothing was put');
  return openSource(object, EVENTS, store);
}

function timestamp(unit: 'MILLIS' | 'NANOS') {
  return { type: 'TIMESTAMP', isAdjustedToUTC: true, unit } as const;
}

function fileOf(columns: SchemaElement[], name: string, value: unknown): Uint8Array {
  const writer = new ByteWriter();
  const schema: SchemaElement[] = [{ name: 'schema', num_children: 1 }, ...columns];
  parquetWrite({ writer, schema, columnData: [{ name, data: [value] }] });
  return writer.getBytes();
}

function listFile(name: string, element: Omit<SchemaElement, 'name'>, values: unknown): Uint8Array {
  const list: SchemaElement[] = [
    { name, repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
    { name: 'bag', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'item', repetition_type: 'OPTIONAL', ...element },
  ];
  return fileOf(list, name, values);
}
