import { TIME_WIDTH } from '../../families/call-summary/keys.ts';
import { firstKey, type StartedPlace } from './started-place.ts';

/** What has a place among all of its kind, by time. */
export interface Started {
  readonly entry: { readonly startedId: string };
}

/** Some of them, newest first; there may be none and a place to go on. */
export interface StartedPage<Found extends Started> {
  found: readonly Found[];
  next?: StartedPlace;
}

/** Calls or conferences newest first, which are read part by part, when they are needed, and gone through one by one. */
export interface StartedSource<Found extends Started> {
  /** The next one; undefined where none is left, or it has not been read. */
  head(): Found | undefined;
  /** Goes on behind the next one. */
  pass(): void;
  /** Whether there may be a next one that has not been read. */
  isLacking(): boolean;
  /** A key: all greater ones have been read. */
  reached(): string;
  /** Reads what follows. @param limit items at most @returns how many it read */
  read(limit?: number): Promise<number>;
}

export function createStartedSource<Found extends Started>(
  readPage: (place: StartedPlace, limit: number | undefined) => Promise<StartedPage<Found>>,
  start: StartedPlace,
): StartedSource<Found> {
  let page: StartedPage<Found> = { found: [], next: start };
  let position = 0;
  return {
    head: () => page.found[position],
    pass() {
      position += 1;
    },
    isLacking: () => position >= page.found.length && page.next !== undefined,
    reached: () => (page.next === undefined ? '' : firstKey(page.next)),
    async read(limit) {
      page = await readPage(page.next ?? start, limit);
      position = 0;
      return page.found.length;
    },
  };
}

/**
 * Merges sources: the one that has the newest, as soon as it is certain that no other has a newer one.
 * @returns undefined where one that is lacking may have it, or where none is left
 */
export function newestStarted<Found extends Started>(
  sources: readonly StartedSource<Found>[],
): StartedSource<Found> | undefined {
  let best: StartedSource<Found> | undefined;
  let bestKey = '';
  for (const source of sources) {
    const key = source.head()?.entry.startedId ?? '';
    if (isGreater(key, bestKey)) [best, bestKey] = [source, key];
  }
  return sources.some((source) => source.isLacking() && isGreater(source.reached(), bestKey)) ? undefined : best;
}

/** The greatest key that has not been gone past; `''` where nothing is left. */
export function frontierOf(sources: readonly StartedSource<Started>[]): string {
  return sources
    .flatMap((source) => source.head()?.entry.startedId ?? (source.isLacking() ? source.reached() : []))
    .reduce((greatest, key) => (isGreater(key, greatest) ? key : greatest), '');
}

/** As DynamoDB orders keys, by bytes: which, behind the time, is another order than that of JavaScript's texts. */
function isGreater(key: string, other: string): boolean {
  if (key.slice(0, TIME_WIDTH) !== other.slice(0, TIME_WIDTH)) return key > other;
  return Buffer.compare(Buffer.from(key), Buffer.from(other)) > 0;
}
