import { STARTED_SHARDS } from '../../families/call-summary/keys.ts';
import { MAX_AHEAD_MS } from './call-sources.ts';
import type { ConferencePages, FoundConference } from './conference-pages.ts';
import type { ConferenceQuery } from './conference-query.ts';
import type { StartedPlace } from './started-place.ts';
import { createStartedSource, type StartedSource } from './started-source.ts';

/**
 * What conferences are read from: their rows, where they are named; else the shards of days.
 * @param start where an earlier page ended
 */
export function conferenceSources(
  pages: Pick<ConferencePages, 'pageOfShard' | 'conferencesOf'>,
  query: ConferenceQuery & { from: string },
  { nowMs, start }: { nowMs: number; start?: StartedPlace },
): StartedSource<FoundConference>[] {
  const { from, conferenceSids } = query;
  const latest = new Date(nowMs + MAX_AHEAD_MS).toISOString();
  const to = query.to === undefined || query.to > latest ? latest : query.to;
  const first = start ?? { upTo: `${to}~` };
  if (conferenceSids !== undefined) {
    const named = createStartedSource(async ({ upTo, beyond }) => {
      const all = [...(await pages.conferencesOf(conferenceSids)).values()];
      const found = all
        .filter(({ entry: { created, startedId } }) => created >= from && created <= to && !isPast(startedId))
        .toSorted((one, other) => (one.entry.startedId > other.entry.startedId ? -1 : 1));
      return { found };

      function isPast(startedId: string): boolean {
        return beyond !== undefined ? startedId >= beyond : upTo !== undefined && startedId > upTo;
      }
    }, first);
    return [named];
  }
  return Array.from({ length: STARTED_SHARDS }, (_source, shard) =>
    createStartedSource((place, limit) => pages.pageOfShard(shard, { from, to, ...place, limit }), first),
  );
}
