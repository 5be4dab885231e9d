import type { JsonClient } from '../api-client.ts';

export interface ViewsViewProps {
  client: JsonClient;
  onSignedOut: () => void;
}

export function ViewsView(_props: ViewsViewProps) {
  return <h1>Saved views</h1>;
}
