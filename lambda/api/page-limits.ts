/** Bytes of a page's events, as JSON: a Lambda answers with 6 MB at most, and clients hold a page in memory. */
export const MAX_PAGE_BYTES = 4 * 1024 * 1024;
/** Items one page reads to find those that a filter lets through. */
export const MAX_ITEMS_READ = 1_000;
/** Of a read that goes on because a filter left little of the one before. */
export const ITEMS_OF_NEXT_READ = 250;
