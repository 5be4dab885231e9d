import type { JsonObject } from '../../../shared/json.ts';
import { CALL_STATES, oneOf } from '../enumerations.ts';
import { objectAt, said, saidNumber } from '../said.ts';
import { mediaFailed } from './media-failure.ts';
import { qualityFindings } from './quality.ts';
import { isAboutAudio } from './tags.ts';

/** Whether a call went well; a reader sees it by colour and shape. */
export type Tone = 'good' | 'neutral' | 'bad';

/** How a call ended, or how it stands. */
export interface Outcome {
  tone: Tone;
  /** A heading: `Completed`, `Rejected`. */
  title: string;
  /** A sentence. */
  says: string;
}

/** Responses with which a person or a filter turns a call down. */
const DECLINED: ReadonlySet<number | undefined> = new Set([603, 607, 608]);

/**
 * How a call ended, in words. Twilio's state alone is not it: a call without media ends as completed, and one that was
 * rejected on a device as busy.
 */
export function outcomeOf(summary: JsonObject): Outcome {
  const state = oneOf(CALL_STATES, summary.call_state);
  switch (state) {
    case 'completed':
      return completed(summary);
    case 'busy':
      return busy(summary);
    case 'fail':
      return { tone: 'bad', title: 'Failed', says: 'It failed.' };
    case 'noanswer':
      return { tone: 'neutral', title: 'Not answered', says: 'It was not answered.' };
    case 'canceled':
      return { tone: 'neutral', title: 'Cancelled', says: 'It was cancelled before it was answered.' };
    case 'undialed':
      return { tone: 'bad', title: 'Never dialled', says: 'It was never dialled.' };
    case 'ringing':
      return { tone: 'neutral', title: 'Ringing', says: 'It was still ringing when Twilio wrote this.' };
    case 'answered':
      return isFinalSummary(summary)
        ? { tone: 'good', title: 'Answered', says: 'It was answered.' }
        : { tone: 'neutral', title: 'In progress', says: 'It was still in progress when Twilio wrote this.' };
    default:
      return { tone: 'neutral', title: 'Not known', says: 'The summary does not say how it ended.' };
  }
}

/** Whether nothing more is to come of a summary: of one in the form of the resource, whose state is that of its event too. */
export function isFinalSummary(summary: JsonObject): boolean {
  return said(summary.processing_state)?.trim().toLowerCase() === 'complete';
}

/** Whether the person called turned the call down on a device: SIP says busy then. */
export function isRejected(summary: JsonObject): boolean {
  const bySdk = said(objectAt(summary, 'sdk_edge', 'properties').disconnected_by);
  return bySdk?.trim().toLowerCase() === 'rejected';
}

/** The last SIP response; undefined where there was none, as of a call that was never dialled. */
export function lastSipCode(summary: JsonObject): number | undefined {
  return saidNumber(objectAt(summary, 'properties').last_sip_response_num);
}

function completed(summary: JsonObject): Outcome {
  const findings = qualityFindings(summary);
  const isSilent = findings.some(({ tag }) => tag === 'silence');
  if (mediaFailed(summary)) {
    return {
      tone: 'bad',
      title: 'Completed, but without media',
      says: `It ended as completed, but the media connection of the device (ICE) failed${isSilent ? ' and the call was silent' : ''}.`,
    };
  }
  if (isSilent) {
    return {
      tone: 'bad',
      title: 'Completed, but silent',
      says: 'It ended as completed, but at least one direction was silent.',
    };
  }
  if (findings.some(({ tag }) => isAboutAudio(tag))) {
    return {
      tone: 'bad',
      title: 'Completed, with bad audio',
      says: 'It was completed, but its audio was bad.',
    };
  }
  const sip = lastSipCode(summary);
  if (sip !== undefined && sip >= 300) {
    return {
      tone: 'neutral',
      title: 'Completed, but not normally',
      says: 'It ended as completed, but not normally.',
    };
  }
  return { tone: findings.length > 0 ? 'neutral' : 'good', title: 'Completed', says: 'It was completed.' };
}

function busy(summary: JsonObject): Outcome {
  if (isRejected(summary)) {
    return { tone: 'neutral', title: 'Rejected', says: 'It was rejected on the device that was called.' };
  }
  if (DECLINED.has(lastSipCode(summary))) {
    return { tone: 'neutral', title: 'Declined', says: 'It was declined.' };
  }
  return { tone: 'neutral', title: 'Busy', says: 'The far end was busy.' };
}
