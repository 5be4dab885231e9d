import type { FleetAnswer } from '../../families/call-event/causes/fleet-group.ts';
import { facetWord } from '../filters/facet-words.ts';

/** What the numbers of a fleet are not, and why. */
export function FleetNotes({ answer: { all, groups, is_whole, has_room }, by }: { answer: FleetAnswer; by: string }) {
  if (groups.length === 0) {
    return (
      <div class="empty">
        <p>
          <b>No call in this time range tells its {facetWord(by)}.</b>
        </p>
        <p>
          An empty list does not prove that all calls are well. Twilio sends summaries up to 30 minutes after a call.
        </p>
      </div>
    );
  }
  if (!is_whole) {
    return (
      <p class="note">
        {has_room
          ? 'Not all of the time range is counted so far. Counting goes on.'
          : 'There are more events than can be counted: choose a shorter time range.'}
      </p>
    );
  }
  if (all.calls !== null) return null;
  return (
    <p class="note">No summary of these calls is there: how many went well is unknown. Shown are counts of calls.</p>
  );
}
