import { callSummaries } from '../../families/call-summary/family.ts';
import type { Row } from '../../families/family.ts';
import type { IngestConfig } from '../../families/ingest-config.ts';
import { decode } from '../../lambda/ingest/decode.ts';
import { ARRIVAL_MS, attributesOf, CONFIG } from '../../samples/builders.ts';
import { sampleSummaries } from '../../samples/sample-calls.ts';
import { KEY_ATTRIBUTES, STARTED_INDEX_ATTRIBUTES } from '../../shared/table.ts';
import { type Figure, mean } from '../figure.ts';
import { billedBytes, writeUnits } from '../item-size.ts';
import { DOLLARS_PER_MILLION_UNITS } from '../prices.ts';

const CALLS = 1_000;

/**
 * What the table of summaries bills for a call of the realistic mix. Each version comes in a batch of its own, and after
 * the one that it is better than: that is the dearest order.
 */
export async function measure(): Promise<Figure[]> {
  const calls = [...sampleSummaries({ seed: 7, startMs: ARRIVAL_MS, mix: 'realistic', calls: CALLS })];
  // Twilio sends a first part more than once.
  const four = calls.map(([partial, ...later]) => (partial === undefined ? [] : [partial, partial, ...later]));
  const last = calls.map((versions) => versions.slice(-1));
  const ours = four.map((versions) => costOf(versions));
  const rows = ours.flatMap(({ rowBytes }) => rowBytes);
  const indexRows = ours.flatMap(({ indexBytes }) => indexBytes);
  return [
    { name: 'a summary row, mean', value: mean(rows), unit: 'bytes' },
    { name: 'a summary row, the largest of the mix', value: Math.max(...rows), unit: 'bytes' },
    { name: 'a row of the index of calls, mean', value: mean(indexRows), unit: 'bytes' },
    {
      name: 'a row of the index of calls, the largest of the mix',
      value: Math.max(...indexRows),
      unit: 'bytes',
      mustHold: { atMost: 1024 },
    },
    {
      name: 'a call stored: row, index and pointers, mean',
      value: mean(ours.map(({ storedBytes }) => storedBytes)),
      unit: 'bytes',
    },
    {
      name: 'write units for a version of a summary: the row',
      value: mean(ours.map(({ units }) => units.row / 4)),
      unit: '',
    },
    ...figures('four versions', ours, { atMost: 24 }),
    ...figures(
      'four versions, partyLookup=off',
      four.map((versions) => costOf(versions, { ...CONFIG, partyLookup: false })),
    ),
    ...figures(
      'the complete one only',
      last.map((versions) => costOf(versions)),
    ),
  ];
}

interface CallCost {
  rowBytes: number[];
  indexBytes: number[];
  /** Of what is there in the end. */
  storedBytes: number;
  units: { row: number; index: number; pointers: number };
}

type Attributes = ReturnType<typeof attributesOf>;

/** What it takes to write the versions of a call's summary one after the other. */
function costOf(versions: readonly object[], config: IngestConfig = CONFIG): CallCost {
  const cost: CallCost = { rowBytes: [], indexBytes: [], storedBytes: 0, units: { row: 0, index: 0, pointers: 0 } };
  const pointers = new Map<string, number>();
  let before: Attributes | undefined;
  for (const row of versions.flatMap((version) => rowsOf(version, config))) {
    const attributes = attributesOf(row);
    const bytes = billedBytes(attributes);
    if (row.isPointer === true) {
      cost.units.pointers += writeUnits(bytes);
      pointers.set(row.key, bytes);
      continue;
    }
    const index = indexed(attributes);
    cost.rowBytes.push(bytes);
    cost.indexBytes.push(billedBytes(index));
    // An update is billed by the larger of both: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
    cost.units.row += writeUnits(Math.max(bytes, before === undefined ? 0 : billedBytes(before)));
    cost.units.index += indexUnits(before && indexed(before), index);
    before = attributes;
  }
  const ofCall = before === undefined ? [] : [billedBytes(before), billedBytes(indexed(before))];
  // DynamoDB counts 100 bytes more for each.
  cost.storedBytes = [...ofCall, ...pointers.values()].reduce((sum, bytes) => sum + bytes + 100, 0);
  return cost;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes */
function indexUnits(before: Attributes | undefined, after: Attributes): number {
  const units = writeUnits(billedBytes(after));
  if (before === undefined) return units;
  if (JSON.stringify(before) === JSON.stringify(after)) return 0;
  const isMoved = KEY_ATTRIBUTES['call-insights'].some(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  return isMoved ? units + writeUnits(billedBytes(before)) : units;
}

/** What the index holds of a row. */
function indexed(attributes: Attributes): Attributes {
  const held: readonly string[] = [...KEY_ATTRIBUTES['call-insights'], ...STARTED_INDEX_ATTRIBUTES];
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => held.includes(name)));
}

function rowsOf(version: object, config: IngestConfig): readonly Row[] {
  const [read] = decode(Buffer.from(JSON.stringify(version)).toString('base64')).events;
  if (!read?.ok || read.value.family !== callSummaries) throw new Error('a sample is no call summary');
  const outcome = read.value.family.outcome(read.value.event, { arrivalMs: ARRIVAL_MS, config });
  if (!outcome.ok) throw new Error(outcome.detail);
  return outcome.value.rows;
}

function figures(what: string, calls: readonly CallCost[], mustHold?: Figure['mustHold']): Figure[] {
  const units = mean(calls.map(({ units: { row, index, pointers } }) => row + index + pointers));
  const each = (name: 'row' | 'index' | 'pointers') => mean(calls.map(({ units: of }) => of[name]));
  return [
    { name: `write units for a call, ${what}: rows`, value: each('row'), unit: '' },
    { name: `write units for a call, ${what}: index`, value: each('index'), unit: '' },
    { name: `write units for a call, ${what}: pointers`, value: each('pointers'), unit: '' },
    { name: `write units for a call, ${what}`, value: units, unit: '', ...(mustHold && { mustHold }) },
    { name: `a million calls summarised: ${what}`, value: units * DOLLARS_PER_MILLION_UNITS, unit: '$' },
  ];
}
