import { summaryTable } from '../archive/summary-table.ts';
import { CONFERENCE_LAYOUT } from './archive-layout.ts';
import { DOCUMENTED_PATHS } from './documented-paths.ts';
import { conferenceSummaries } from './family.ts';
import { createdOf } from './keys.ts';
import { conferenceRank } from './rank.ts';

/** Conferences in the archive. */
export const conferenceTable = summaryTable({
  layout: CONFERENCE_LAYOUT,
  family: conferenceSummaries,
  documented: DOCUMENTED_PATHS,
  computed: (event, context) => ({
    rank: conferenceRank(event),
    created_at: Date.parse(createdOf(event, context)),
  }),
});
