import type { JsonObject } from '../../../shared/json.ts';
import { utcTime } from '../../../shared/utc-time.ts';
import { objectAt, saidNumber } from '../said.ts';
import { conversationRelayInWords } from './agent-sessions.ts';
import { answeredByInWords } from './answered-by.ts';
import { childrenInWords } from './children.ts';
import { type EventFindings, errorsInWords, feedbackInWords, warningsInWords } from './event-findings.ts';
import { hungUpBy } from './hung-up.ts';
import { counted, known } from './in-text.ts';
import { isOfConference, kindOfCall } from './kind.ts';
import { lengthInWords, postDialDelayInWords, queueTimeInWords } from './lengths.ts';
import { mediaFailed } from './media-failure.ts';
import { NO_EVENTS, NO_SUMMARY, PRELIMINARY } from './missing.ts';
import { isFinalSummary, isRejected, lastSipCode, outcomeOf } from './outcome.ts';
import { partyInWords, partyOf } from './party.ts';
import { averageMos, hasMeasurements, mosText, qualityFindings } from './quality.ts';
import { sipCodeInWords, sipCodeText } from './sip-codes.ts';

/** More of them are told by their number. */
const MAX_FINDINGS = 5;
/** Causes of https://www.itu.int/rec/T-REC-Q.850: of a call that was hung up, and the greatest there is. */
const NORMAL_CLEARING = 16;
const LAST_CAUSE = 127;

/**
 * Why a call ended, and whose fault it was, in one paragraph of plain sentences. Of what others wrote, texts are short,
 * but they may hold characters that a terminal obeys.
 * @param summary in the form of Twilio's resource, see `toSummaryResource`; undefined where there is none
 * @param children the same of the calls that this one made
 */
export function verdictOf(
  summary: JsonObject | undefined,
  events: EventFindings,
  children: readonly JsonObject[] = [],
): string {
  if (summary === undefined) {
    if (events.events === 0) return `There is no summary of this call, and there are no events. ${NO_SUMMARY}`;
    return sentences(
      `There is no summary of this call, only its ${counted(events.events, 'event')}.`,
      childrenInWords(children),
      ...ofEvents(events),
      NO_SUMMARY,
    );
  }
  return sentences(
    whichCall(summary),
    ...ofEnd(summary),
    childrenInWords(children),
    ...ofQuality(summary),
    conversationRelayInWords(summary),
    ...(events.events === 0 ? [`There are no events of it. ${NO_EVENTS}`] : ofEvents(events)),
    isFinalSummary(summary) ? undefined : PRELIMINARY,
  );
}

function sentences(...said: readonly (string | undefined)[]): string {
  return said.filter((sentence) => sentence !== undefined).join(' ');
}

function whichCall(summary: JsonObject): string {
  const [kind, from, to] = [
    kindOfCall(summary),
    partyInWords(partyOf(summary, 'from')),
    partyInWords(partyOf(summary, 'to')),
  ];
  const started = utcTime(summary.start_time) ?? utcTime(summary.created_time);
  const words = [
    /^[aeiou]/i.test(kind) ? 'An' : 'A',
    kind.includes(',') ? `${kind},` : kind,
    ...(from === undefined ? [] : ['from', from]),
    ...(to === undefined ? [] : ['to', to]),
    ...(started === undefined ? [] : [`at ${started.slice(0, 'yyyy-mm-ddThh:mm:ss'.length).replace('T', ' ')} UTC`]),
  ];
  const parent = known(summary.parent_call_sid);
  return sentences(
    `${words.join(' ')}.`,
    parent && `Its parent is ${parent}.`,
    isOfConference(summary) ? 'It took part in a conference.' : undefined,
  );
}

function ofEnd(summary: JsonObject): (string | undefined)[] {
  return [
    queueTimeInWords(summary),
    postDialDelayInWords(summary),
    outcomeOf(summary).says,
    sipInWords(summary),
    answeredByInWords(summary),
    lengthInWords(summary),
    hungUpBy(summary)?.says,
  ];
}

function sipInWords(summary: JsonObject): string | undefined {
  const code = lastSipCode(summary);
  const words = code === undefined ? undefined : sipCodeInWords(code);
  if (words === undefined) return undefined;
  const cause = saidNumber(objectAt(summary, 'properties').q850_cause);
  const q850 =
    cause === undefined || cause === NORMAL_CLEARING || cause > LAST_CAUSE ? '' : `, with Q.850 cause ${cause}`;
  const says = `The last SIP response was ${sipCodeText(words)}${q850}`;
  // Its outcome says more than the code, which means something else.
  return words.code < 300 || isRejected(summary) ? `${says}.` : `${says}: ${words.meaning}.`;
}

function ofQuality(summary: JsonObject): string[] {
  const findings = qualityFindings(summary);
  const told = findings.slice(0, MAX_FINDINGS).map(({ says }) => says);
  if (findings.length > told.length) told.push(`Further findings: ${findings.length - told.length}.`);
  if (findings.length === 0 && hasMeasurements(summary)) told.push('No edge passed a limit of Twilio’s for quality.');
  // What was heard before the media was lost is no news.
  const mos = mediaFailed(summary) ? undefined : averageMos(summary);
  const isTold = findings.some(({ tag, measured }) => tag === 'low_mos' && measured !== undefined);
  if (mos !== undefined && !isTold) told.push(`The MOS of what the device received was ${mosText(mos)} of 5.`);
  return told;
}

function ofEvents(events: EventFindings): (string | undefined)[] {
  const told = [errorsInWords(events), warningsInWords(events), feedbackInWords(events)];
  if (told.some((sentence) => sentence !== undefined)) return told;
  return [`Its ${counted(events.events, 'event')} ${events.events === 1 ? 'has' : 'have'} no error and no warning.`];
}
