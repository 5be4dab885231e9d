/** Bytes of a page's events, as JSON: clients hold a page in memory. */
const MAX_PAGE_BYTES = 4 * 1024 * 1024;
/** The same within Lambda's answer, where the page is a text of JSON in JSON: of 6 MB, with room for what is around it. */
const MAX_ANSWER_BYTES = 5.5 * 1024 * 1024;

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
  let pageBytes = 0;
  let answerBytes = 0;
  return {
    hasRoomFor(json) {
      pageBytes += Buffer.byteLength(json);
      answerBytes += Buffer.byteLength(JSON.stringify(json));
      return pageBytes <= MAX_PAGE_BYTES && answerBytes <= MAX_ANSWER_BYTES;
    },
  };
}
