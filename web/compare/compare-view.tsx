import type { JsonClient } from '../api-client.ts';

export interface CompareViewProps {
  client: JsonClient;
  callSids: readonly [string, string];
  onSignedOut: () => void;
}

export function CompareView(_props: CompareViewProps) {
  return <h1>Two calls</h1>;
}
