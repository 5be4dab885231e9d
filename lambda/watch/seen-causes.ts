import { SPIKE_EVENTS, SPIKE_FACTOR } from '../../families/call-event/causes/cause-state.ts';
import type { EventRow } from '../../families/call-event/causes/event-row.ts';
import {
  backgroundFilter,
  causeFilter,
  isOfAccounts,
  type RowQuery,
} from '../../families/call-event/causes/row-filter.ts';
import { causeWords } from './cause-words.ts';

const MINUTE_MS = 60_000;
/** Events come late: a cause is new for as long, where it was not there before. */
export const NEW_WITHIN_MS = 15 * MINUTE_MS;
/** In which a spike is one. */
export const SPIKE_MS = 5 * MINUTE_MS;
/** What is compared with. */
export const BASELINE_MS = 24 * 60 * MINUTE_MS;
/** Of a table that began just now nobody knows what is usual. */
const LEAST_BASELINE_MS = 60 * MINUTE_MS;

/** A cause that happens now, or did within the last day. */
export interface SeenCause {
  cause: string;
  error_code: number | null;
  group: string | null;
  name: string | null;
  words: string;
  /** In the time that its condition is about. */
  events: number;
  calls: number;
  firstMs: number;
  lastMs: number;
}

/** What the rows of a view say; undefined members are not known. */
export interface Seen {
  /** Not there in the day before. */
  isNew: readonly SeenCause[];
  /** More than three times as many as usual in five minutes, and ten at least. */
  spikes: readonly SeenCause[];
  /** When each cause happened last, epoch ms. */
  lastMs: ReadonlyMap<string, number>;
  /** Calls that have any of these events. */
  calls: ReadonlySet<string>;
  /** Whether there is enough of the time before to tell what is new and what spikes. */
  isUsualKnown: boolean;
}

interface Counted {
  latest: EventRow;
  before: number;
  recent: EventRow[];
  spike: EventRow[];
  spikeBefore: number;
}

/**
 * Looks at rows for what is new and what spikes. Pure: the same rows and time give the same.
 * @param rows in any order; of those of more than a day and a quarter of an hour ago none is looked at
 * @param oldestMs when the oldest event was that tells from when on events came, of any account, where that is known
 */
export function seenCauses(rows: readonly EventRow[], query: RowQuery, nowMs: number, oldestMs = nowMs): Seen {
  const isBackground = backgroundFilter(query);
  const isOfCause = causeFilter(query) ?? (() => true);
  const counted = new Map<string, Counted>();
  const calls = new Set<string>();
  // How old the table is no filter says, and to readers of some accounts only rows of these do.
  const isReadable = isOfAccounts(query.accounts);
  let earliestMs = query.accounts === undefined ? oldestMs : nowMs;
  for (const row of rows) {
    const agoMs = nowMs - row.atMs;
    if (agoMs >= BASELINE_MS + NEW_WITHIN_MS || !isReadable(row)) continue;
    earliestMs = Math.min(earliestMs, row.atMs);
    if (!isBackground(row) || !isOfCause(row)) continue;
    calls.add(row.call);
    const known = counted.get(row.cause.cause);
    const count = known ?? { latest: row, before: 0, recent: [], spike: [], spikeBefore: 0 };
    if (known === undefined) counted.set(row.cause.cause, count);
    if (row.atMs > count.latest.atMs) count.latest = row;
    if (agoMs < NEW_WITHIN_MS) count.recent.push(row);
    else count.before += 1;
    if (agoMs < SPIKE_MS) count.spike.push(row);
    else count.spikeBefore += 1;
  }
  const baselineMs = Math.min(BASELINE_MS, nowMs - earliestMs);
  const isUsualKnown = baselineMs >= LEAST_BASELINE_MS;
  const usualFactor = SPIKE_MS / baselineMs;
  const all = isUsualKnown ? [...counted.values()] : [];
  return {
    isNew: all.filter(({ before, recent }) => before === 0 && recent.length > 0).map((one) => seen(one, one.recent)),
    spikes: all
      .filter(({ spike, spikeBefore }) => {
        return spike.length >= SPIKE_EVENTS && spike.length > SPIKE_FACTOR * spikeBefore * usualFactor;
      })
      .map((one) => seen(one, one.spike)),
    lastMs: new Map([...counted].map(([cause, { latest }]) => [cause, latest.atMs])),
    calls,
    isUsualKnown,
  };
}

function seen({ latest }: Counted, rows: readonly EventRow[]): SeenCause {
  const { cause, code, group, name } = latest.cause;
  return {
    cause,
    error_code: cause.startsWith('code:') ? (code ?? null) : null,
    group: group ?? null,
    name: name ?? null,
    words: causeWords(latest.cause),
    events: rows.length,
    calls: new Set(rows.map(({ call }) => call)).size,
    firstMs: rows.reduce((first, { atMs }) => Math.min(first, atMs), Number.POSITIVE_INFINITY),
    lastMs: latest.atMs,
  };
}
