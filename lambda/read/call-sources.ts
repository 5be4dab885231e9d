import { STARTED_SHARDS } from '../../families/call-summary/keys.ts';
import { isCallSid } from '../../shared/call-sid.ts';
import type { CallQuery } from './call-query.ts';
import type { StartedPlace } from './started-place.ts';
import { createStartedSource, type StartedSource } from './started-source.ts';
import type { CallsPage, FoundCall, SummaryPages } from './summary-pages.ts';

/** Each is a request of its own; more than these are looked for among all calls. */
const MOST_PARTIES = 20;
/** A start that is further ahead of its arrival is not believed, see `startedOf`; and clocks differ. */
export const MAX_AHEAD_MS = 10 * 60_000;

/**
 * What calls are read from: pointers, where numbers, clients or SIP addresses are asked for; else the shards of days.
 * @param start where an earlier page ended
 */
export function callSources(
  pages: Pick<SummaryPages, 'pageOfShard' | 'pageOfParty'>,
  query: CallQuery & { from: string },
  { nowMs, partyLookup, start }: { nowMs: number; partyLookup: boolean; start?: StartedPlace },
): StartedSource<FoundCall>[] {
  const { from } = query;
  const latest = new Date(nowMs + MAX_AHEAD_MS).toISOString();
  const to = query.to === undefined || query.to > latest ? latest : query.to;
  const first = start ?? { upTo: `${to}~` };
  const parties = partyLookup ? (query.callers ?? query.callees ?? query.parties) : undefined;
  if (parties !== undefined && parties.length <= MOST_PARTIES) {
    // What can be no key of the table leads to no call.
    return [...new Set(parties.filter(isCallSid))].map((party) =>
      createStartedSource(
        async (place, limit) => found(await pages.pageOfParty(party, { from, to, ...place, limit })),
        first,
      ),
    );
  }
  return Array.from({ length: STARTED_SHARDS }, (_source, shard) =>
    createStartedSource(
      async (place, limit) => found(await pages.pageOfShard(shard, { from, to, ...place, limit })),
      first,
    ),
  );
}

function found({ calls, ...page }: CallsPage) {
  return { ...page, found: calls };
}
