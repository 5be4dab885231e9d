import * as z from 'zod/mini';
import type { StartedPlace } from '../read/started-place.ts';
import { frontierOf, newestStarted, type Started, type StartedSource } from '../read/started-source.ts';
import { itemsToRead, type PageBudget } from './page-limits.ts';

/** A page's place among calls or conferences, newest first, as tokens have it: at one, or behind one. */
export const PlaceOfStarted: z.ZodMiniType<StartedPlace> = z.object({
  upTo: z.optional(z.string()),
  beyond: z.optional(z.string()),
});

/**
 * Collects the calls or conferences of a page, newest first, as `collectPage` does events: short pages, even empty ones,
 * are part of the protocol.
 */
export async function collectStarted<Found extends Started>(
  sources: readonly StartedSource<Found>[],
  passes: (entry: Found['entry']) => boolean,
  pageSize: number,
  budget: PageBudget,
): Promise<{ found: Found[]; next?: StartedPlace }> {
  const found: Found[] = [];
  const heldBack = new Set<StartedSource<Found>>();
  let last: string | undefined;
  for (let isFirstRead = true; ; ) {
    const source = newestStarted(sources);
    const one = source?.head();
    if (source === undefined || one === undefined) {
      const lacking = sources.filter((each) => each.isLacking());
      if (lacking.length === 0) return { found };
      if (!isFirstRead && budget.isSpent()) return { found, next: frontier() };
      isFirstRead = false;
      // One more than is missing tells whether there is a next page.
      const missing = pageSize - found.length + 1;
      const share = Math.max(1, Math.floor(budget.itemsLeft / lacking.length));
      await Promise.all(
        lacking.map(async (each) =>
          budget.spend(await each.read(Math.min(itemsToRead(missing, heldBack.has(each)), share))),
        ),
      );
      continue;
    }
    const { startedId } = one.entry;
    // Two numbers that are asked for can lead to one call.
    if (startedId !== last && passes(one.entry)) {
      if (found.length === pageSize) return { found, next: frontier() };
      found.push(one);
    } else {
      heldBack.add(source);
    }
    source.pass();
    last = startedId;
  }

  function frontier(): StartedPlace | undefined {
    const key = frontierOf(sources);
    if (key === '') return undefined;
    return key === last ? { beyond: key } : { upTo: key };
  }
}
