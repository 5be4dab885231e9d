import type { JsonClient } from '../api-client.ts';
import type { Filters } from '../filters/filters.ts';

export interface FleetViewProps {
  client: JsonClient;
  filters: Filters;
  /** What the address says beside them. */
  leftOut: readonly string[];
  onSignedOut: () => void;
}

export function FleetView(_props: FleetViewProps) {
  return <h1>Fleet</h1>;
}
