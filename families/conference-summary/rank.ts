import { utcTime } from '../../shared/utc-time.ts';
import { oneOf } from '../call-summary/enumerations.ts';
import { versionText } from '../call-summary/rank.ts';
import type { ReadEnvelope } from '../event-data.ts';
import { CONFERENCE_PROCESSING_STATES } from './enumerations.ts';
import { CONFERENCE_PARTIAL } from './facts.ts';

/** An event of a conference or participant, as far as its rank goes. */
export type Ranked = ReadEnvelope & { data: { processing_state?: unknown; processing_version?: unknown } };

/**
 * The place of a version of a conference or participant among all versions, as text that sorts: the table keeps the
 * greatest. A version that Twilio has finished with comes before one that it is still at, then `.complete` before
 * `.partial`, then the higher `processing_version`, then the later time of the CloudEvent, then its id. It is a total
 * order, so any order and any number of deliveries end with the same version.
 *
 * @example `1#2#0000000000#2026-11-20T12:30:00.000Z#EZ0f…`
 */
export function conferenceRank(event: Ranked): string {
  const type = event.type === CONFERENCE_PARTIAL ? 1 : 2;
  return `${isProcessed(event.data.processing_state) ? 1 : 0}#${type}#${versionText(event)}#${utcTime(event.time) ?? ''}#${event.id}`;
}

/** Whether Twilio says that it will look at a conference no more: it is through with it, or gave up after a day. */
export function isProcessed(state: unknown): boolean {
  const known = oneOf(CONFERENCE_PROCESSING_STATES, state);
  return known === 'complete' || known === 'timeout';
}
