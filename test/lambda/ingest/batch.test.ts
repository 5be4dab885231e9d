import fc from 'fast-check';
import { expect, it } from 'vitest';
import { prepareBatch } from '../../../lambda/ingest/batch.ts';
import { attributesOf, CONFIG, cloudEvent, kinesisRecords } from '../../../samples/builders.ts';

const CONTEXT = { config: CONFIG, now: 0 };
const UNICODE_ESCAPES = /[\s\S]/g;

/** The row of a record with this text. */
function rowOf(text: string) {
  const [record] = kinesisRecords([cloudEvent()]);
  if (record === undefined) throw new Error('no record');
  const data = Buffer.from(text).toString('base64');
  const { items } = prepareBatch([{ ...record, kinesis: { ...record.kinesis, data } }], CONTEXT);
  return items.map(({ row }) => ({ attributes: attributesOf(row), bytes: row.bytes, key: row.key }));
}

it('makes one row of an event, whether its texts are escaped or not', () => {
  const text = fc.string({ unit: 'binary', maxLength: 20 });
  fc.assert(
    fc.property(text, fc.array(text, { maxLength: 3 }), (note, notes) => {
      const plain = JSON.stringify(cloudEvent({}, { note, more: { notes } }));
      // The same event, with its name as six characters each.
      const escaped = plain.replace(/"name":"([^"\\]*)"/, (_member, name: string) => {
        const units = name.replace(UNICODE_ESCAPES, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
        return `"name":"${units}"`;
      });
      expect(escaped).not.toBe(plain);
      expect(rowOf(plain)).toHaveLength(1);
      expect(rowOf(plain)).toEqual(rowOf(escaped));
    }),
  );
});
