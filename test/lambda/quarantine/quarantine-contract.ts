import { describe, expect, it } from 'vitest';
import type { QuarantinedRecord, QuarantineReader, QuarantineWriter } from '../../../lambda/quarantine/quarantine.ts';
import type { SetAside } from '../../../operations/set-aside/set-aside.ts';
import { SHARD_ID, STREAM_ARN, sequenceNumber } from '../../../samples/builders.ts';

export interface QuarantineUnderTest {
  quarantine: QuarantineWriter & QuarantineReader;
  /** The text of each file or object whose name ends so. */
  contents(ending: string): Promise<string[]>;
  /** For what somebody else puts there. */
  setAside: SetAside;
}

/** Storage tells times apart by a few ms. */
async function nextTick(): Promise<void> {
  const now = Date.now();
  while (Date.now() < now + 10) await new Promise(setImmediate);
}

const NEVER = new AbortController().signal;

export function quarantinedRecord(position: number, members: Partial<QuarantinedRecord> = {}): QuarantinedRecord {
  return {
    reason: 'not-json',
    detail: 'the record is not JSON (at position 4)',
    streamArn: STREAM_ARN,
    shardId: SHARD_ID,
    sequenceNumber: sequenceNumber(position),
    partitionKey: 'CA1',
    arrivedAt: '2026-11-20T12:00:00.000Z',
    data: Buffer.from([0, 255, 10, 123]).toString('base64'),
    ...members,
  };
}

/** What every place for unreadable records promises. */
export function describeQuarantine(name: string, open: () => Promise<QuarantineUnderTest>): void {
  describe(`quarantine on ${name}`, () => {
    it('gives back a record as it was put, by the name it lists', async () => {
      const { quarantine } = await open();
      const record = quarantinedRecord(1, { problems: [{ index: 3, reason: 'no-time', detail: 'data.timestamp: …' }] });
      await quarantine.putRecord(record, NEVER);
      const [only, ...others] = await Array.fromAsync(quarantine.names());
      expect(others).toEqual([]);
      expect(await quarantine.get(String(only))).toEqual(record);
    });

    it('has one entry for a record that is put twice, and one for each of two records', async () => {
      const { quarantine } = await open();
      for (const position of [1, 2, 1]) await quarantine.putRecord(quarantinedRecord(position), NEVER);
      expect(await Array.fromAsync(quarantine.names())).toHaveLength(2);
    });

    it('lists the last stored first', async () => {
      const { quarantine } = await open();
      const places = [
        { shardId: 'shardId-000000000001', arrivedAt: '2026-11-19T12:00:00.000Z' },
        { shardId: 'shardId-000000000000', arrivedAt: '2026-11-20T12:00:00.000Z' },
      ];
      for (const place of places) {
        await quarantine.putRecord(quarantinedRecord(1, place), NEVER);
        await nextTick();
      }
      const names = await Array.fromAsync(quarantine.names());
      const arrived = await Promise.all(names.map(async (name) => (await quarantine.get(name))?.arrivedAt));
      expect(arrived).toEqual(['2026-11-20T12:00:00.000Z', '2026-11-19T12:00:00.000Z']);
    });

    it('is empty before anything is put, and has nothing under a name nobody gave', async () => {
      const { quarantine } = await open();
      expect(await Array.fromAsync(quarantine.names())).toEqual([]);
      expect(await quarantine.get('shardId-000000000000-1')).toBeUndefined();
      expect(await quarantine.get('../../etc/passwd')).toBeUndefined();
    });

    it.each(['not JSON', '[]', 'null', '{}', '{"reason":"not-json","detail":"x","arrivedAt":1,"data":""}'])(
      'has no record where there is %s',
      async (text) => {
        const { quarantine, setAside } = await open();
        await setAside.put('quarantine/2026.json', text);
        const [only = '', ...others] = await Array.fromAsync(quarantine.names());
        expect(others).toEqual([]);
        expect(await quarantine.get(only)).toBeNull();
      },
    );

    it('keeps unsupported events as JSON Lines, apart from the records in quarantine', async () => {
      const { quarantine, contents } = await open();
      const lines = ['{"type":"one"}', '{"type":"two","text":"é"}'];
      const events = {
        shardId: SHARD_ID,
        firstSequenceNumber: sequenceNumber(1),
        arrivedAt: '2026-11-20T12:00:00.000Z',
      };
      await quarantine.putUnsupported({ ...events, lastSequenceNumber: sequenceNumber(9), lines }, NEVER);
      await quarantine.putUnsupported({ ...events, lastSequenceNumber: sequenceNumber(5), lines: ['{}'] }, NEVER);
      expect((await contents('.jsonl')).sort()).toEqual([`${lines.join('\n')}\n`, '{}\n']);
      expect(await Array.fromAsync(quarantine.names())).toEqual([]);
    });

    it('writes nothing once it is told to stop', async () => {
      const { quarantine } = await open();
      await expect(quarantine.putRecord(quarantinedRecord(1), AbortSignal.abort())).rejects.toThrow();
      expect(await Array.fromAsync(quarantine.names())).toEqual([]);
    });
  });
}
