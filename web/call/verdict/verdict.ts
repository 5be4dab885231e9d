import { childrenInWords } from '../../../families/call-summary/in-words/children.ts';
import {
  type EventFindings,
  errorInWords,
  errorsInWords,
  feedbackInWords,
} from '../../../families/call-summary/in-words/event-findings.ts';
import { hungUpBy, hungUpByEvent } from '../../../families/call-summary/in-words/hung-up.ts';
import { NO_EVENTS } from '../../../families/call-summary/in-words/missing.ts';
import type { NextStep } from '../../../families/call-summary/in-words/next-step.ts';
import { nextSteps } from '../../../families/call-summary/in-words/next-steps.ts';
import { type Outcome, outcomeOf } from '../../../families/call-summary/in-words/outcome.ts';
import { outcomeOfEvents } from '../../../families/call-summary/in-words/outcome-of-events.ts';
import { qualityFindings } from '../../../families/call-summary/in-words/quality.ts';
import type { BadSamples } from '../../../families/call-summary/in-words/quality-steps.ts';
import { sipResponse } from '../../../families/call-summary/in-words/sip-response.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { LANE_WORD } from '../../event-facts.ts';
import { durationText } from '../../time.ts';
import { type PlacedEvents, placeEvents } from '../placed-events.ts';
import type { Clause } from './clause.ts';
import type { MeasuredLine } from './measured-lines.ts';
import { type WarningFact, warningFacts } from './warnings.ts';

/** What happened on a call, why, and what to do, for whoever reads nothing else. */
export interface Verdict {
  tone: Outcome['tone'];
  /** How it ended: `Cut off after 47 s`. */
  title: string;
  /** Why it ended so. */
  why: readonly Clause[];
  /** What was bad before, what the person who talked said, and what is unusual. */
  beside: readonly Clause[];
  /** When the media was bad, the worst edge first; empty where no samples are there. */
  measured: readonly MeasuredLine[];
  /** Where to look next, without what the page shows anyway. */
  next: readonly NextStep[];
}

/** What is known of a call. */
export interface KnownOfCall {
  callSid: string;
  /** Of all events; undefined while they are not all read. */
  findings: EventFindings | undefined;
  placed: PlacedEvents;
  /** What the samples of its media say; absent while nobody knows. */
  lines?: readonly MeasuredLine[] | undefined;
  /** What of them was bad. */
  bad?: readonly BadSamples[] | undefined;
  summary: JsonObject | undefined;
  /** Summaries of the calls that it made. */
  made: readonly JsonObject[];
  /** More events may come. */
  isYoung: boolean;
}

const NOT_KNOWN: Outcome = {
  tone: 'neutral',
  title: 'End not known',
  says: 'None of its events says how it ended.',
};
const RUNNING: Outcome = { tone: 'neutral', title: 'In progress', says: 'Nothing says yet that it ended.' };
/** More warnings than that are told by their number. */
const MOST_WARNINGS = 3;

/**
 * The verdict on a call, in the words of the command line's `why`: the two have the same outcome, errors and steps.
 */
export function verdictOn(seen: KnownOfCall): Verdict {
  // Whatever the page draws: what an error was before and after is by one clock.
  const known = { ...seen, placed: placeEvents(seen.placed.events, { isAligned: true }) };
  const { callSid, summary, findings, made, isYoung } = known;
  const outcome =
    summary === undefined
      ? ((findings && outcomeOfEvents(findings)) ?? (isYoung ? RUNNING : NOT_KNOWN))
      : outcomeOf(summary, { events: findings, children: made });
  const isTroubled = findings !== undefined && findings.errors > 0;
  const steps =
    findings === undefined ? [] : nextSteps(callSid, summary, findings, { children: made, bad: seen.bad ?? [] });
  return {
    tone: outcome.tone === 'good' && isTroubled ? 'neutral' : outcome.tone,
    title: titleOf(outcome, known, isTroubled),
    why: whyOf(outcome, known),
    beside: findings === undefined ? [] : [...warningsOf(known), ...userOf(findings), ...unusualOf(known)],
    measured: seen.lines ?? [],
    next: steps.filter(({ onPage }) => onPage !== 'all'),
  };
}

function titleOf({ tone, title }: Outcome, { placed, findings }: KnownOfCall, isTroubled: boolean): string {
  const isNormal = tone === 'good' && title === 'Completed' && !isTroubled;
  const { times } = placed;
  const [answered, ended] = [findings?.answered, findings?.ended].map((step) => step && times[step.position]);
  const talkedMs = answered === undefined || ended === undefined ? -1 : ended - answered;
  const after = talkedMs > 0 ? `${title.includes(',') ? ',' : ''} after ${lengthText(talkedMs)}` : '';
  return `${isNormal ? 'Ended normally' : title}${after}`;
}

function whyOf(outcome: Outcome, { summary, findings, made }: KnownOfCall): Clause[] {
  const { cutOffBy } = outcome;
  const isCutOff = cutOffBy !== undefined;
  const sip = summary && sipResponse(summary, findings)?.meaning && sipResponse(summary, findings);
  const hungUp =
    summary === undefined ? hungUpByEvent(findings?.ended?.name, { isCutOff }) : hungUpBy(summary, { isCutOff });
  const isErrorTold = isCutOff && findings?.errors === 1;
  return clauses(
    isCutOff && findings !== undefined
      ? { text: errorInWords(cutOffBy, findings), event: cutOffBy.position }
      : { text: saysMore(outcome) },
    sip && { text: `The last SIP response was ${sip.text}: ${sip.meaning}.` },
    { text: childrenInWords(made) },
    { text: hungUp?.says, event: findings?.ended?.position },
    findings && !isErrorTold && { text: errorsInWords(findings), event: findings.first?.position },
  );
}

