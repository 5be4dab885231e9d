import type { Clock } from '../../shared/clock.ts';
import { waitAskedMs } from './prefer.ts';

/**
 * Bytes of a page's events, as JSON. Lambda's answer holds the page as a text, JSON in JSON, which is up to twice as
 * long, and is 6 MB at most: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const MAX_PAGE_BYTES = 2.75 * 1024 * 1024;

/** Items one page reads to find those that a filter lets through. */
export const MAX_ITEMS_READ = 1_000;
/** Requests to DynamoDB for one page; each reads 1 MB at most, so this bounds memory, however large the items. */
const MAX_READS = 20;
/** After so long no further read begins; the last one, with its retry, has to fit into what is left to the function. */
export const PAGE_TIME_MS = 5_000;
/** Of a read at least, where what was read before is not all listed. */
const ITEMS_AFTER_HELD_BACK = 250;

/**
 * How many items to read for those that are missing. Where a filter held some back it may hold back most: to read no
 * more than is missing would be a request for every few.
 */
export function itemsToRead(missing: number, heldBack: boolean): number {
  return heldBack ? Math.max(missing, ITEMS_AFTER_HELD_BACK) : missing;
}

/**
 * What a page may take. Whoever makes a page reads at least once of everything the page needs, whatever is left: a page
 * always moves on.
 */
export interface PageBudget {
  readonly itemsLeft: number;
  /** Items, requests or time are used up. */
  isSpent(): boolean;
  /** Time is used up. */
  isLate(): boolean;
  /** Counts a request. @param items those it read */
  spend(items: number): void;
}

/**
 * A budget whose time begins now.
 * @param prefer the header by which a client says that it would rather have a part sooner than all later
 */
export function createPageBudget(clock: Pick<Clock, 'now'>, prefer?: string): PageBudget {
  const endsAt = clock.now() + Math.min(PAGE_TIME_MS, waitAskedMs(prefer) ?? PAGE_TIME_MS);
  let itemsLeft = MAX_ITEMS_READ;
  let readsLeft = MAX_READS;
  return {
    get itemsLeft() {
      return itemsLeft;
    },
    isSpent: () => itemsLeft <= 0 || readsLeft <= 0 || clock.now() >= endsAt,
    isLate: () => clock.now() >= endsAt,
    spend(items) {
      itemsLeft -= items;
      readsLeft -= 1;
    },
  };
}

/** The same, but that its items are not counted: of a page that lists whatever it reads. */
export function withoutItemLimit(budget: PageBudget): PageBudget {
  return { ...budget, itemsLeft: Number.POSITIVE_INFINITY, spend: () => budget.spend(0) };
}

/** Counts what a page holds. */
export interface PageSize {
  /** Adds an event's JSON; false where the page is then too large to be sent. */
  hasRoomFor(json: string): boolean;
}

export function createPageSize(): PageSize {
  let bytes = 0;
  return {
    hasRoomFor(json) {
      bytes += Buffer.byteLength(json);
      return bytes <= MAX_PAGE_BYTES;
    },
  };
}
