import type { JsonObject } from '../../../shared/json.ts';
import type { SummaryEdge } from '../enumerations.ts';
import { said } from '../said.ts';
import type { EventFindings } from './event-findings.ts';
import { isLegOfSeveral } from './kind.ts';
import { mediaFailed } from './media-failure.ts';
import { lastSipCode, outcomeOf } from './outcome.ts';
import { type QualityFinding, qualityFindings } from './quality.ts';
import { isAboutAudio } from './tags.ts';

/** Where to look next, most likely cause first. */
export interface NextStep {
  /** A sentence. */
  says: string;
  /** A command of the command line without the program's name, that shows it. */
  command?: string;
}

/**
 * Whose part of the way an edge shows. What reached Twilio is told by the edge it came in by, what reached the device by
 * the SDK.
 * Source: https://www.twilio.com/docs/voice/voice-insights/api/call/call-metrics-resource
 */
const WHOSE: Record<SummaryEdge, string> = {
  sdk_edge: 'The way from Twilio to the device was bad: look at the network of the device.',
  client_edge: 'The way from the device to Twilio was bad: look at the network of the device.',
  sip_edge: 'The SIP side was bad: look at its PBX, and at the network between that and Twilio.',
  carrier_edge: 'The carrier’s side was bad: open a ticket at Twilio with this call SID.',
};

const BOTH_WAYS = 'Both ways between the device and Twilio were bad: look at the network of the device.';

const BY_SIP_CODE: readonly (readonly [codes: readonly number[], says: string])[] = [
  [[401, 403, 407], 'Look at the credentials, the IP access list and the geographic permissions of the called side.'],
  [[404, 410, 414, 416, 484, 485, 604], 'Look at the number: is it in E.164, and does it exist?'],
  [[408, 480, 481, 430], 'Look at whether the far end is registered and reachable.'],
  [[415, 488, 493, 494, 580, 606], 'Compare codecs and encryption (SRTP, TLS) of both sides.'],
  [
    [428, 436, 437, 438, 603, 607, 608],
    'Look at the reputation and the STIR/SHAKEN attestation of the number that called.',
  ],
];

const SERVERS = 'Look at whether other calls over the same carrier or trunk fail too.';

/** What to look at next; there is always something. */
export function nextSteps(callSid: string, summary: JsonObject | undefined, events: EventFindings): NextStep[] {
  const steps = [
    ...(summary === undefined ? [] : stepsOfSummary(callSid, summary)),
    ...stepsOfEvents(callSid, events),
    ...legStep(callSid, summary),
  ];
  if (summary === undefined) {
    steps.push({ says: 'Look at whether Twilio sends summaries.', command: 'attach --dry-run' });
  }
  if (steps.length > 0) return steps;
  return [
    {
      says: 'Twilio saw no trouble on this call. If there was some, ask the people who talked what they heard, and when.',
      command: `call ${callSid}`,
    },
  ];
}

function stepsOfSummary(callSid: string, summary: JsonObject): NextStep[] {
  // Its other findings follow from that.
  if (mediaFailed(summary)) {
    const says = 'Look at the firewall, VPN and network of the device: mostly they block UDP to Twilio.';
    return [{ says, command: `call ${callSid} --edge sdk_edge` }];
  }
  const steps: NextStep[] = [];
  const code = lastSipCode(summary);
  if (code !== undefined && code >= 400 && outcomeOf(summary).title !== 'Rejected') {
    const says = BY_SIP_CODE.find(([codes]) => codes.includes(code))?.[1];
    if (says !== undefined) steps.push({ says });
    else if (code >= 500 && code < 600) {
      steps.push({ says: SERVERS, command: `calls --since 1d --sip ${code} --by to.carrier` });
    }
  }
  return [...steps, ...whoseEdges(qualityFindings(summary)).map((says) => ({ says }))];
}

/** The media edges that show trouble of the sound, in words. Of its sending an edge knows nothing. */
function whoseEdges(findings: readonly QualityFinding[]): string[] {
  const bad = new Set(
    findings.flatMap(({ edge, stream, tag }) =>
      edge !== undefined && stream === 'inbound' && isAboutAudio(tag) ? edge : [],
    ),
  );
  const isBothWays = bad.has('sdk_edge') && bad.has('client_edge');
  const edges = [...bad].filter((edge) => !isBothWays || (edge !== 'sdk_edge' && edge !== 'client_edge'));
  return [...(isBothWays ? [BOTH_WAYS] : []), ...edges.map((edge) => WHOSE[edge])];
}

function stepsOfEvents(callSid: string, { events, errors, first, warnings }: EventFindings): NextStep[] {
  if (events === 0) {
    return [{ says: 'Fetch what Twilio still has of its events.', command: `backfill ${callSid} --dry-run` }];
  }
  const page = first?.words?.url;
  return [
    ...(errors === 0
      ? []
      : [{ says: `Look at ${errors === 1 ? 'the error' : 'the errors'}.`, command: `errors ${callSid}` }]),
    ...(page === undefined ? [] : [{ says: `Twilio’s page about the first error: ${page}` }]),
    ...(warnings.length === 0
      ? []
      : [{ says: 'Look at when the warnings came.', command: `call ${callSid} --level WARNING` }]),
  ];
}

function legStep(callSid: string, summary: JsonObject | undefined): NextStep[] {
  if (summary === undefined) return [];
  const isLeg = said(summary.parent_call_sid) !== undefined || isLegOfSeveral(summary);
  return isLeg ? [{ says: 'Look at the other legs of the conversation.', command: `call ${callSid} --legs` }] : [];
}
