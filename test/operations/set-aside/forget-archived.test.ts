import { beforeEach, describe, expect, it } from 'vitest';
import { layoutOf } from '../../../families/archive/layouts.ts';
import { writeRows } from '../../../lambda/archive/parquet.ts';
import { type ArchiveEraser, createArchiveEraser } from '../../../operations/archive/archive-eraser.ts';
import type { RowEraser } from '../../../operations/row-eraser.ts';
import {
  type ForgetOptions,
  findCalls,
  forget,
  forgetConference,
  forgetParties,
  sumOf,
} from '../../../operations/set-aside/forget.ts';
import type { SetAside } from '../../../operations/set-aside/set-aside.ts';
import { createMemoryArchive } from '../../memory-archive.ts';

const ALICE = 'client:alice';
const PARTIES = new Set([ALICE]);
const NO_ROWS = { events: 0, insights: 0, metrics: 0, conferences: 0, pointers: 0 };
const objects = [
  ['events/day=2026-11-18/0-a', layoutOf('call_events'), [{ call_sid: 'CA1', event_id: 'EV1' }, { call_sid: 'CA2' }]],
  ['summaries/day=2026-11-18/0-a', layoutOf('call_summaries'), [{ call_sid: 'CA1', from_number: ALICE }]],
  ['participants/day=2026-11-18/0-a', layoutOf('participants'), [{ conference_sid: 'CF1', participant_sid: 'CP1' }]],
].map(([key, layout, rows]) => ({ key: `${key}.parquet`, body: writeRows(layout as never, rows as never) }));

const EMPTY: SetAside = {
  async *keys() {},
  get: async () => undefined,
  put: async () => undefined,
  move: async () => undefined,
  remove: async () => undefined,
};

let steps: string[] = [];
let isKilledAt: string | undefined;
let rowsOf = new Map<string, number>();
let archive: ArchiveEraser;

/** Says what was done, and dies where it is to. */
function step(name: string): void {
  if (name === isKilledAt) throw Object.assign(new Error('killed'), { $metadata: { httpStatusCode: 400 } });
  steps.push(name);
}

const eraser: RowEraser = {
  hasInsights: true,
  async count(callSids) {
    return { ...NO_ROWS, events: callSids.reduce((sum, sid) => sum + (rowsOf.get(sid) ?? 0), 0) };
  },
  async erase(callSids) {
    const count = await eraser.count(callSids);
    if (count.events > 0) step('rows');
    for (const sid of callSids) rowsOf.delete(sid);
    return count;
  },
  find: async () => ({ callSids: new Set(), pointers: [], participants: [], conferenceSids: [] }),
  erasePointers: async () => undefined,
  countPointersOf: async () => 0,
  erasePointersOf: async () => 0,
  eraseParticipants: async () => undefined,
  countConference: async () => NO_ROWS,
  eraseConference: async () => NO_ROWS,
};

beforeEach(async () => {
  steps = [];
  isKilledAt = undefined;
  rowsOf = new Map([['CA1', 3]]);
  const store = createMemoryArchive();
  for (const { key, body } of objects) await store.put(key, body);
  const real = createArchiveEraser({ store, clock: { now: () => 0, sleep: async () => undefined }, holder: 'forget' });
  archive = {
    ...real,
    async erase(...whose) {
      step('archive');
      return real.erase(...whose);
    },
  };
});

const options = (execute: boolean): ForgetOptions => ({ setAside: EMPTY, eraser, archive, execute });
const forgetAlice = async (execute: boolean) =>
  forgetParties(PARTIES, { ...options(execute), found: await findCalls(PARTIES, options(execute)) });

describe('to forget what is archived', () => {
  it('counts rows of the archive beside those of the tables, and deletes them before', async () => {
    expect(await forget('CA1', options(false))).toMatchObject({ archived: 2, rows: 3 });
    expect(steps).toEqual([]);
    const report = await forget('CA1', options(true));
    expect(report).toMatchObject({ archived: 2, rows: 3 });
    expect(sumOf(report)).toBe(5);
    expect(steps).toEqual(['archive', 'rows']);
    expect(sumOf(await forget('CA1', options(false)))).toBe(0);
  });

  it('says nothing of an archive where none is kept', async () => {
    expect(await forget('CA1', { ...options(false), archive: undefined })).not.toHaveProperty('archived');
  });

  it('deletes a conference out of it', async () => {
    expect(await forgetConference('CF1', options(true))).toMatchObject({ archived: 1, rows: 0 });
    expect(await forgetConference('CF1', options(true))).toMatchObject({ archived: 0 });
  });

  it('finds calls of a number that only the archive knows, and deletes what else there is of them first', async () => {
    expect(await forgetAlice(false)).toMatchObject({ calls: 1, archived: 2, rows: 3 });
    expect(await forgetAlice(true)).toMatchObject({ calls: 1, archived: 2, rows: 3 });
    expect(steps).toEqual(['rows', 'archive']);
    expect(sumOf(await forgetAlice(false))).toBe(0);
  });

  it.each(['rows', 'archive'])('finds them again where it was killed before it deleted the %s', async (at) => {
    isKilledAt = at;
    await expect(forgetAlice(true)).rejects.toThrow('killed');
    isKilledAt = undefined;
    await forgetAlice(true);
    expect(rowsOf.size).toBe(0);
    expect((await forget('CA1', options(false))).archived).toBe(0);
  });

  it('tells of its objects as it looks at them', async () => {
    const told: string[] = [];
    await forget('CA1', {
      ...options(false),
      onStart: (total) => told.push(`of ${total}`),
      onProgress: (done) => told.push(String(done)),
    });
    expect(told.slice(0, 4)).toEqual(['of 3', '1', '2', '3']);
  });
});
