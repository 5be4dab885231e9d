import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MEDIA_EDGES } from '../../../families/call-event/media-edge.ts';
import type { StoredMetric } from '../../../families/call-metric/item.ts';
import { metricPart, metricPrefix, placeOfPart } from '../../../families/call-metric/keys.ts';
import { METRIC_DIRECTIONS } from '../../../families/call-metric/metric-resource.ts';
import { type MetricPlace, readMetricPage } from '../../../lambda/api/metric-page.ts';
import { createPageBudget } from '../../../lambda/api/page-limits.ts';
import type { MetricPages } from '../../../lambda/read/metric-pages.ts';
import { eventId } from '../../../samples/builders.ts';
import { sdkMetricData } from '../../../samples/call-metric.ts';
import { isNightly } from '../../nightly.ts';

/** As DynamoDB answers: so many rows at most, and at times none although there are more. */
function pagesInMemory(
  parts: readonly string[],
  { most, isEmpty }: { most: number; isEmpty: () => boolean },
): MetricPages {
  const sorted = parts.toSorted();
  return {
    async pageOfMetrics(_callSid, { edge, beyond, upTo, backwards = false, limit = most }) {
      const own = sorted.filter(
        (part) => part.startsWith(metricPrefix(edge)) && (upTo === undefined || part <= upTo) && isBehind(part),
      );
      const inOrder = backwards ? own.toReversed() : own;
      const rows = inOrder.slice(0, Math.min(limit, most));
      const last = rows.at(-1);
      // Nothing for all that was read: the place is behind nothing yet.
      if (rows.length > 0 && isEmpty())
        return { rows: [], next: beyond ?? (backwards ? `${upTo ?? metricPrefix(edge)}~` : metricPrefix(edge)) };
      return { rows: rows.map(storedOf), ...(rows.length < inOrder.length && last !== undefined && { next: last }) };

      function isBehind(part: string): boolean {
        if (beyond === undefined) return true;
        return backwards ? part < beyond : part > beyond;
      }
    },
  };
}

function storedOf(part: string): StoredMetric {
  const place = placeOfPart(part);
  if (place === undefined) throw new Error(`no place: ${part}`);
  return { data: sdkMetricData({ timestamp: place.time, trace: part }), place, part };
}

const partOf = fc
  .record({
    edge: fc.constantFrom(...MEDIA_EDGES),
    second: fc.nat(4),
    direction: fc.constantFrom(...METRIC_DIRECTIONS),
    id: fc.nat(3),
  })
  .map(({ edge, second, direction, id }) =>
    metricPart({ edge, direction, time: `2026-11-20T11:30:0${second}.000Z` }, eventId(id)),
  );

const question = {
  parts: fc.uniqueArray(partOf, { maxLength: 30 }),
  most: fc.integer({ min: 1, max: 6 }),
  pageSize: fc.integer({ min: 1, max: 5 }),
  edge: fc.constantFrom(...MEDIA_EDGES, 'all' as const, 'all' as const),
  direction: fc.option(fc.constantFrom(...METRIC_DIRECTIONS), { nil: undefined }),
};

const placesOf = (items: readonly string[]) =>
  items.map((item) => {
    const { edge, direction, timestamp } = JSON.parse(item);
    return `${timestamp} ${edge} ${direction}`;
  });

describe('pages of samples, followed to their end', () => {
  it('have each sample once, in order of time, and the same on the way back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(question), async ({ parts, most, pageSize, edge, direction }) => {
        let reads = 0;
        const isEmpty = () => {
          reads += 1;
          return reads % 3 === 0;
        };
        const pages = pagesInMemory(parts, { most, isEmpty });
        const read = (place: MetricPlace) =>
          readMetricPage(pages, 'CA1', { pageSize, direction }, place, createPageBudget({ now: () => 0 }));
        const forwards: string[][] = [];
        let last: MetricPlace = { edge };
        for (let next: MetricPlace | undefined = last; next !== undefined; ) {
          last = next;
          const page = await read(next);
          expect(page.items.length).toBeLessThanOrEqual(pageSize);
          forwards.push(placesOf(page.items));
          next = page.next;
        }
        const asked = parts
          .flatMap((part) => placeOfPart(part) ?? [])
          .filter(
            (place) => (edge === 'all' || place.edge === edge) && (direction ?? place.direction) === place.direction,
          )
          .map((place) => `${place.time} ${place.edge} ${place.direction}`);
        expect(forwards.flat().toSorted()).toEqual(asked.toSorted());
        expect(forwards.flat().map((text) => text.slice(0, 24))).toEqual(
          asked.map((text) => text.slice(0, 24)).toSorted(),
        );

        const backwards: string[][] = [];
        let { previous } = await read(last);
        while (previous !== undefined) {
          const page = await read(previous);
          backwards.unshift(placesOf(page.items));
          previous = page.previous;
        }
        expect(backwards.flat()).toEqual(forwards.slice(0, -1).flat());
      }),
      { numRuns: isNightly ? 1_000 : 40 },
    );
  });
});
