import { describe, expect, it } from 'vitest';
import { billedBytes, writeUnits } from '../../../bench/item-size.ts';
import { decodeEvent } from '../../../lambda/ingest/decode.ts';
import { ARRIVAL_MS, attributesOf, CALL_SID, CONFIG, eventId } from '../../../samples/builders.ts';
import { CALLEE, CALLER, summaryEvent } from '../../../samples/call-summary.ts';
import { resourceSummaries, SUMMARY_DOCUMENT } from '../../../samples/documents.ts';
import { STARTED_INDEX_ATTRIBUTES } from '../../../shared/table.ts';

const config = { ...CONFIG, partyLookup: true };

/** The row of a summary and what differs from its schema. */
function stored(event: unknown, redactFields: readonly string[] = []) {
  const decoded = decodeEvent(event);
  if (!decoded.ok) throw new Error(decoded.detail);
  const { family, event: read, mismatches } = decoded.value;
  const outcome = family.outcome(read, { arrivalMs: ARRIVAL_MS, config: { ...config, redactFields } });
  if (!outcome.ok) throw new Error(outcome.detail);
  const row = outcome.value.rows.at(-1);
  if (row === undefined) throw new Error('no row');
  return { row, attributes: attributesOf(row), members: plain(attributesOf(row)), mismatches };
}

/** Attributes as the JSON they came from. */
function plain(attributes: ReturnType<typeof attributesOf>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: object): unknown {
  const [[type, held] = []] = Object.entries(value);
  if (type === 'N') return Number(held);
  if (type === 'L') return held.map(plainValue);
  return type === 'M' ? plain(held) : held;
}

/** Nulls are left out of a row, at any depth. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]));
}

describe('the row of a summary', () => {
  it('is one for a call, with the rank of its version as the guard', () => {
    const { row, members } = stored(summaryEvent());
    expect(members).toMatchObject({
      id: CALL_SID,
      part: 'summary',
      call_sid: CALL_SID,
      event_id: eventId(1),
      event_type: 'com.twilio.voice.insights.call-summary.complete',
      event_time: '2026-11-20T11:45:00.000Z',
      schema_version: 7,
      started_id: `2026-11-20T11:30:02.000Z#${CALL_SID}`,
      bucket: expect.stringMatching(/^call#2026-11-20#[0-3]$/),
      facets: { from: CALLER, to: CALLEE, sip_code: 200 },
    });
    expect(row.guard).toEqual({ attribute: 'rank', value: members.rank });
    expect(stored(summaryEvent({ id: eventId(2) }, { processing_version: 4 })).row.key).toBe(row.key);
  });

  it('keeps a member that has the name of an attribute of ours, and what no schema knows', () => {
    const { members, mismatches } = stored(
      summaryEvent({}, { rank: 'theirs', facets: 5, part: 'x', news: { a: [1] } }),
    );
    expect(members).toMatchObject({
      part: 'summary',
      other: { rank: 'theirs', facets: 5, part: 'x' },
      news: { a: [1] },
    });
    expect(mismatches).toEqual([]);
  });

  it('keeps a member of another type as it came, and names its path', () => {
    const { members, mismatches } = stored(summaryEvent({}, { duration: '66', tags: 'silence', from: 'Alice' }));
    expect(members).toMatchObject({ duration: '66', tags: 'silence', from: 'Alice' });
    expect([...mismatches].sort()).toEqual(['duration', 'from', 'tags']);
  });

  it('hides a party in the facets too', () => {
    const { row } = stored(summaryEvent(), ['from.caller', 'to']);
    expect(row.json).not.toMatch(/5550100|5550101|Wireless/);
  });

  it('is three units at most, and one in the index of calls by time', () => {
    const { attributes } = stored(summaryEvent());
    expect(writeUnits(billedBytes(attributes))).toBeLessThanOrEqual(3);
    const names = ['id', 'part', 'bucket', 'started_id', ...STARTED_INDEX_ATTRIBUTES];
    const held = Object.entries(attributes).filter(([name]) => names.includes(name));
    expect(writeUnits(billedBytes(Object.fromEntries(held)))).toBe(1);
  });
});

describe("Twilio's documents", () => {
  it('pass untouched: the record of the quickstart, which says partial though it is the predicted last', () => {
    const { members, mismatches } = stored(SUMMARY_DOCUMENT);
    const data = JSON.parse(SUMMARY_DOCUMENT.data);
    expect(members).toMatchObject(JSON.parse(JSON.stringify(withoutNulls(data))) as object);
    expect(members).toMatchObject({
      schema_version: 1,
      part: 'summary',
      rank: expect.stringMatching(/^0#0000000001#2#/),
    });
    expect(mismatches).toEqual([]);
  });

  it('pass untouched: every example of the REST resources', () => {
    const summaries = resourceSummaries();
    expect(summaries.length).toBeGreaterThan(8);
    for (const summary of summaries) {
      const { members, mismatches } = stored(summary);
      expect(members).toMatchObject(withoutNulls(summary.data) as object);
      expect(mismatches).toEqual([]);
    }
  });

  it('pass in the form of the event pages, without a time and with one where the content type stands', () => {
    const { time, ...untimed } = summaryEvent({}, { call_sid: 'CA0000000000000000000000000000001' });
    const { members } = stored({ ...untimed, source: 'AB00000000000000000000000001', datacontenttype: time });
    expect(members).toMatchObject({ id: 'CA0000000000000000000000000000001', schema_version: 7 });
    expect(members).not.toHaveProperty('event_time');
  });
});
