import type { ArchiveObject } from '../archive/archive-store.ts';

/** Objects that become one, and the day that they are of. */
export interface MergeGroup {
  /** `events/day=2026-11-20/` */
  prefix: string;
  objects: readonly ArchiveObject[];
}
