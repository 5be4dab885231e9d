import type { FleetAnswer } from '../../families/call-event/causes/fleet-group.ts';
import type { JsonObject } from '../../shared/json.ts';

/** The answer, where it is one. */
export function fleetAnswerOf(answer: JsonObject | undefined): FleetAnswer | undefined {
  return Array.isArray(answer?.groups) ? (answer as unknown as FleetAnswer) : undefined;
}
