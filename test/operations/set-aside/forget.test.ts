import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { recordText } from '../../../lambda/quarantine/quarantine.ts';
import type { RowEraser } from '../../../operations/row-eraser.ts';
import { createFileSetAside } from '../../../operations/set-aside/file-set-aside.ts';
import { forget } from '../../../operations/set-aside/forget.ts';
import type { SetAside } from '../../../operations/set-aside/set-aside.ts';
import { CALL_SID, cloudEvent, eventId, kinesisRecords } from '../../../samples/builders.ts';
import { GIVEN_UP_KEY, givenUp, quarantined } from './kept.ts';

const LONGER_SID = `${CALL_SID}0`;
const OTHER = cloudEvent({ id: eventId(9), source: undefined }, { call_sid: LONGER_SID });
const OURS = cloudEvent({}, { timestamp: 'soon' });
/** Sent by hand, with the call as the partition key of everything: see `kinesisRecord`. */
const ofPartition = (partitionKey: string, values: readonly unknown[]) =>
  kinesisRecords(values).map((record) => ({ ...record, kinesis: { ...record.kinesis, partitionKey } }));

describe('to forget a call', () => {
  let directory: string;
  let setAside: SetAside;
  let rows: number;
  /** Tells whether anything set aside was left when the rows went. */
  let keptWhenErased: string[];
  const eraser: RowEraser = {
    hasInsights: true,
    count: async () => ({ events: rows, insights: rows / 6, metrics: 0, conferences: 0, pointers: rows / 12 }),
    async erase() {
      keptWhenErased = await keys();
      const count = { events: rows, insights: rows / 6, metrics: 0, conferences: 0, pointers: rows / 12 };
      rows = 0;
      return count;
    },
    find: async () => ({ callSids: new Set(), pointers: [], participants: [], conferenceSids: [] }),
    erasePointers: async () => {},
    countPointersOf: async () => 0,
    erasePointersOf: async () => 0,
    eraseParticipants: async () => {},
    countConference: async () => ({ events: 0, insights: 0, metrics: 0, conferences: 0, pointers: 0 }),
    eraseConference: async () => ({ events: 0, insights: 0, metrics: 0, conferences: 0, pointers: 0 }),
  };
  const keys = () => Array.fromAsync(setAside.keys(''));

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-test-'));
    setAside = createFileSetAside({ directory });
  });
  afterAll(() => rm(directory, { recursive: true }));

  beforeEach(async () => {
    for (const key of await keys()) await setAside.remove(key);
    rows = 12;
    keptWhenErased = ['not yet'];
    await setAside.put('quarantine/a.json', recordText(quarantined(1, OURS)));
    await setAside.put('quarantine/b.json', recordText(quarantined(2, OTHER)));
    await setAside.put('redriven/quarantine/c.json', recordText(quarantined(3, OURS)));
    await setAside.put('unsupported/d.jsonl', `${JSON.stringify(OURS)}\n${JSON.stringify(OTHER)}\n`);
    await setAside.put(GIVEN_UP_KEY, givenUp(ofPartition('1', [OURS, OURS])));
    await setAside.put('quarantine/bad.json', 'not JSON');
  });

  const FORGOTTEN = {
    rows: 12,
    insights: 2,
    metrics: 0,
    conferences: 0,
    pointers: 1,
    kept: { quarantine: 1, unsupported: 1, givenUp: 2, redriven: 1 },
    unread: [{ key: 'quarantine/bad.json', problem: 'no JSON object' }],
  };

  it('says what would go and deletes nothing, unless it is to execute', async () => {
    const before = await keys();
    expect(await forget(CALL_SID, { setAside, eraser, execute: false })).toEqual(FORGOTTEN);
    expect(await keys()).toEqual(before);
    expect(rows).toBe(12);
  });

  it('deletes what is set aside, then the rows; then there is nothing to delete', async () => {
    const left = ['quarantine/b.json', 'quarantine/bad.json', 'unsupported/d.jsonl'];
    expect(await forget(CALL_SID, { setAside, eraser, execute: true })).toEqual(FORGOTTEN);
    expect(await keys()).toEqual(left);
    expect(keptWhenErased).toEqual(left);
    expect(await setAside.get('unsupported/d.jsonl')).toBe(`${JSON.stringify(OTHER)}\n`);
    expect(await forget(CALL_SID, { setAside, eraser, execute: true })).toEqual({
      rows: 0,
      insights: 0,
      metrics: 0,
      conferences: 0,
      pointers: 0,
      kept: { quarantine: 0, unsupported: 0, givenUp: 0, redriven: 0 },
      unread: FORGOTTEN.unread,
    });
  });

  const failingAt = (isBad: (key: string) => boolean): SetAside => ({
    ...setAside,
    get: async (key) => {
      if (isBad(key))
        throw Object.assign(new Error('key disabled'), {
          name: 'KMS.DisabledException',
          $metadata: { httpStatusCode: 400 },
        });
      return setAside.get(key);
    },
  });

  it('names an object that cannot be read, and deletes the rest', async () => {
    const failing = failingAt((key) => key === 'quarantine/b.json');
    const { unread, ...forgotten } = await forget(CALL_SID, { setAside: failing, eraser, execute: true });
    expect(forgotten).toEqual({ rows: 12, insights: 2, metrics: 0, conferences: 0, pointers: 1, kept: FORGOTTEN.kept });
    expect(unread).toEqual(
      expect.arrayContaining([
        ...FORGOTTEN.unread,
        { key: 'quarantine/b.json', problem: expect.stringContaining('key disabled') },
      ]),
    );
    expect(unread).toHaveLength(2);
    expect(rows).toBe(0);
  });

  it('stops where none can be read, and leaves the rows', async () => {
    const failing = failingAt(() => true);
    await expect(forget(CALL_SID, { setAside: failing, eraser, execute: true })).rejects.toThrow('key disabled');
    expect(rows).toBe(12);
  });

  it('stops at the first that fails, and leaves the rows', async () => {
    const removed: string[] = [];
    const failing: SetAside = {
      ...setAside,
      keys: async function* (prefix) {
        if (prefix === 'quarantine/') for (let number = 0; number < 100; number += 1) yield `${prefix}${number}.json`;
      },
      get: async () => recordText(quarantined(1, OURS)),
      async remove(key) {
        removed.push(key);
        throw new Error('no right to');
      },
    };
    await expect(forget(CALL_SID, { setAside: failing, eraser, execute: true })).rejects.toThrow('no right to');
    await new Promise(setImmediate);
    expect(removed.length).toBeLessThan(50);
    expect(rows).toBe(12);
  });
});
