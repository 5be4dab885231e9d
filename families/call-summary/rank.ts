import { utcTime } from '../../shared/utc-time.ts';
import type { SummaryCloudEvent } from './call-summary.ts';
import { COMPLETE, PREDICTED_COMPLETE } from './facts.ts';

const MAX_VERSION = 9_999_999_999;
const VERSION_DIGITS = String(MAX_VERSION).length;

/**
 * The place of a version of a summary among all versions, as text that sorts: the table keeps the greatest. Content
 * decides first, for a type and what its event says can disagree: final before not final, then the higher
 * `processing_version`, then the type, then the later time of the CloudEvent, then its id. It is a total order, so any
 * order and any number of deliveries end with the same version.
 *
 * @example `1#0000000004#3#2026-11-20T12:30:00.000Z#EZ0f…`
 */
export function rankOf(event: SummaryCloudEvent): string {
  return `${isFinal(event) ? 1 : 0}#${versionText(event)}#${typeRank(event.type)}#${utcTime(event.time) ?? ''}#${event.id}`;
}

/** The `processing_version` of a summary of whatever, of a width at which text sorts as numbers do; zeros where it has none. */
export function versionText({ data }: { data: { processing_version?: unknown } }): string {
  const { processing_version: version } = data;
  const number = Number.isInteger(version) && Number(version) > 0 ? Math.min(Number(version), MAX_VERSION) : 0;
  return String(number).padStart(VERSION_DIGITS, '0');
}

/** Whether a rank is that of a summary that says it is complete. */
export function isFinalRank(rank: string): boolean {
  return rank.startsWith('1');
}

/** Whether Twilio says that nothing more is to come: the event's state or its type, of which neither alone is safe. */
export function isFinal({ type, data }: Pick<SummaryCloudEvent, 'type' | 'data'>): boolean {
  return saysFinal(type, data.processing_state);
}

/** The same of what an index has of an event. */
export function saysFinal(type: unknown, state: unknown): boolean {
  return type === COMPLETE || (typeof state === 'string' && state.trim().toLowerCase() === 'complete');
}

function typeRank(type: string): number {
  if (type === COMPLETE) return 3;
  return type === PREDICTED_COMPLETE ? 2 : 1;
}
