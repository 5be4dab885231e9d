import { type CallRow, callRow } from '../../families/call-event/causes/call-row.ts';
import { STARTED_SHARDS } from '../../families/call-summary/keys.ts';
import type { Clock } from '../../shared/clock.ts';
import { createPartedRows, type RowsOfSpan, type Span } from './parted-rows.ts';
import type { StartedPlace } from './started-place.ts';
import type { SummaryPages } from './summary-pages.ts';

/** Reads calls that have a summary as rows that are counted, of any account. */
export interface CallRows {
  /** Calls that started in the span, as `PartedRows` reads them. */
  rowsOf(span: Span, isLate: () => boolean): Promise<RowsOfSpan<CallRow>>;
}

const HOUR_MS = 3_600_000;
const MAX_ROWS = 300_000;
const SHARDS = Array.from({ length: STARTED_SHARDS }, (_shard, index) => String(index));

export function createCallRows({
  summaries,
  clock,
}: {
  summaries: Pick<SummaryPages, 'pageOfShard'>;
  clock: Pick<Clock, 'now'>;
}): CallRows {
  const parted = createPartedRows<CallRow, StartedPlace>({
    partMs: HOUR_MS,
    maxRows: MAX_ROWS,
    // Summaries are final up to half an hour after the end, and a minute more makes no difference to a share.
    youngestMaxAgeMs: 60_000,
    clock,
    async readPage(shard, { fromMs, toMs }, beyond) {
      const span = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
      const { calls, next } = await summaries.pageOfShard(Number(shard), { ...span, ...beyond });
      return { rows: calls.map(({ entry }) => callRow(entry)), next };
    },
  });
  return { rowsOf: (span, isLate) => parted.read(SHARDS, span, isLate) };
}
