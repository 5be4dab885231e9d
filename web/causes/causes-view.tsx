import type { JsonClient } from '../api-client.ts';
import type { Filters } from '../filters/filters.ts';

export interface CausesViewProps {
  client: JsonClient;
  filters: Filters;
  /** What the address says beside them. */
  leftOut: readonly string[];
  view: 'causes' | 'cause';
  onSignedOut: () => void;
}

export function CausesView(_props: CausesViewProps) {
  return <h1>Causes</h1>;
}
