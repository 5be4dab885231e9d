import type { Clock } from '../../shared/clock.ts';
import { type CachedPart, createPartCache } from './part-cache.ts';

/** What is counted has a time by which it is found. */
export interface TimedRow {
  /** Epoch ms. */
  atMs: number;
}

/** A span, epoch ms; both ends belong to it. */
export interface Span {
  fromMs: number;
  toMs: number;
}

export interface RowPage<Row, Place> {
  /** Newest first. */
  rows: readonly Row[];
  next?: Place;
}

export interface PartedRowsOptions<Row, Place> {
  /** Parts begin at multiples of it. */
  partMs: number;
  /** In the cache at most. */
  maxRows: number;
  /** How old a part may be that ended less than half an hour ago. @default 0, it is always read */
  youngestMaxAgeMs?: number;
  clock: Pick<Clock, 'now'>;
  /** Reads a page of a partition: one request. */
  readPage(partition: string, span: Span, beyond: Place | undefined): Promise<RowPage<Row, Place>>;
}

/** Rows of a span, as far as there was time and room to read them. */
export interface RowsOfSpan<Row> {
  rows: Row[];
  /** All rows from there on; the span's beginning where these are all. */
  countedSinceMs: number;
  /** False where there are more rows than there is room for: another reading gets no further. */
  hasRoom: boolean;
}

/** Reads rows of partitions that are in order of time, and keeps them in parts, so that the next reading is short. */
export interface PartedRows<Row> {
  /**
   * Newest first; what there was no time for, the next reading goes on with.
   * @param isLate whether no further request may begin; the first one always may
   */
  read(partitions: readonly string[], span: Span, isLate: () => boolean): Promise<RowsOfSpan<Row>>;
}

const MINUTE_MS = 60_000;
/**
 * How old a part may be, by how long ago it ended: events come late, those of a phone without a network hours later.
 */
const FRESHNESS: readonly { endedMs: number; maxAgeMs: number }[] = [
  { endedMs: 24 * 60 * MINUTE_MS, maxAgeMs: 60 * MINUTE_MS },
  { endedMs: 120 * MINUTE_MS, maxAgeMs: 5 * MINUTE_MS },
  { endedMs: 30 * MINUTE_MS, maxAgeMs: MINUTE_MS },
];

/** Requests at a time: with more of them, what is newest would wait for what is old. */
const PARALLEL = 6;
/** Parts of the newest slice. Each is twice as long as the one before it: most that happens, happened just now. */
const FIRST_SLICE = 6;
/** A partition's slices, at most about so many. */
const MOST_SLICES = 16;

/** A part that there was no time to read to its end: where its reading goes on. */
interface Begun<Place> {
  beyond: Place;
  /** The end of the span that is read. */
  toMs: number;
}
/** Then it is begun anew: too much may have come. */
const RESUMED_MS = 10 * MINUTE_MS;

interface Slice {
  partition: string;
  /** The first and the last part, as multiples of a part's length. */
  first: number;
  last: number;
}

