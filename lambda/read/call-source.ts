import { TIME_WIDTH } from '../../families/call-summary/keys.ts';
import { type CallsPage, type CallsPlace, type FoundCall, firstKey } from './summary-pages.ts';

/** Calls newest first, which are read part by part, when they are needed, and gone through one by one. */
export interface CallSource {
  /** The next call; undefined where none is left, or it has not been read. */
  head(): FoundCall | undefined;
  /** Goes on behind the next call. */
  pass(): void;
  /** Whether there may be a next call that has not been read. */
  isLacking(): boolean;
  /** A key: all greater ones have been read. */
  reached(): string;
  /** Reads what follows. @param limit items at most @returns how many it read */
  read(limit?: number): Promise<number>;
}

export function createCallSource(
  readPage: (place: CallsPlace, limit: number | undefined) => Promise<CallsPage>,
  start: CallsPlace,
): CallSource {
  let page: CallsPage = { calls: [], next: start };
  let position = 0;
  return {
    head: () => page.calls[position],
    pass() {
      position += 1;
    },
    isLacking: () => position >= page.calls.length && page.next !== undefined,
    reached: () => (page.next === undefined ? '' : firstKey(page.next)),
    async read(limit) {
      page = await readPage(page.next ?? start, limit);
      position = 0;
      return page.calls.length;
    },
  };
}

/**
 * Merges sources: the one that has the newest call, as soon as it is certain that no other has a newer one.
 * @returns undefined where one that is lacking may have it, or where no call is left
 */
export function newestCall(sources: readonly CallSource[]): CallSource | undefined {
  let best: CallSource | undefined;
  let bestKey = '';
  for (const source of sources) {
    const key = source.head()?.entry.startedId ?? '';
    if (isGreater(key, bestKey)) [best, bestKey] = [source, key];
  }
  return sources.some((source) => source.isLacking() && isGreater(source.reached(), bestKey)) ? undefined : best;
}

/** The greatest key that has not been gone past; `''` where nothing is left. */
export function frontierOf(sources: readonly CallSource[]): string {
  return sources
    .flatMap((source) => source.head()?.entry.startedId ?? (source.isLacking() ? source.reached() : []))
    .reduce((greatest, key) => (isGreater(key, greatest) ? key : greatest), '');
}

/** As DynamoDB orders keys, by bytes: which, behind the time, is another order than that of JavaScript's texts. */
function isGreater(key: string, other: string): boolean {
  if (key.slice(0, TIME_WIDTH) !== other.slice(0, TIME_WIDTH)) return key > other;
  return Buffer.compare(Buffer.from(key), Buffer.from(other)) > 0;
}
