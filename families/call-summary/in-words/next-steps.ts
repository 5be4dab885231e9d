import type { JsonObject } from '../../../shared/json.ts';
import type { EventFindings } from './event-findings.ts';
import { parentOf } from './in-text.ts';
import { isLegOfSeveral } from './kind.ts';
import { isMediaError, mediaFailed } from './media-failure.ts';
import type { NextStep } from './next-step.ts';
import { lastSipCode, outcomeOf } from './outcome.ts';
import { qualityFindings } from './quality.ts';
import { type BadSamples, stepsOfQuality } from './quality-steps.ts';
import { isUnanswered } from './unanswered.ts';

const BY_SIP_CODE: readonly (readonly [codes: readonly number[], says: string])[] = [
  [[401, 403, 407], 'The credentials, the IP access list and the geographic permissions of the called side.'],
  [[404, 410, 414, 416, 484, 485, 604], 'The number: is it in E.164, and does it exist?'],
  [[408, 480, 481, 430], 'The far end: is it registered and reachable?'],
  [[415, 488, 493, 494, 580, 606], 'Codecs and encryption (SRTP, TLS) of both sides: do they agree?'],
  [[428, 436, 437, 438, 603, 607, 608], 'The reputation and the STIR/SHAKEN attestation of the number that called.'],
];

/** The page of a call shows what they are about. */
const ON_PAGE = 'all' as const;

const NOBODYS = 'Nothing says whose part of the way it was: ask the people who talked what they heard, and when.';

const FIREWALL = 'The firewall, VPN and network of the device: mostly they block UDP to Twilio.';
const MEDIA_LOST = 'The network of the device: its media connection was there, and was lost.';
const MEDIA_FAILED = 'The network of the device: its media connection failed or was lost.';

const SERVERS = 'Other calls over the same carrier or trunk: do they fail too?';

/**
 * What to look at next; there is always something.
 * @param more.children summaries of the calls that this one made
 * @param more.bad what the samples of its media say
 */
export function nextSteps(
  callSid: string,
  summary: JsonObject | undefined,
  events: EventFindings,
  { children = [], bad = [] }: { children?: readonly JsonObject[]; bad?: readonly BadSamples[] } = {},
): NextStep[] {
  // Of a call that a device could not even ask for, SIP says nothing about the far end.
  const isDeviceFirst = events.hasConnectionError === true && summary !== undefined && isUnanswered(summary);
  // A summary that knows of it says so itself.
  const isMediaFirst = isMediaError(events.atEnd?.code) && (summary === undefined || !mediaFailed(summary));
  const steps: NextStep[] = [
    ...(isDeviceFirst ? stepsOfEvents(callSid, events) : []),
    ...(isMediaFirst ? [mediaStep(callSid, events)] : []),
    ...(summary === undefined ? stepsOfQuality([], bad) : stepsOfSummary(callSid, summary, events, bad)),
    ...(isDeviceFirst ? [] : stepsOfEvents(callSid, events)),
    ...legStep(callSid, summary, children),
  ];
  if (summary === undefined) {
    steps.push({
      says: 'Twilio’s subscription: does it send summaries?',
      command: 'attach --dry-run',
      onPage: ON_PAGE,
    });
  }
  if (steps.length > 0) return steps;
  const isTroubled = bad.length > 0 || (summary !== undefined && qualityFindings(summary).length > 0);
  const says = isTroubled
    ? NOBODYS
    : 'Twilio saw no trouble on this call. If there was some, ask the people who talked what they heard, and when.';
  return [{ says, command: `call ${callSid}`, onPage: 'command' }];
}

function stepsOfSummary(
  callSid: string,
  summary: JsonObject,
  events: EventFindings,
  bad: readonly BadSamples[],
): NextStep[] {
  // Its other findings follow from that.
  if (mediaFailed(summary)) return [mediaStep(callSid, events)];
  const steps: NextStep[] = [];
  const code = lastSipCode(summary);
  if (code !== undefined && code >= 400 && outcomeOf(summary).title !== 'Rejected') {
    const says = BY_SIP_CODE.find(([codes]) => codes.includes(code))?.[1];
    if (says !== undefined) steps.push({ says });
    else if (code >= 500 && code < 600) {
      steps.push({ says: SERVERS, command: `calls --since 1d --sip ${code} --by to.carrier` });
    }
  }
  return [...steps, ...stepsOfQuality(qualityFindings(summary), bad)];
}

function mediaStep(callSid: string, events: EventFindings): NextStep {
  const says = events.wasConnected ? MEDIA_LOST : events.events > 0 ? FIREWALL : MEDIA_FAILED;
  return { says, command: `call ${callSid} --edge sdk_edge`, onPage: 'command' };
}

function stepsOfEvents(callSid: string, { events, errors, first, warnings }: EventFindings): NextStep[] {
  if (events === 0) {
    return [
      { says: 'Fetch what Twilio still has of its events.', command: `backfill ${callSid} --dry-run`, onPage: ON_PAGE },
    ];
  }
  const url = first?.words?.url;
  return [
    ...(errors === 0
      ? []
      : [{ says: errors === 1 ? 'The error.' : 'The errors.', command: `errors ${callSid}`, onPage: ON_PAGE }]),
    ...(url === undefined ? [] : [{ says: `Twilio’s page about the first error: ${url}`, url }]),
    ...(warnings.length === 0
      ? []
      : [{ says: 'The warnings, and when they came.', command: `call ${callSid} --level WARNING`, onPage: ON_PAGE }]),
  ];
}

function legStep(callSid: string, summary: JsonObject = {}, children: readonly JsonObject[] = []): NextStep[] {
  const isLeg = children.length > 0 || parentOf(summary) !== undefined || isLegOfSeveral(summary);
  return isLeg
    ? [{ says: 'The other legs of the conversation.', command: `call ${callSid} --legs`, onPage: ON_PAGE }]
    : [];
}
