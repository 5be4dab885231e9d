import { describe, expect, it } from 'vitest';
import type { ArchiveStore } from '../../../lambda/archive/archive-store.ts';
import { LockLost, type LockOptions, readLock, STALE_MS, takeLock } from '../../../lambda/merge/lock.ts';
import { holderHere, isAliveHere } from '../../../lambda/merge/process-holder.ts';
import { createMemoryArchive } from '../../memory-archive.ts';

function locks(store: ArchiveStore = createMemoryArchive()) {
  const time = { now: Date.parse('2026-11-20T12:00:00Z') };
  const clock = { now: () => time.now };
  const take = (holder: string, options: Partial<LockOptions> = {}) => takeLock({ store, clock, holder, ...options });
  return { store, time, take };
}

describe('the lock of the archive', () => {
  it('is held by one, until that one lets it go', async () => {
    const { take } = locks();
    const first = await take('a');
    expect(await take('b')).toBeUndefined();
    expect(await take('a')).toBeUndefined();
    await first?.release();
    await first?.release();
    expect(await take('b')).toBeDefined();
  });

  it('is taken over when its holder is silent for 20 minutes, and by one only', async () => {
    const { time, take } = locks();
    const first = await take('a');
    time.now += STALE_MS - 1;
    expect(await take('b')).toBeUndefined();
    time.now += 1;
    const taken = await Promise.all([take('b'), take('c'), take('d')]);
    expect(taken.filter((one) => one !== undefined)).toHaveLength(1);
    await expect(first?.keep()).rejects.toThrow(LockLost);
    await expect(first?.keep()).rejects.toThrow(/run it again/);
  });

  it('stays with a holder that works for an hour', async () => {
    const { time, take } = locks();
    const first = await take('a');
    for (let minute = 0; minute < 60; minute += 1) {
      time.now += 60_000;
      await first?.keep();
      expect(await take('b')).toBeUndefined();
    }
  });

  it('is not let go by one that lost it', async () => {
    const { time, take } = locks();
    const first = await take('a');
    time.now += STALE_MS;
    const second = await take('b');
    await first?.release();
    time.now += 60_000;
    await second?.keep();
    expect(await take('c')).toBeUndefined();
  });

  it('is not written at each step', async () => {
    const { store, time, take } = locks();
    const first = await take('a');
    const before = await store.read('merge.lock');
    time.now += 59_999;
    await first?.keep();
    expect(await store.read('merge.lock')).toEqual(before);
  });

  it.each(['', 'null', '{}', '{"holder":"x","at":"soon"}', '{"holder":"x","at":"2036-01-01T00:00:00.000Z"}'])(
    'is taken over where its object says %j',
    async (text) => {
      const { store, take } = locks();
      await store.create('merge.lock', text);
      expect(await take('a')).toBeDefined();
      expect(readLock((await store.read('merge.lock'))?.text ?? '').holder).toMatch(/^a /);
    },
  );

  it('is taken over at once from a holder that is known to be dead', async () => {
    const { take } = locks();
    await take('a');
    expect(await take('b', { isAlive: () => undefined })).toBeUndefined();
    expect(await take('b', { isAlive: (holder) => !holder.startsWith('a ') })).toBeDefined();
  });

  it('is not taken from a holder that is known to live, whatever the clocks say, unless it is silent for hours', async () => {
    const { time, take } = locks();
    await take('a');
    time.now += 2 * 3_600_000;
    expect(await take('b', { isAlive: () => true })).toBeUndefined();
    time.now += 2 * 3_600_000;
    expect(await take('b', { isAlive: () => true })).toBeDefined();
  });

  it('is known to be lost before the next thing is done, also where somebody took it whose clock is another', async () => {
    const { store, time, take } = locks();
    const first = await take('a');
    await first?.keep();
    const later = { now: () => time.now + STALE_MS };
    expect(await takeLock({ store, clock: later, holder: 'b' })).toBeDefined();
    await expect(first?.keep()).rejects.toThrow(LockLost);
    await first?.release();
    expect(readLock((await store.read('merge.lock'))?.text ?? '').holder).toMatch(/^b /);
  });

  it('is held where the answer to a write was lost, and the write that is sent again says so', async () => {
    const memory = createMemoryArchive();
    const lossy: ArchiveStore = {
      ...memory,
      create: async (key, text) => void (await memory.create(key, text)),
      replace: async (key, text, etag) => void (await memory.replace(key, text, etag)),
    };
    const { time, take } = locks(lossy);
    const first = await take('a');
    time.now += 60_000;
    await first?.keep();
    time.now += 60_000;
    await first?.keep();
    await first?.release();
    expect(await memory.read('merge.lock')).toBeUndefined();
  });
});

describe('a process that holds a lock', () => {
  const [host = '', pid = '', id = ''] = holderHere().split(' ');

  it('lives while it runs, and of another machine nobody knows', () => {
    expect(isAliveHere(`${holderHere()} lock`)).toBe(true);
    expect(isAliveHere(`${host} ${process.ppid} another lock`)).toBe(true);
    expect(isAliveHere(`another ${pid} another lock`)).toBeUndefined();
    expect(isAliveHere('')).toBeUndefined();
  });

  it('is gone where none has its number, or this one has by now', () => {
    expect(isAliveHere(`${host} 4194305 another lock`)).toBe(false);
    expect(isAliveHere(`${host} ${pid} another${id} lock`)).toBe(false);
  });
});
