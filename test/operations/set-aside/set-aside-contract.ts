import { describe, expect, it } from 'vitest';
import type { QuarantineWriter } from '../../../lambda/quarantine/quarantine.ts';
import type { SetAside } from '../../../operations/set-aside/set-aside.ts';
import { quarantinedRecord } from '../../lambda/quarantine/quarantine-contract.ts';

export interface SetAsideUnderTest {
  setAside: SetAside;
  /** Of the same place. */
  quarantine: QuarantineWriter;
}

const GIVEN_UP = 'aws/lambda/5a2f/shardId-000000000000/2026/11/20/one two é';

/** What every place of things set aside promises to those who repair it. */
export function describeSetAside(name: string, open: () => Promise<SetAsideUnderTest>): void {
  describe(`things set aside in ${name}`, () => {
    const keys = async (setAside: SetAside, prefix = '') => Array.fromAsync(setAside.keys(prefix));

    it('are listed under their prefix, and nothing is where nothing was put', async () => {
      const { setAside } = await open();
      expect(await keys(setAside, 'aws/lambda/')).toEqual([]);
      for (const key of ['redriven/quarantine/b.json', 'aws/lambda/1/b', 'quarantine/2026/11/20/a.json']) {
        await setAside.put(key, key);
      }
      expect(await keys(setAside, 'aws/lambda/')).toEqual(['aws/lambda/1/b']);
      expect(await keys(setAside, 'quarantine/')).toEqual(['quarantine/2026/11/20/a.json']);
      expect(await keys(setAside, 'redriven/')).toEqual(['redriven/quarantine/b.json']);
    });

    it('are listed from a key on, which itself need not be there', async () => {
      const { setAside } = await open();
      const days = ['2026/11/19', '2026/11/20', '2026/11/21'].map((day) => `quarantine/${day}/a.json`);
      for (const key of days) await setAside.put(key, key);
      await setAside.put('redriven/quarantine/b.json', '{}');
      const behind = async (after: string) => Array.fromAsync(setAside.keys('quarantine/', after));
      expect(await behind('quarantine/2026/11/20')).toEqual(days.slice(1));
      expect(await behind('quarantine/2026/11/20/a.json')).toEqual(days.slice(2));
    });

    it('are what quarantine put there', async () => {
      const { setAside, quarantine } = await open();
      const record = quarantinedRecord(1);
      await quarantine.putRecord(record, new AbortController().signal);
      const [key = '', ...others] = await keys(setAside, 'quarantine/');
      expect(others).toEqual([]);
      expect(JSON.parse((await setAside.get(key)) ?? '')).toEqual(record);
    });

    it('are replaced, moved whatever the key is, and removed', async () => {
      const { setAside } = await open();
      await setAside.put(GIVEN_UP, 'old');
      await setAside.put(GIVEN_UP, '{"payload":"é"}');
      await setAside.move(GIVEN_UP, `redriven/${GIVEN_UP}`);
      expect(await setAside.get(GIVEN_UP)).toBeUndefined();
      expect(await keys(setAside, 'aws/lambda/')).toEqual([]);
      expect(await keys(setAside, 'redriven/')).toEqual([`redriven/${GIVEN_UP}`]);
      expect(await setAside.get(`redriven/${GIVEN_UP}`)).toBe('{"payload":"é"}');
      await setAside.remove(`redriven/${GIVEN_UP}`);
      await setAside.remove(`redriven/${GIVEN_UP}`);
      expect(await keys(setAside, 'redriven/')).toEqual([]);
    });

    it('are whole where several write the same at once', async () => {
      const { setAside, quarantine } = await open();
      const [record, key] = [quarantinedRecord(1), 'unsupported/a.jsonl'];
      await Promise.all(
        Array.from({ length: 8 }, async () => {
          await setAside.put(key, 'a line\n'.repeat(100_000));
          await quarantine.putRecord(record, new AbortController().signal);
        }),
      );
      expect(await keys(setAside, 'unsupported/')).toEqual([key]);
      expect(await setAside.get(key)).toHaveLength(700_000);
      expect(await keys(setAside, 'quarantine/')).toHaveLength(1);
    });

    it('are not lost where what is to be moved is gone', async () => {
      const { setAside } = await open();
      await setAside.put('redriven/quarantine/a.json', 'moved before');
      await expect(setAside.move('quarantine/a.json', 'redriven/quarantine/a.json')).rejects.toThrow();
      expect(await setAside.get('redriven/quarantine/a.json')).toBe('moved before');
    });
  });
}
