import type { CountedSpan } from './counted-span.ts';
import type { EventFacet } from './facets-of.ts';

/** Calls of one kind. What summaries tell is null where there is none, or not all of them are read. */
export interface FleetGroup {
  /** Calls that started in the span and have a summary of any version. */
  calls: number | null;
  failed: number | null;
  /** Of these calls, 0 to 1. */
  failed_share: number | null;
  /** Calls that have an error in the span, also those that started before it or have no summary yet. */
  with_errors: number;
  with_warnings: number;
  /** Of `calls`, how many have an error, 0 to 1. */
  errors_share: number | null;
  warnings_share: number | null;
  /** The median of what their SDKs received. */
  mos: number | null;
  /** Errors in each part of the span. */
  volume: number[];
}

/** How calls of one kind do beside those of another. */
export interface FleetAnswer extends CountedSpan {
  by: EventFacet;
  step_ms: number;
  /** Those of most calls first. */
  groups: (FleetGroup & { value: string })[];
  /** How many there are behind those that are listed. */
  more: number;
  /** Of all calls, also those that do not tell. */
  all: FleetGroup;
}
