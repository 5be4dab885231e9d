import { CALL_EVENT_LAYOUT } from '../call-event/archive-layout.ts';
import { CALL_METRIC_LAYOUT } from '../call-metric/archive-layout.ts';
import { CALL_SUMMARY_LAYOUT } from '../call-summary/archive-layout.ts';
import { CONFERENCE_LAYOUT } from '../conference-summary/archive-layout.ts';
import { PARTICIPANT_LAYOUT } from '../participant-summary/archive-layout.ts';
import type { ArchiveLayout, ArchiveTableName } from './archive-table.ts';

/** Every table of the archive: what is to be known of it without reading an event. */
export const ARCHIVE_LAYOUTS: readonly ArchiveLayout[] = [
  CALL_EVENT_LAYOUT,
  CALL_SUMMARY_LAYOUT,
  CALL_METRIC_LAYOUT,
  CONFERENCE_LAYOUT,
  PARTICIPANT_LAYOUT,
];

export function layoutOf(name: ArchiveTableName): ArchiveLayout {
  const layout = ARCHIVE_LAYOUTS.find((one) => one.name === name);
  if (layout === undefined) throw new Error(`no table ${name} in the archive`);
  return layout;
}
