import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPartedRows, type Span, type TimedRow } from '../../../lambda/read/parted-rows.ts';

const MINUTE_MS = 60_000;
const PART_MS = 5 * MINUTE_MS;
const NOW_MS = 1_000 * 60 * MINUTE_MS;

interface Row extends TimedRow {
  partition: string;
}

/** A table in memory, and how often it was asked. */
function table({ maxRows = 10_000, pageSize = 10, youngestMaxAgeMs = 0 } = {}) {
  const rows: Row[] = [];
  const reads: Span[] = [];
  let nowMs = NOW_MS;
  const parted = createPartedRows<Row, number>({
    partMs: PART_MS,
    maxRows,
    youngestMaxAgeMs,
    clock: { now: () => nowMs },
    async readPage(partition, span, beyond = 0) {
      reads.push(span);
      const found = rows
        .filter((row) => row.partition === partition && row.atMs >= span.fromMs && row.atMs <= span.toMs)
        .toSorted((one, other) => other.atMs - one.atMs);
      const page = found.slice(beyond, beyond + pageSize);
      return { rows: page, ...(beyond + pageSize < found.length && { next: beyond + pageSize }) };
    },
  });
  return {
    put: (agoMs: number, partition = 'a') => rows.push({ atMs: NOW_MS - agoMs, partition }),
    pass: (ms: number) => {
      nowMs += ms;
    },
    reads,
    read: (agoMs: number, { partitions = ['a'], mayRead = Number.POSITIVE_INFINITY, toMs = nowMs } = {}) => {
      const most = reads.length + mayRead;
      return parted.read(partitions, { fromMs: nowMs - agoMs, toMs }, () => reads.length >= most);
    },
    count: (span: Span) => rows.filter(({ atMs }) => atMs >= span.fromMs && atMs <= span.toMs).length,
  };
}

describe('rows in parts', () => {
  it('are those of the span, whatever was read before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(300), fc.constantFrom('a', 'b')), { maxLength: 60 }),
        fc.array(fc.tuple(fc.nat(300), fc.nat(300)), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 20 }),
        async (put, spans, pageSize) => {
          const { put: add, read, count } = table({ pageSize });
          for (const [minutes, partition] of put) add(minutes * MINUTE_MS, partition);
          for (const [one, other] of spans) {
            const [from, to] = [Math.max(one, other) * MINUTE_MS, Math.min(one, other) * MINUTE_MS];
            const { rows, countedSinceMs } = await read(from, { partitions: ['a', 'b'], toMs: NOW_MS - to });
            expect(countedSinceMs).toBe(NOW_MS - from);
            expect(rows).toHaveLength(count({ fromMs: NOW_MS - from, toMs: NOW_MS - to }));
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([
    ['the last half hour', 20, 1],
    ['the last two hours', 60, MINUTE_MS],
    ['the last day', 5 * 60, 5 * MINUTE_MS],
    ['before', 30 * 60, 60 * MINUTE_MS],
  ])('of %s are read again when they are as old as that may be', async (_when, minutes, maxAgeMs) => {
    const { put, pass, read } = table();
    const ofAll = async () => (await read(40 * 60 * MINUTE_MS)).rows.length;
    expect(await ofAll()).toBe(0);
    put(minutes * MINUTE_MS);
    pass(maxAgeMs - 1);
    expect(await ofAll()).toBe(maxAgeMs === 1 ? 1 : 0);
    pass(1);
    expect(await ofAll()).toBe(1);
  });

  it('of the past are read once', async () => {
    const { put, read, reads } = table();
    for (let minutes = 40; minutes < 1_000; minutes += 1) put(minutes * MINUTE_MS);
    await read(20 * 60 * MINUTE_MS);
    const first = reads.length;
    expect((await read(20 * 60 * MINUTE_MS)).rows).toHaveLength(960);
    expect(reads.length - first).toBeLessThan(4);
  });

  it('that there was no time for are read by the next ones, and nothing before them is counted', async () => {
    const { put, read, count } = table({ pageSize: 60 });
    for (let minutes = 1; minutes < 1_000; minutes += 1) put(minutes * MINUTE_MS);
    let since = NOW_MS;
    for (let reading = 0; since > NOW_MS - 1_000 * MINUTE_MS; reading += 1) {
      expect(reading).toBeLessThan(100);
      const { rows, countedSinceMs } = await read(1_000 * MINUTE_MS, { mayRead: 3 });
      expect(countedSinceMs).toBeLessThanOrEqual(since);
      expect(rows).toHaveLength(count({ fromMs: countedSinceMs, toMs: NOW_MS }));
      since = countedSinceMs;
    }
  });

  it('are no more than there is room for, newest first, and others make room for them', async () => {
    const { put, read } = table({ maxRows: 300 });
    for (let minutes = 1; minutes < 1_000; minutes += 1) put(minutes * MINUTE_MS);
    const { rows, countedSinceMs } = await read(1_000 * MINUTE_MS);
    expect(countedSinceMs).toBeGreaterThan(NOW_MS - 1_000 * MINUTE_MS);
    expect(rows.length).toBeGreaterThan(100);
    const old = { toMs: NOW_MS - 900 * MINUTE_MS };
    expect((await read(950 * MINUTE_MS, old)).countedSinceMs).toBe(NOW_MS - 950 * MINUTE_MS);
  });

  it('of one part that is too long for a reading are read on by the next one, and are all there', async () => {
    const { put, read } = table({ pageSize: 10, maxRows: 100_000 });
    for (let row = 0; row < 500; row += 1) put(6 * 60 * MINUTE_MS + row * 100);
    let readings = 0;
    for (let whole = false; !whole; readings += 1) {
      expect(readings).toBeLessThan(70);
      const { rows, countedSinceMs, hasRoom } = await read(7 * 60 * MINUTE_MS, { mayRead: 1, toMs: NOW_MS });
      whole = countedSinceMs <= NOW_MS - 7 * 60 * MINUTE_MS;
      expect(hasRoom).toBe(true);
      if (whole) expect(rows).toHaveLength(500);
    }
  });

  it('of one part can be more than a stack takes', async () => {
    const { put, read } = table({ pageSize: 300_000, maxRows: 400_000 });
    for (let row = 0; row < 250_000; row += 1) put(60 * MINUTE_MS);
    expect((await read(120 * MINUTE_MS)).rows).toHaveLength(250_000);
  });

  it('say that there is no room for them, and that there is time', async () => {
    const { put, read } = table({ maxRows: 300 });
    for (let minutes = 1; minutes < 1_000; minutes += 1) put(minutes * MINUTE_MS);
    expect((await read(1_000 * MINUTE_MS)).hasRoom).toBe(false);
    expect((await read(1_000 * MINUTE_MS)).hasRoom).toBe(false);
    expect((await read(100 * MINUTE_MS)).hasRoom).toBe(true);
  });

  it('can be a minute old at any time, where that makes no difference', async () => {
    const { put, pass, read } = table({ youngestMaxAgeMs: MINUTE_MS });
    await read(60 * MINUTE_MS);
    put(0);
    pass(MINUTE_MS - 1);
    expect((await read(60 * MINUTE_MS)).rows).toHaveLength(0);
    pass(1);
    expect((await read(60 * MINUTE_MS)).rows).toHaveLength(1);
  });
});
