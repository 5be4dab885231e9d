import type { ApiTrouble } from './api-client.ts';

/** What happened, for whoever looks at the page; `retryMs`: in how many ms it is tried again. */
export function troubleInWords({ kind, message }: ApiTrouble, retryMs?: number): string {
  const again = retryMs === undefined ? '' : ` Trying again in ${Math.max(1, Math.ceil(retryMs / 1_000))} s.`;
  switch (kind) {
    case 'unreachable':
      return `The API cannot be reached. There may be no network.${again}`;
    case 'throttled':
      return `The API asks for fewer requests (${message}).${again}`;
    case 'signed-out':
      return 'You are not signed in.';
    case 'not-found':
      return 'The API found nothing there.';
    case 'refused':
      return `The API rejected the request: ${message}`;
    case 'failed':
      return `The API failed (${message}).${again}`;
  }
}
