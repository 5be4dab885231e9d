import type { JsonObject } from '../../../shared/json.ts';
import { CALL_STATES, DIRECTIONS, oneOf } from '../enumerations.ts';
import { objectAt, said, saidNumber } from '../said.ts';
import { type EventFindings, errorInWords, type FirstError } from './event-findings.ts';
import { mediaFailed } from './media-failure.ts';
import { qualityFindings } from './quality.ts';
import { isAboutAudio } from './tags.ts';
import { isUnanswered } from './unanswered.ts';

/** Whether a call went well; a reader sees it by colour and shape. */
export type Tone = 'good' | 'neutral' | 'bad';

/** How a call ended, or how it stands. */
export interface Outcome {
  tone: Tone;
  /** A heading: `Completed`, `Rejected`. */
  title: string;
  /** One or more sentences, the first with `It` for the call. */
  says: string;
  /** The error that ended the call. */
  cutOffBy?: FirstError;
}

/** What else is known of a call, and tells more of its end than its own summary. */
export interface AroundCall {
  events?: EventFindings;
  /** Summaries of all calls that it made. */
  children?: readonly JsonObject[];
}

/** Of a call that somebody turned down on a device. */
export const REJECTED: Outcome = {
  tone: 'neutral',
  title: 'Rejected',
  says: 'It was rejected on the device that was called.',
};

/** Responses with which a person or a filter turns a call down. */
const DECLINED: ReadonlySet<number | undefined> = new Set([603, 607, 608]);

/**
 * How a call ended, in words. Twilio's state alone is not it: a call without media ends as completed, and one that was
 * rejected on a device as busy. One that Twilio answered ends as completed also where no one took the calls that it made,
 * and so does one that an error cut off.
 */
export function outcomeOf(summary: JsonObject, { events, children = [] }: AroundCall = {}): Outcome {
  const state = oneOf(CALL_STATES, summary.call_state);
  switch (state) {
    case 'completed':
      return notTaken(summary, children) ?? cutOff(summary, events) ?? completed(summary);
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

function notTaken(summary: JsonObject, children: readonly JsonObject[]): Outcome | undefined {
  if (children.length === 0 || !children.every(isUnanswered)) return undefined;
  const direction = oneOf(DIRECTIONS, objectAt(summary, 'properties').direction);
  return direction === 'inbound' || direction === 'trunking_originating'
    ? { tone: 'neutral', title: 'No one took it', says: 'It was answered by Twilio, but no one took it.' }
    : {
        tone: 'neutral',
        title: 'No one took its calls',
        says: 'It was completed, but no one took the calls that it made.',
      };
}

function cutOff(summary: JsonObject, events: EventFindings | undefined): Outcome | undefined {
  const outcome = events && endedByError(events, { title: 'Cut off', says: 'It was cut off' });
  if (outcome === undefined) return undefined;
  const before = audioTrouble(summary)?.before;
  return before === undefined ? outcome : { ...outcome, says: `${outcome.says} ${before}` };
}

/** Of a call that an error ended: how that is called, with the error; undefined where none did. */
export function endedByError(
  events: EventFindings,
  { title, says }: Pick<Outcome, 'title' | 'says'>,
): Outcome | undefined {
  const error = events.atEnd;
  if (error === undefined) return undefined;
  const where = error.edge === undefined ? '' : ` by an error on ${error.edge}`;
  const words = errorInWords(error, events);
  return { tone: 'bad', title, says: `${says}${where}${words === '' ? '.' : `: ${words}`}`, cutOffBy: error };
}

function completed(summary: JsonObject): Outcome {
  const trouble = audioTrouble(summary);
  if (trouble !== undefined) return { tone: 'bad', title: trouble.title, says: trouble.says };
  const sip = lastSipCode(summary);
  if (sip !== undefined && sip >= 300) {
    return {
      tone: 'neutral',
      title: 'Completed, but not normally',
      says: 'It ended as completed, but not normally.',
    };
  }
  const isGood = qualityFindings(summary).length === 0;
  return { tone: isGood ? 'good' : 'neutral', title: 'Completed', says: 'It was completed.' };
}

/** The worst of what was heard. @returns `before` of a call that ended otherwise */
function audioTrouble(summary: JsonObject): { title: string; says: string; before: string } | undefined {
  const findings = qualityFindings(summary);
  const silent = findings.some(({ tag }) => tag === 'silence') ? ', and at least one direction was silent' : '';
  if (mediaFailed(summary)) {
    return {
      title: 'Completed, but its media failed',
      says: `It ended as completed, but the media connection of the device (ICE) failed or was lost${silent}.`,
      before: `The media connection of the device (ICE) had failed or was lost${silent}.`,
    };
  }
  if (silent !== '') {
    return {
      title: 'Completed, but silent',
      says: 'It ended as completed, but at least one direction was silent.',
      before: 'At least one direction was silent.',
    };
  }
  if (!findings.some(({ tag }) => isAboutAudio(tag))) return undefined;
  return {
    title: 'Completed, with bad audio',
    says: 'It was completed, but its audio was bad.',
    before: 'Its audio was bad before that.',
  };
}

function busy(summary: JsonObject): Outcome {
  if (isRejected(summary)) {
    return REJECTED;
  }
  if (DECLINED.has(lastSipCode(summary))) {
    return { tone: 'neutral', title: 'Declined', says: 'It was declined.' };
  }
  return { tone: 'neutral', title: 'Busy', says: 'The far end was busy.' };
}
