import type { JsonObject } from '../../shared/json.ts';

/** How calls do that have a value of a facet in common; null where nothing is known. */
export interface FleetGroup {
  value: string;
  calls: number;
  failed: number | null;
  failed_share: number | null;
  with_errors: number | null;
  with_warnings: number | null;
  /** Mean, by the SDK's own measure. */
  mos: number | null;
  /** Calls of each part of the span. */
  volume: number[];
}

export interface FleetAnswer {
  by: string;
  groups: FleetGroup[];
  all: Omit<FleetGroup, 'value'>;
  is_whole: boolean;
}

/** The answer, where it is one. */
export function fleetAnswerOf(answer: JsonObject | undefined): FleetAnswer | undefined {
  return Array.isArray(answer?.groups) ? (answer as unknown as FleetAnswer) : undefined;
}
