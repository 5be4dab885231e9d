import { createRowMaker, type EventRow } from '../../families/call-event/causes/event-row.ts';
import { toldTime } from '../../families/call-event/event-time.ts';
import type { StoredEvent } from '../../families/call-event/item.ts';
import { timeOfSortKey } from '../../families/call-event/keys.ts';
import type { Clock } from '../../shared/clock.ts';
import { LEVELS, type Level } from '../../shared/level.ts';
import type { EventPages, IndexPlace } from './event-pages.ts';
import { createPartedRows, type RowsOfSpan, type Span } from './parted-rows.ts';

/** Reads events across calls as rows that are counted, of any account. */
export interface EventRows {
  /** As `PartedRows` reads them; of the level of errors without one, see `isError`, there may be others among them. */
  rowsOf(levels: readonly Level[], span: Span, isLate: () => boolean): Promise<RowsOfSpan<EventRow>>;
  /** The latest event of these levels, epoch ms by which it is counted; undefined where none is found at once. */
  latestOf(levels: readonly Level[], accounts?: readonly string[]): Promise<number | undefined>;
  /**
   * The oldest event of these levels that happened within a week before a moment or later, likewise, as it was within
   * the last hour; undefined where there is none. One that is older may be of a device whose clock is years behind: it
   * does not tell from when on events came.
   */
  oldestOf(levels: readonly Level[], beforeMs: number): Promise<number | undefined>;
}

const PART_MS = 5 * 60_000;
/** About 200 bytes each: a tenth of the function's memory. */
const MAX_ROWS = 500_000;
/** What `createRowMaker` reads of an event. */
const COUNTED = [
  'event_timestamp',
  'event_level',
  'account_sid',
  'edge',
  'group',
  'name',
  'sdk_edge.error',
  'sdk_edge.metric.threshold',
  'sdk_edge.metadata.client_name',
  'sdk_edge.metadata.country_code',
  'sdk_edge.metadata.sdk.type',
  'sdk_edge.metadata.sdk.version',
  'sdk_edge.metadata.sdk.region',
  'sdk_edge.metadata.sdk.edge_location',
  'sdk_edge.metadata.sdk.browser',
  'sdk_edge.metadata.sdk.os',
  'client_edge.metadata',
  'sip_edge.metadata',
  'carrier_edge.metadata',
  'conversation_relay_data.error',
];
/** Where a reader may see some accounts only, the latest of these is looked for. */
const LATEST_OF_ACCOUNTS = 50;

/** The oldest event seldom changes. */
const OLDEST_KEPT_MS = 60 * 60_000;
const OLDEST_WITHIN_MS = 7 * 24 * 60 * 60_000;
/** Of each level and hour one; then they are forgotten. */
const MAX_OLDEST = 1_000;

export function createEventRows({ pages, clock }: { pages: EventPages; clock: Pick<Clock, 'now'> }): EventRows {
  const makeRow = createRowMaker();
  const oldest = new Map<string, { readMs: number; atMs: number }>();
  const parted = createPartedRows<EventRow, IndexPlace>({
    partMs: PART_MS,
    maxRows: MAX_ROWS,
    clock,
    async readPage(level, { fromMs, toMs }, beyond) {
      const { events, next } = await pages.pageOfLevel(level as Level, {
        from: new Date(fromMs).toISOString(),
        to: new Date(toMs).toISOString(),
        beyond,
        only: COUNTED,
      });
      return { rows: events.map(rowOf), next };
    },
  });

  function rowOf(stored: StoredEvent): EventRow {
    const { data } = stored.event;
    return makeRow(data, {
      atMs: indexedMs(stored),
      timestamp: toldTime(data.timestamp, timeOfSortKey(stored.sortKey)),
    });
  }

  async function oldestOfLevel(level: Level, beforeMs: number): Promise<number[]> {
    const fromMs = Math.max(0, Math.floor((beforeMs - OLDEST_WITHIN_MS) / OLDEST_KEPT_MS) * OLDEST_KEPT_MS);
    const key = `${level}#${fromMs}`;
    const kept = oldest.get(key);
    if (kept !== undefined && clock.now() - kept.readMs < OLDEST_KEPT_MS) return [kept.atMs];
    const { events } = await pages.pageOfLevel(level, {
      from: new Date(fromMs).toISOString(),
      limit: 1,
      forward: true,
      only: [],
    });
    const [atMs] = events.map(indexedMs);
    if (atMs === undefined) return [];
    if (oldest.size >= MAX_OLDEST) oldest.clear();
    oldest.set(key, { readMs: clock.now(), atMs });
    return [atMs];
  }

  return {
    rowsOf: (levels, span, isLate) => parted.read(levels, span, isLate),
    async latestOf(levels, accounts) {
      const limit = accounts === undefined ? 1 : LATEST_OF_ACCOUNTS;
      const pagesOf = await Promise.all(
        levels.map((level) => pages.pageOfLevel(level, { limit, only: ['account_sid'] })),
      );
      const times = pagesOf
        .flatMap(({ events }) => events)
        .filter(({ event }) => accounts === undefined || accounts.includes(String(event.data.account_sid)))
        .map(indexedMs);
      return times.length === 0 ? undefined : Math.max(...times);
    },
    async oldestOf(levels, beforeMs) {
      const times = (await Promise.all(levels.map((level) => oldestOfLevel(level, beforeMs)))).flat();
      return times.length === 0 ? undefined : Math.min(...times);
    },
  };
}

function indexedMs({ levelTimestamp, sortKey }: StoredEvent): number {
  return Date.parse(timeOfSortKey(levelTimestamp ?? sortKey));
}

/** Where errors and warnings are: errors of a level nobody knows have a partition of their own. */
export function countedLevels(indexedLevels: readonly Level[]): readonly Level[] {
  return LEVELS.filter(
    (level) => level === 'ERROR' || level === 'UNKNOWN' || (level === 'WARNING' && indexedLevels.includes(level)),
  );
}