export function createPartedRows<Row extends TimedRow, Place>({
  partMs,
  maxRows,
  youngestMaxAgeMs = 0,
  clock,
  readPage,
}: PartedRowsOptions<Row, Place>): PartedRows<Row> {
  const cache = createPartCache<CachedPart<Row> & { begun?: Begun<Place> }>(maxRows);
  const keyOf = (partition: string, part: number) => `${partition}#${part}`;
  const keyOfBegun = (partition: string, part: number) => `${keyOf(partition, part)}#begun`;

  function isFresh(part: number, readMs: number, nowMs: number): boolean {
    const endedMs = nowMs - (part + 1) * partMs;
    const maxAgeMs = FRESHNESS.find((one) => endedMs >= one.endedMs)?.maxAgeMs ?? youngestMaxAgeMs;
    return nowMs - readMs < maxAgeMs;
  }

  /** Reads a slice, from where an earlier reading had to leave it. @returns why it was not read to its end, if so */
  async function readSlice(
    { partition, first, last }: Slice,
    reading: object,
    mayGoOn: () => boolean,
  ): Promise<'done' | 'late' | 'full'> {
    const nowMs = clock.now();
    const resumed = cache.get(keyOfBegun(partition, last), reading);
    const toMs = resumed?.begun?.toMs ?? (last + 1) * partMs - 1;
    const span = { fromMs: first * partMs, toMs };
    let open = last;
    let rows: Row[] = [...(resumed?.rows ?? [])];
    const close = (down: number) => {
      let hasRoom = true;
      for (; open > down; open -= 1) {
        const part = open;
        const ofPart = rows.filter(({ atMs }) => Math.floor(atMs / partMs) === part);
        const readMs = (part === last ? resumed?.readMs : undefined) ?? nowMs;
        cache.drop(keyOfBegun(partition, part));
        hasRoom = cache.put(keyOf(partition, part), { readMs, rows: ofPart }, reading) && hasRoom;
      }
      rows = rows.filter(({ atMs }) => Math.floor(atMs / partMs) <= down);
      return hasRoom;
    };
    for (let beyond = resumed?.begun?.beyond; ; ) {
      const page = await readPage(partition, span, beyond);
      for (const row of page.rows) rows.push(row);
      if (page.next === undefined) return close(first - 1) ? 'done' : 'full';
      const oldest = page.rows.at(-1);
      if (oldest !== undefined && !close(Math.floor(oldest.atMs / partMs))) return 'full';
      if (rows.length > maxRows) return 'full';
      if (!mayGoOn()) {
        const readMs = (open === last ? resumed?.readMs : undefined) ?? nowMs;
        const begun = { beyond: page.next, toMs };
        return cache.put(keyOfBegun(partition, open), { readMs, rows, begun }, reading) ? 'late' : 'full';
      }
      beyond = page.next;
    }
  }

  return {
    async read(partitions, { fromMs, toMs }, isLate) {
      const reading = {};
      const nowMs = clock.now();
      const [first, last] = [Math.floor(fromMs / partMs), Math.floor(toMs / partMs)];
      const slices = partitions.flatMap((partition) => {
        const cached = (part: number) => cache.get(keyOf(partition, part), reading);
        const isToBeRead = (part: number) => {
          const readMs = cached(part)?.readMs;
          return readMs === undefined || !isFresh(part, readMs, nowMs);
        };
        const isBegun = (part: number) => {
          const key = keyOfBegun(partition, part);
          const readMs = cache.get(key, reading)?.readMs;
          if (readMs !== undefined && nowMs - readMs >= RESUMED_MS) cache.drop(key);
          return readMs !== undefined && nowMs - readMs < RESUMED_MS;
        };
        return slicesOf(first, last, isToBeRead, isBegun).map((slice) => ({
          ...slice,
          partition,
          isNew: cached(slice.last) === undefined || isBegun(slice.last),
        }));
      });
      slices.sort((one, other) => other.last - one.last);
      // However long it takes to read again what may have changed, each reading gets further.
      const furthest = slices.find(({ isNew }) => isNew);
      if (furthest !== undefined) slices.unshift(...slices.splice(slices.indexOf(furthest), 1));
      let goesOn = true;
      let hasRoom = true;
      const mayGoOn = () => goesOn && !isLate();
      const work = async () => {
        for (let slice = slices.shift(); slice !== undefined; slice = mayGoOn() ? slices.shift() : undefined) {
          const came = await readSlice(slice, reading, mayGoOn);
          if (came !== 'done') goesOn = false;
          if (came === 'full') hasRoom = false;
        }
      };
      await Promise.all(Array.from({ length: Math.min(PARALLEL, slices.length) }, work));

      const rows: Row[] = [];
      let missing = first - 1;
      for (let part = last; part > missing; part -= 1) {
        const parts = partitions.map((partition) => cache.get(keyOf(partition, part), reading));
        if (parts.some((one) => one === undefined)) missing = part;
        else for (const one of parts) addWithin(rows, one?.rows ?? [], { fromMs, toMs });
      }
      const isWhole = missing < first;
      const countedSinceMs = isWhole ? fromMs : Math.min(toMs, (missing + 1) * partMs);
      return { rows, countedSinceMs, hasRoom: isWhole || hasRoom };
    },
  };
}

/** Thousands of rows are more than `push` takes at a time. */
function addWithin<Row extends TimedRow>(rows: Row[], some: readonly Row[], { fromMs, toMs }: Span): void {
  for (const row of some) if (row.atMs >= fromMs && row.atMs <= toMs) rows.push(row);
}

/**
 * Runs of parts that have to be read, newest first, cut so that several can be read at a time. A part that is begun is
 * the first of its run.
 */
function slicesOf(
  first: number,
  last: number,
  isToBeRead: (part: number) => boolean,
  isBegun: (part: number) => boolean,
): Omit<Slice, 'partition'>[] {
  const longest = Math.max(FIRST_SLICE * 8, Math.ceil((last - first + 1) / MOST_SLICES));
  const slices: Omit<Slice, 'partition'>[] = [];
  let length = FIRST_SLICE;
  let open: Omit<Slice, 'partition'> | undefined;
  for (let part = last; part >= first; part -= 1) {
    if (!isToBeRead(part)) {
      open = undefined;
    } else if (open === undefined || open.last - open.first + 1 >= length || isBegun(part)) {
      if (open !== undefined) length = Math.min(longest, length * 2);
      open = { first: part, last: part };
      slices.push(open);
    } else {
      open.first = part;
    }
  }
  return slices;
}
