import { summaryTable } from '../archive/summary-table.ts';
import { CALL_SUMMARY_LAYOUT } from './archive-layout.ts';
import { DOCUMENTED_PATHS } from './documented-paths.ts';
import { callSummaries } from './family.ts';
import { firstSaidTime, startedOf } from './keys.ts';
import { isFinal, rankOf } from './rank.ts';

/** Summaries of calls in the archive. */
export const callSummaryTable = summaryTable({
  layout: CALL_SUMMARY_LAYOUT,
  family: callSummaries,
  documented: DOCUMENTED_PATHS,
  computed: (event, context) => ({
    rank: rankOf(event),
    started_at: Date.parse(startedOf(event, context)),
    created_at: Date.parse(firstSaidTime([event.data.created_time, event.data.start_time, event.time], context)),
    is_final: isFinal(event),
  }),
});
