import { summaryTable } from '../archive/summary-table.ts';
import { firstSaidTime } from '../call-summary/keys.ts';
import { conferenceRank } from '../conference-summary/rank.ts';
import { PARTICIPANT_LAYOUT } from './archive-layout.ts';
import { DOCUMENTED_PATHS } from './documented-paths.ts';
import { participantSummaries } from './family.ts';

/** Participants of conferences in the archive. */
export const participantTable = summaryTable({
  layout: PARTICIPANT_LAYOUT,
  family: participantSummaries,
  documented: DOCUMENTED_PATHS,
  computed: (event, context) => ({
    rank: conferenceRank(event),
    joined_at: Date.parse(firstSaidTime([event.data.join_time, event.time], context)),
  }),
});
