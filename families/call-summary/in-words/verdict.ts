import type { JsonObject } from '../../../shared/json.ts';
import { utcTime } from '../../../shared/utc-time.ts';
import { objectAt, saidNumber } from '../said.ts';
import { conversationRelayInWords } from './agent-sessions.ts';
import { answeredByInWords } from './answered-by.ts';
import { childrenInWords } from './children.ts';
import { type EventFindings, errorsInWords, feedbackInWords, warningsInWords } from './event-findings.ts';
import { hungUpBy, hungUpByEvent } from './hung-up.ts';
import { counted, parentOf } from './in-text.ts';
import { isOfConference, kindOfCall } from './kind.ts';
import { lengthInWords, postDialDelayInWords, queueTimeInWords } from './lengths.ts';
import { tellingMos } from './media-failure.ts';
import { NO_EVENTS, NO_SUMMARY, PRELIMINARY } from './missing.ts';
import { isFinalSummary, outcomeOf } from './outcome.ts';
import { outcomeOfEvents } from './outcome-of-events.ts';
import { partyInWords, partyOf } from './party.ts';
import { hasMeasurements, mosText, qualityFindings } from './quality.ts';
import { type SipResponse, sipResponse } from './sip-response.ts';

/** More of them are told by their number. */
const MAX_FINDINGS = 5;
/** Causes of https://www.itu.int/rec/T-REC-Q.850: of a call that was hung up, and the greatest there is. */
const NORMAL_CLEARING = 16;
const LAST_CAUSE = 127;

/**
 * Why a call ended, and whose fault it was, in one paragraph of plain sentences: its end first, then which call it was. Of
 * what others wrote, texts are short, but they may hold characters that a terminal obeys.
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
    const outcome = outcomeOfEvents(events);
    const isCutOff = outcome?.cutOffBy !== undefined;
    return sentences(
      `There is no summary of this call, only its ${counted(events.events, 'event')}.`,
      outcome?.says,
      childrenInWords(children),
      outcome && hungUpByEvent(events.ended?.name, { isCutOff })?.says,
      isCutOff && events.errors === 1 ? undefined : errorsInWords(events),
      ...restOfEvents(events),
      NO_SUMMARY,
    );
  }
  const outcome = outcomeOf(summary, { events, children });
  const isCutOff = outcome.cutOffBy !== undefined;
  const sip = sipResponse(summary, events);
  return sentences(
    outcome.says.replace(/^It\b/, 'The call'),
    sip?.meaning && sipInWords(summary, sip),
    childrenInWords(children),
    answeredByInWords(summary),
    hungUpBy(summary, { isCutOff })?.says,
    isCutOff && events.errors === 1 ? undefined : errorsInWords(events),
    whichCall(summary),
    queueTimeInWords(summary),
    postDialDelayInWords(summary),
    sip && sip.meaning === undefined ? sipInWords(summary, sip) : undefined,
    lengthInWords(summary),
    ...ofQuality(summary),
    conversationRelayInWords(summary),
    ...(events.events === 0 ? [`There are no events of it. ${NO_EVENTS}`] : restOfEvents(events)),
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
  const parent = parentOf(summary);
  return sentences(
    `${words.join(' ')}.`,
    parent && `Its parent is ${parent}.`,
    isOfConference(summary) ? 'It took part in a conference.' : undefined,
  );
}

function sipInWords(summary: JsonObject, { text, meaning }: SipResponse): string {
  const cause = saidNumber(objectAt(summary, 'properties').q850_cause);
  const q850 =
    cause === undefined || cause === NORMAL_CLEARING || cause > LAST_CAUSE ? '' : `, with Q.850 cause ${cause}`;
  return `The last SIP response was ${text}${q850}${meaning === undefined ? '' : `: ${meaning}`}.`;
}

function ofQuality(summary: JsonObject): string[] {
  const findings = qualityFindings(summary);
  const told = findings.slice(0, MAX_FINDINGS).map(({ says }) => says);
  if (findings.length > told.length) told.push(`Further findings: ${findings.length - told.length}.`);
  if (findings.length === 0 && hasMeasurements(summary)) told.push('No edge passed a limit of Twilio’s for quality.');
  const mos = tellingMos(summary);
  const isTold = findings.some(({ tag, measured }) => tag === 'low_mos' && measured !== undefined);
  if (mos !== undefined && !isTold) told.push(`The MOS of what the device received was ${mosText(mos)} of 5.`);
  return told;
}

function restOfEvents(events: EventFindings): (string | undefined)[] {
  const told = [warningsInWords(events), feedbackInWords(events)];
  if (events.errors > 0 || told.some((sentence) => sentence !== undefined)) return told;
  return [`Its ${counted(events.events, 'event')} ${events.events === 1 ? 'has' : 'have'} no error and no warning.`];
}
