import { describe, expect, it } from 'vitest';
import { type ArchiveObject, type ArchiveStore, ObjectGone } from '../../../lambda/archive/archive-store.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const DAY = 'events/day=2026-11-20';

/** What every place for the archive promises; where conditions are not kept to, the half that needs none. */
export function describeArchiveStore(
  name: string,
  open: () => Promise<ArchiveStore>,
  { keepsConditions = true }: { keepsConditions?: boolean } = {},
): void {
  const found = async (store: ArchiveStore, prefix: string, after?: string) => {
    const objects: ArchiveObject[] = [];
    for await (const object of store.list(prefix, after)) objects.push(object);
    return objects;
  };
  const keys = async (...asked: Parameters<typeof found>) => (await found(...asked)).map(({ key }) => key);
  const only = async (store: ArchiveStore, key: string): Promise<ArchiveObject> => {
    const [object] = await found(store, key);
    if (object === undefined) throw new Error(`no ${key}`);
    return object;
  };
  const textOf = async (store: ArchiveStore, object: ArchiveObject) =>
    new TextDecoder().decode(await store.open(object).slice(0, object.bytes));

  describe(`the archive ${name}`, () => {
    it('lists objects in the order of keys, those of a prefix, those after a key', async () => {
      const store = await open();
      const stored = [
        `${DAY}/1-b.parquet`,
        `${DAY}/0-a.parquet`,
        'events/day=2026-11-2/0-c.parquet',
        'audit/x.parquet',
      ];
      for (const key of [...stored, 'eventsless/0-d.parquet']) await store.put(key, bytes(key));
      expect(await keys(store, 'events/')).toEqual([
        'events/day=2026-11-2/0-c.parquet',
        `${DAY}/0-a.parquet`,
        `${DAY}/1-b.parquet`,
      ]);
      expect(await keys(store, 'events/', `${DAY}/0-a.parquet`)).toEqual([`${DAY}/1-b.parquet`]);
      expect(await keys(store, 'events/', 'events/day=2026-11-2~')).toEqual([]);
      expect(await keys(store, `${DAY}/1`)).toEqual([`${DAY}/1-b.parquet`]);
      expect(await keys(store, 'metrics/')).toEqual([]);
      expect(await keys(store, '')).toEqual(['audit/x.parquet', ...(await keys(store, 'events'))]);
      expect((await keys(store, '')).at(-1)).toBe('eventsless/0-d.parquet');
    });

    it('says how long an object is and when it came, and reads any part of it', async () => {
      const store = await open();
      await store.put(`${DAY}/0-a.parquet`, bytes('0123456789'));
      const object = await only(store, DAY);
      expect(object).toMatchObject({ key: `${DAY}/0-a.parquet`, bytes: 10, etag: expect.stringMatching(/./) });
      expect(Math.abs(object.modifiedMs - Date.now())).toBeLessThan(3_600_000);
      const file = store.open(object);
      expect(file.byteLength).toBe(10);
      expect(Buffer.from(await file.slice(2, 5)).toString()).toBe('234');
      expect(Buffer.from(await file.slice(7)).toString()).toBe('789');
    });

    it('replaces an object as a whole, under another ETag', async () => {
      const store = await open();
      await store.put(`${DAY}/0-a.parquet`, bytes('one'));
      const before = await only(store, DAY);
      await store.put(`${DAY}/0-a.parquet`, bytes('another'));
      const after = await only(store, DAY);
      expect(await textOf(store, after)).toBe('another');
      expect(after.etag).not.toBe(before.etag);
    });

    it('says of an object that is gone, or shorter by now, that it is gone', async () => {
      const store = await open();
      await expect((async () => store.open({ key: `${DAY}/0-a.parquet`, bytes: 9 }).slice(0, 9))()).rejects.toThrow(
        ObjectGone,
      );
      await store.put(`${DAY}/0-a.parquet`, bytes('123'));
      await expect((async () => store.open({ key: `${DAY}/0-a.parquet`, bytes: 9 }).slice(5, 9))()).rejects.toThrow(
        ObjectGone,
      );
    });

    it('writes nothing once it is told to stop', async () => {
      const store = await open();
      await expect(store.put(`${DAY}/0-a.parquet`, bytes('x'), AbortSignal.abort())).rejects.toThrow();
      expect(await keys(store, '')).toEqual([]);
    });

    it('removes objects, and minds none that is gone', async () => {
      const store = await open();
      for (const name of ['0-a', '0-b', '0-c']) await store.put(`${DAY}/${name}.parquet`, bytes(name));
      const [one, two] = await found(store, DAY);
      if (one === undefined || two === undefined) throw new Error('not listed');
      await store.remove([one]);
      await store.remove([one, two]);
      await store.remove([]);
      expect(await keys(store, '')).toEqual([`${DAY}/0-c.parquet`]);
    });

    it('has no text where there is none', async () => {
      expect(await (await open()).read('merge.lock')).toBeUndefined();
    });

    if (!keepsConditions) return;

    it('erases an object, and no other whose key begins alike', async () => {
      const store = await open();
      for (const key of ['0-a', '0-ab']) await store.put(key, bytes(key));
      await store.erase('0-a');
      await store.erase('0-a');
      expect(await keys(store, '')).toEqual(['0-ab']);
    });

    it('removes no object that is another one by now', async () => {
      const store = await open();
      await store.put(`${DAY}/0-a.parquet`, bytes('one'));
      const listed = await found(store, DAY);
      await store.put(`${DAY}/0-a.parquet`, bytes('another'));
      await store.remove(listed);
      expect(await textOf(store, await only(store, DAY))).toBe('another');
    });

    it('lets one of several create a text, and tells it apart from what replaces it', async () => {
      const store = await open();
      const created = await Promise.all(['a', 'b', 'c'].map((text) => store.create('merge.lock', text)));
      const [etag = '', ...others] = created.filter((one) => one !== undefined);
      expect(others).toEqual([]);
      expect((await store.read('merge.lock'))?.etag).toBe(etag);
      const replaced = await store.replace('merge.lock', 'd', etag);
      expect(replaced).not.toBe(etag);
      expect(await store.read('merge.lock')).toEqual({ text: 'd', etag: replaced });
      expect(await store.replace('merge.lock', 'e', etag)).toBeUndefined();
      expect((await store.read('merge.lock'))?.text).toBe('d');
    });

    it('lets one of several replace a text', async () => {
      const store = await open();
      const etag = (await store.create('merge.lock', 'a')) ?? '';
      const replaced = await Promise.all(['b', 'c', 'd'].map((text) => store.replace('merge.lock', text, etag)));
      expect(replaced.filter((one) => one !== undefined)).toHaveLength(1);
      const there = await store.read('merge.lock');
      expect(['b', 'c', 'd'][replaced.findIndex((one) => one !== undefined)]).toBe(there?.text);
      expect(await keys(store, '')).toEqual(['merge.lock']);
    });

    it('replaces no text that is gone', async () => {
      const store = await open();
      const etag = (await store.create('merge.lock', 'a')) ?? '';
      await store.remove(await found(store, 'merge.lock'));
      expect(await store.replace('merge.lock', 'b', etag)).toBeUndefined();
      expect(await store.read('merge.lock')).toBeUndefined();
      expect(await store.create('merge.lock', 'c')).toMatch(/./);
    });
  });
}
