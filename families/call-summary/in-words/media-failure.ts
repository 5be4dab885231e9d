import type { JsonObject } from '../../../shared/json.ts';
import { objectAt, saidCount } from '../said.ts';
import { averageMos, qualityFindings } from './quality.ts';

/** Errors of the SDK that say that its media connection is gone. https://www.twilio.com/docs/api/errors/53405 */
const MEDIA_ERRORS: ReadonlySet<number | undefined> = new Set([53405, 53407]);

/** Whether a code says that a media connection is gone. */
export function isMediaError(code: number | undefined): boolean {
  return MEDIA_ERRORS.has(code);
}

/**
 * Whether a summary says that the media connection of the device failed or was lost: by its tag, or by silence and an error that the SDK
 * counted, for after the error alone the media can have come back. Such a call ends as completed all the same.
 */
export function mediaFailed(summary: JsonObject): boolean {
  const tags = new Set(qualityFindings(summary).map(({ tag }) => tag));
  return tags.has('ice_failure') || (tags.has('silence') && sdkErrors(summary).some(isMediaError));
}

/** Codes of errors that the SDK counted, in their order. */
export function sdkErrors(summary: JsonObject): number[] {
  return Object.entries(objectAt(summary, 'sdk_edge', 'events', 'errors')).flatMap(([code, count]) =>
    /^\d{1,9}$/.test(code) && (saidCount(count) ?? 0) > 0 ? Number(code) : [],
  );
}

/** The average MOS of what the device received, 1 to 5; undefined where there is none, or where it is of before its media was lost. */
export function tellingMos(summary: JsonObject): number | undefined {
  return mediaFailed(summary) ? undefined : averageMos(summary);
}
