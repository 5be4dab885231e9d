/**
 * Bytes of a page's events, as JSON. Lambda's answer holds the page as a text, JSON in JSON, which is up to twice as
 * long, and is 6 MB at most: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const MAX_PAGE_BYTES = 2.75 * 1024 * 1024;

/** Items one page reads to find those that a filter lets through. */
export const MAX_ITEMS_READ = 1_000;
/** Requests to DynamoDB for one page; each reads 1 MB at most, so this bounds time and memory, however large the items. */
export const MAX_READS = 20;
/** Of a read that goes on because a filter left little of the one before. */
export const ITEMS_OF_NEXT_READ = 250;

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
