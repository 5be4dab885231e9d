import { STARTED_SHARDS } from '../../families/call-summary/keys.ts';
import type { StartedPlace } from '../read/started-place.ts';
import type { SummaryPages } from '../read/summary-pages.ts';

/** A call that has a summary, of any version. */
export interface StartedCall {
  call: string;
  account?: string;
}

/** Calls that started in the last half hour, as far as there is a summary of them; undefined where they are too many to read. */
export type StartedCalls = (nowMs: number) => Promise<readonly StartedCall[] | undefined>;

export const STARTED_WITHIN_MS = 30 * 60_000;
/** Of each part of the index, 1 MB each. */
const MOST_PAGES = 20;

/** Reads the calls once for all who ask at the same moment. */
export function createStartedCalls(summaries: Pick<SummaryPages, 'pageOfShard'>): StartedCalls {
  let last: { nowMs: number; calls: Promise<StartedCall[] | undefined> } | undefined;

  async function read(nowMs: number): Promise<StartedCall[] | undefined> {
    const [from, to] = [nowMs - STARTED_WITHIN_MS, nowMs].map((ms) => new Date(ms).toISOString());
    const shards = Array.from({ length: STARTED_SHARDS }, async (_shard, shard) => {
      const calls: StartedCall[] = [];
      let place: StartedPlace | undefined;
      for (let pages = 0; pages < MOST_PAGES; pages += 1) {
        const page = await summaries.pageOfShard(shard, { from: from ?? '', to: to ?? '', ...place });
        calls.push(...page.calls.map(({ entry }) => ({ call: entry.callSid, account: entry.accountSid })));
        if (page.next === undefined) return calls;
        place = page.next;
      }
      return undefined;
    });
    const known = await Promise.all(shards);
    return known.every((one) => one !== undefined) ? known.flat() : undefined;
  }

  return (nowMs) => {
    if (last?.nowMs !== nowMs) last = { nowMs, calls: read(nowMs) };
    return last.calls;
  };
}
