import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { prepareBatch } from '../../lambda/ingest/batch.ts';
import { ARRIVAL_MS, kinesisRecord } from '../../samples/builders.ts';
import { CONFIGS, recordsOfEveryKind } from './records-of-every-kind.ts';

/** Rows of every kind of event as they have been written since the first version: a replay must write these bytes. */
const GOLDEN = path.join(import.meta.dirname, 'golden-items.jsonl');
/** What people may want to read in whole; of the others a hash is enough. */
const IN_WHOLE = /^(document|relay|a clock)/;

function lines(): string[] {
  return [...recordsOfEveryKind()].flatMap(([what, data]) =>
    Object.entries(CONFIGS).map(([name, config]) => {
      const { records, items } = prepareBatch([kinesisRecord(data)], { config, now: ARRIVAL_MS });
      return JSON.stringify({
        what,
        config: name,
        items: items.map(({ row }) => (IN_WHOLE.test(what) ? row.json : hash(row.json))),
        problems: records.flatMap(({ problems }) => problems.map(({ reason }) => reason)).slice(0, 5),
      });
    }),
  );
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

it('an event makes the row it has always made, byte for byte', () => {
  expect(lines(), 'rows of deployed stacks are of the layout before: raise ROW_LAYOUT if this is meant').toEqual(
    readFileSync(GOLDEN, 'utf8').trimEnd().split('\n'),
  );
});