/** What an outcome says beside its title; undefined for `It was completed.` of a call that is completed. */
function saysMore({ title, says }: Outcome): string | undefined {
  const bare = says.replace(/^It (?:was )?|\.$/g, '').toLowerCase();
  return bare === title.toLowerCase() ? undefined : says;
}

function warningsOf({ placed, summary, findings, isYoung }: KnownOfCall): Clause[] {
  // By the end it is known what else was bad; what began after it ended nothing.
  const endedAtMs = findings?.atEnd && placed.times[findings.atEnd.position];
  const facts = warningFacts(placed, endedAtMs);
  const [worst, ...others] = facts;
  const quality = summary === undefined ? [] : qualityFindings(summary);
  if (worst === undefined) {
    // What warnings say is of one device; what Twilio measured is of every edge.
    const [first] = quality;
    if (first !== undefined) return [{ text: first.says }];
    const isQuiet = findings?.errors === 0 && findings.warnings.length === 0 && findings.events > 0;
    return isQuiet ? [{ text: 'No errors and no warnings.' }] : [];
  }
  const { band, says } = worst;
  const begin = findings?.atEnd === undefined ? says : `Before that, ${lower(says)}`;
  const told = others.slice(0, MOST_WARNINGS);
  const more = others.length - told.length;
  return clauses(
    { text: `${begin}, for ${lengthText(band.toMs - band.fromMs)}.`, event: band.raised ?? band.cleared },
    ...told.map(({ short, band: { raised, cleared } }, position) => ({
      text: `${position === 0 ? 'Also ' : ''}${short}${position === told.length - 1 && more === 0 ? '.' : ','}`,
      event: raised ?? cleared,
    })),
    more > 0 && { text: `and ${more} more.` },
    clearedOf(facts, placed, { endedAt: findings?.ended?.position, isYoung }),
  );
}

function clearedOf(
  facts: readonly WarningFact[],
  { times, span }: PlacedEvents,
  { endedAt, isYoung }: { endedAt: number | undefined; isYoung: boolean },
): Clause {
  const standing = facts.filter(({ band }) => band.cleared === undefined);
  const [one] = standing;
  const all = facts.length === 1 ? 'It' : standing.length === facts.length ? 'None' : `${standing.length} of them`;
  if (one !== undefined) {
    const was = isYoung && endedAt === undefined ? 'not cleared yet' : 'not cleared';
    const text = all === 'It' ? `It was ${was}.` : all === 'None' ? 'None of them was cleared.' : `${all} were ${was}.`;
    return { text, event: one.band.raised };
  }
  const last = facts.reduce((late, fact) => (fact.band.toMs > late.band.toMs ? fact : late));
  const endMs = endedAt === undefined ? span.endMs : (times[endedAt] ?? span.endMs);
  const beforeMs = endMs - last.band.toMs;
  const text = facts.length === 1 ? 'It was cleared' : 'All were cleared';
  return {
    text: `${text}${beforeMs > 0 ? ` ${lengthText(beforeMs)} before the end` : ''}.`,
    event: last.band.cleared,
  };
}

function userOf(findings: EventFindings): Clause[] {
  return clauses({ text: feedbackInWords(findings), event: findings.feedback?.position });
}

function unusualOf({ placed, findings, summary, isYoung }: KnownOfCall): Clause[] {
  const { events, apart, strays } = placed;
  const reconnects = events.flatMap(({ group, name }, index) =>
    group === 'connection' && name === 'reconnecting' ? [index] : [],
  );
  const isEndMissing = findings !== undefined && findings.events > 0 && findings.ended === undefined && !isYoung;
  return clauses(
    reconnects.length > 0 && {
      text: `It lost its connection and reconnected${reconnects.length === 1 ? '' : ` ${reconnects.length} times`}.`,
      event: reconnects[0],
    },
    ...apart.map(({ lane, from, byMs, event }) => ({
      text: `The clock of ${LANE_WORD[lane]} is ${lengthText(Math.abs(byMs))} ${byMs > 0 ? 'ahead of' : 'behind'} that of ${LANE_WORD[from]}.`,
      event,
    })),
    strays.length > 0 && {
      text: `${strays.length === 1 ? '1 event is' : `${strays.length.toLocaleString()} events are`} of another day: a clock was wrong.`,
      event: strays[0],
    },
    isEndMissing && summary !== undefined && { text: 'No event tells of its end: some are missing.' },
    findings?.events === 0 && { text: `There are no events of it. ${NO_EVENTS}` },
  );
}

/** Those that say something. */
function clauses(
  ...said: readonly ({ text: string | undefined; event?: number } | false | '' | undefined)[]
): Clause[] {
  return said.flatMap((clause) => {
    const { text, event } = clause || {};
    if (!text) return [];
    return event === undefined ? [{ text }] : [{ text, event }];
  });
}

/** `47 s` where `47.0 s` says no more. */
function lengthText(ms: number): string {
  return durationText(ms).replace('.0 s', ' s');
}

/** Within a sentence, but for a name in capitals. */
function lower(text: string): string {
  return /^[A-Z]{2}/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}
