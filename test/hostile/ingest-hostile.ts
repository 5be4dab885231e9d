import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { fromItem } from '../../families/call-event/item.ts';
import type { QuarantinedRecord, UnsupportedEvents } from '../../lambda/quarantine/quarantine.ts';
import type { Attributes } from '../../lambda/store/attribute-value.ts';
import type { Item } from '../../lambda/store/item.ts';
import type { ItemWriter } from '../../lambda/store/item-writer.ts';
import { attributesOf, cloudEvent } from '../../samples/builders.ts';
import { isJsonObject } from '../../shared/json.ts';
import { REASONS } from '../../shared/rejection.ts';
import { ingestInMemory } from './batch-in-memory.ts';
import { SECRET } from './corpus.ts';

const MAX_DETAIL = 300;
const NEIGHBOURS = ['CAneighbour1', 'CAneighbour2'];
const [FIRST = '', LAST = ''] = NEIGHBOURS.map((call_sid) => JSON.stringify(cloudEvent({}, { call_sid })));

/** What a batch with one hostile record between two good ones left behind. */
export interface Aftermath {
  items: Item[];
  quarantined: QuarantinedRecord[];
  unsupported: UnsupportedEvents[];
}

/**
 * Puts a record through ingest, between two good ones, and holds what came of it against what must come of any: nothing
 * thrown or delivered again, the neighbours stored, every event a row, in quarantine with a decent reason, unsupported
 * or a test event, and every row what the event said.
 */
export async function expectAnswerOrReason(data: Buffer, store?: ItemWriter): Promise<Aftermath> {
  const objects = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));
  const batch = [FIRST, data, LAST];
  const { items, quarantined, unsupported, response, report } = await ingestInMemory(batch, store);
  expect(response).toEqual({ batchItemFailures: [] });
  expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(objects);

  expect(report).toMatchObject({ records: 3, retried: 0, failures: [] });
  const stored = items.map(attributesOf);
  const rows = stored.filter((attributes) => !NEIGHBOURS.includes(attributes.call_sid?.S ?? ''));
  expect(stored.length - rows.length).toBe(NEIGHBOURS.length);

  const [bad] = quarantined;
  expect(quarantined.length).toBeLessThanOrEqual(1);
  const lines = unsupported.flatMap((events) => events.lines);
  const problems = bad === undefined ? 0 : (bad.problemCount ?? 1);
  const accounted = rows.length + report.duplicatesMerged + problems + lines.length + report.testEvents.length;
  expect(accounted + report.emptyRecords).toBe(eventsIn(data)?.length || 1);
  for (const line of lines) expect(JSON.parse(line)).toHaveProperty('type');
  if (bad !== undefined) expectDecentReason(bad, data);

  for (const attributes of rows) {
    expect(textsOf(attributes).filter((text) => !text.isWellFormed())).toEqual([]);
    const { event } = fromItem(attributes);
    const sent = eventsIn(data)?.filter((one) => isJsonObject(one) && one.id === event.id) ?? [];
    expect(sent.map(dataOf).find((one) => isDeepStrictEqual(one, event.data))).toEqual(event.data);
  }

  const again = await ingestInMemory(batch);
  expect(JSON.stringify(again.items)).toBe(JSON.stringify(items));
  return { items, quarantined, unsupported };
}

/** All names and texts: DynamoDB holds UTF-8, and what only imitates it takes anything. */
function textsOf(attributes: Attributes): string[] {
  const texts: string[] = [];
  JSON.stringify(attributes, (name, value: unknown) => {
    texts.push(name, typeof value === 'string' ? value : '');
    return value;
  });
  return texts;
}

function expectDecentReason({ reason, detail, problems = [], data: kept }: QuarantinedRecord, data: Buffer): void {
  expect(Buffer.from(kept, 'base64').equals(data)).toBe(true);
  for (const one of [{ reason, detail }, ...problems]) {
    expect(REASONS).toContain(one.reason);
    // Foreseen, each by its own name.
    expect(['unreadable', 'refused-by-dynamodb']).not.toContain(one.reason);
    expect(one.detail).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+$/u);
    expect(one.detail.length).toBeLessThanOrEqual(MAX_DETAIL);
    expect(one.detail).not.toContain(SECRET);
  }
}

/** The events of a record as anybody would read them; undefined where it is no JSON, or too long a list. */
function eventsIn(data: Buffer): unknown[] | undefined {
  try {
    const value = json(new TextDecoder('utf8', { fatal: true }).decode(data));
    if (!Array.isArray(value)) return value === undefined ? undefined : [value];
    return value.length > 1_000 ? undefined : value;
  } catch {
    return undefined;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What an event says, as far as the table promises to keep it: a null member is absent, and -0 is 0. */
function dataOf(event: unknown): unknown {
  const data = isJsonObject(event) ? event.data : undefined;
  return asKept(typeof data === 'string' ? json(data) : data);
}

function asKept(value: unknown, levels = 0): unknown {
  if (value === 0) return 0;
  if (typeof value !== 'object' || value === null) return value;
  // No row is that deep.
  if (levels > 32) return undefined;
  if (Array.isArray(value)) return value.map((element) => asKept(element, levels + 1));
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, asKept(member, levels + 1)]));
}
