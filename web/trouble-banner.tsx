import type { ApiTrouble } from './api-client.ts';
import { troubleInWords } from './trouble-in-words.ts';

export interface Troubled {
  trouble: ApiTrouble;
  retryMs: number;
}

/** Says what is wrong while it is, and nothing else. The place for it is always there, so that it is read out. */
export function TroubleBanner({ troubled }: { troubled: Troubled | undefined }) {
  return (
    <div role="status" class="trouble">
      {troubled && <p>{troubleInWords(troubled.trouble, troubled.retryMs)}</p>}
    </div>
  );
}
