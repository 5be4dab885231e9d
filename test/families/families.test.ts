import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { archiveTableOf } from '../../families/archive/tables.ts';
import { familyOf } from '../../families/registry.ts';
import { decode, decodeEvent } from '../../lambda/ingest/decode.ts';
import { ARRIVAL_MS, CONFIG } from '../../samples/builders.ts';
import { familySamples } from '../../samples/family-samples.ts';
import { KEY_ATTRIBUTES } from '../../shared/table.ts';
import { HOSTILE_VALUES } from '../hostile/corpus.ts';

const FAMILIES = path.join(import.meta.dirname, '../../families');
const CONTEXT = { arrivalMs: ARRIVAL_MS, config: CONFIG };
const SAMPLES = Object.entries(familySamples(7, '2026-11-20T11:59:00.000Z'));

it('every folder is a family of the catalogue, that of all other events, or what their archive is of', () => {
  const folders = readdirSync(FAMILIES, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? one.name : []));
  expect(folders.sort()).toEqual([...SAMPLES.map(([name]) => name), 'unsupported', 'archive'].sort());
});

describe.each(SAMPLES)('the family %s', (name, sample) => {
  it('takes the types it names, and its own sample conforms to its schema', () => {
    expect(familyOf(sample.type).types.map(({ type }) => type)).toContain(sample.type);
    for (const { type } of familyOf(sample.type).types) expect(familyOf(type).name).toBe(name);
    expect(decodeEvent(sample)).toMatchObject({ ok: true, value: { family: { name }, mismatches: [] } });
  });

  it('has a table of the archive where it makes rows', () => {
    expect(archiveTableOf(name) !== undefined).toBe(rowsOf(sample).length > 0);
  });

  it('makes the same rows of an event, however often, each of a key of its own', () => {
    const [one, other] = [rowsOf(sample), rowsOf(structuredClone(sample))];
    expect(one).toEqual(other);
    expect(new Set(one.map(({ key }) => key)).size).toBe(one.length);
    for (const row of one) expect(row.type).toBe(sample.type);
  });

  it('hides in its rows what is to be hidden', () => {
    const { redaction } = familyOf(sample.type);
    for (const hidden of redaction?.personal ?? []) {
      const rows = rowsOf({ ...sample, data: { ...sample.data, ...memberAt(hidden, 'Alice') } }, [hidden]);
      for (const { json } of rows) expect(json, hidden).not.toContain('Alice');
    }
  });

  it('keeps a member of the data that has the name of an attribute of ours, and names no attribute twice', () => {
    const { redaction } = familyOf(sample.type);
    const ours = rowsOf(sample).flatMap(({ json }) => Object.keys(JSON.parse(json)));
    // Of a key of an index, a member of another type would keep the row out of the table for ever.
    const keys = rowsOf(sample).flatMap(({ table }) => KEY_ATTRIBUTES[table]);
    const names = [...(redaction?.attributes ?? []), ...ours, ...keys].filter((name) => !(name in sample.data));
    const members = Object.fromEntries(names.map((name) => [name, `its ${name}`]));
    const rows = rowsOf({ ...sample, data: { ...sample.data, ...members } });
    for (const { json } of rows.filter(({ isPointer }) => !isPointer)) {
      expect(JSON.stringify(JSON.parse(json))).toBe(json);
      for (const value of Object.values(members)) expect(json).toContain(JSON.stringify({ S: value }));
      for (const key of keys) expect(JSON.parse(json)[key]?.S).not.toBe(members[key]);
    }
  });

  it('names a call or conference of every row that it makes, so that who erases it finds the row', () => {
    const decoded = decodeEvent(sample);
    if (!decoded.ok) throw new Error(decoded.detail);
    const { family, event } = decoded.value;
    const sids = [...family.callSids(event), ...(family.conferenceSids?.(event) ?? [])];
    for (const { json } of rowsOf(sample)) expect(sids.some((sid) => json.includes(sid))).toBe(true);
  });

  it('says what is wrong with data of any kind, and throws nothing', () => {
    const members = JSON.stringify({ ...sample, data: 'DATA' });
    for (const value of ['"text"', ...HOSTILE_VALUES]) {
      const [event] = decode(Buffer.from(members.replace('"DATA"', value)).toString('base64')).events;
      if (event?.ok) expect(event.value.family.outcome(event.value.event, CONTEXT)).toHaveProperty('ok');
      else expect(event?.detail).not.toBe('');
    }
  });
});

/** `{a:{b:value}}` of `a.b` */
function memberAt(dotted: string, value: unknown): Record<string, unknown> {
  return dotted.split('.').reduceRight((inner: unknown, name) => ({ [name]: inner }), value) as Record<string, unknown>;
}

function rowsOf(sample: unknown, redactFields: readonly string[] = []) {
  const decoded = decodeEvent(sample);
  if (!decoded.ok) throw new Error(decoded.detail);
  const config = { ...CONFIG, redactFields };
  const outcome = decoded.value.family.outcome(decoded.value.event, { ...CONTEXT, config });
  if (!outcome.ok) throw new Error(outcome.detail);
  return outcome.value.rows;
}
