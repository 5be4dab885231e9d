/** Keys in the bucket of the archive, and folders of it on a disk. */
export const ARCHIVE = {
  /** The day that is a partition: `events/day=2026-11-20/`. */
  dayPrefix: 'day=',
  /** How objects end. */
  ending: '.parquet',
  /** Where the events of `audit` go, beside the tables: each is looked for there, and none is counted. */
  audit: 'audit',
  /** Who holds it may merge and erase. */
  lock: 'merge.lock',
} as const;
