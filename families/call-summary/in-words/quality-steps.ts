import { oneOf, SUMMARY_EDGES, type SummaryEdge } from '../enumerations.ts';
import type { NextStep } from './next-step.ts';
import type { QualityFinding } from './quality.ts';
import { isAboutAudio } from './tags.ts';

/**
 * Whose part of the way an edge shows. What reached Twilio is told by the edge it came in by, what reached the device by
 * the SDK.
 * Source: https://www.twilio.com/docs/voice/voice-insights/api/call/call-metrics-resource
 */
const BAD: Readonly<Record<SummaryEdge, string>> = {
  sdk_edge: 'The way from Twilio to the device was bad: look at the network of the device.',
  client_edge: 'The way from the device to Twilio was bad: look at the network of the device.',
  sip_edge: 'The SIP side was bad: look at its PBX, and at the network between that and Twilio.',
  carrier_edge: 'The carrier’s side was bad: open a ticket at Twilio with this call SID.',
};

const SILENT: Readonly<Record<SummaryEdge, string>> = {
  sdk_edge: 'No sound reached the device: look at its network, and at the other leg.',
  client_edge: 'No sound came from the device: look at its microphone, its mute button and its permissions.',
  sip_edge: 'No sound came from the SIP side: look at its PBX, and at firewall and NAT for RTP.',
  carrier_edge: 'No sound came from the carrier: was that side muted? Else open a ticket at Twilio with this call SID.',
};

const BOTH_WAYS = 'Both ways between the device and Twilio were bad: look at the network of the device.';

/** Tags of a whole call that ask whether others have them too. */
const COMPARED: Readonly<Record<string, NextStep>> = {
  high_pdd: {
    says: 'Other calls: do they wait as long, and over which carrier?',
    command: 'calls --since 1d --tag high_pdd --by to.carrier',
  },
  pstn_short_duration: {
    says: 'Other calls: are many of them as short?',
    command: 'calls --since 1d --tag pstn_short_duration --by to.carrier',
  },
};

/** A stretch of samples that passed a limit: on which edge, in which direction, and what. */
export interface BadSamples {
  edge: string;
  direction: string;
  measure: string;
}

/** Where bad quality leads to: the sides that sent it, then other calls that were like it. */
export function stepsOfQuality(findings: readonly QualityFinding[], samples: readonly BadSamples[]): NextStep[] {
  const silent = edgesOf(findings, ({ tag }) => tag === 'silence');
  const bad = new Set([
    ...edgesOf(findings, ({ tag }) => tag !== 'silence' && isAboutAudio(tag)),
    ...samples.flatMap((one) => edgeOfSamples(one) ?? []),
  ]);
  const isBothWays = bad.has('sdk_edge') && bad.has('client_edge');
  const apart = [...bad].filter((edge) => !isBothWays || (edge !== 'sdk_edge' && edge !== 'client_edge'));
  const says = [
    ...[...silent].map((edge) => SILENT[edge]),
    ...(isBothWays ? [BOTH_WAYS] : []),
    ...apart.map((edge) => BAD[edge]),
  ];
  const compared = [...new Set(findings.map(({ tag }) => tag))].flatMap((tag) =>
    Object.hasOwn(COMPARED, tag) ? (COMPARED[tag] ?? []) : [],
  );
  return [...says.map((one) => ({ says: one })), ...compared];
}

/** Samples of the SDK are of both directions at once; what a packet takes inside of Twilio is nobody's network. */
function edgeOfSamples({ edge, direction, measure }: BadSamples): SummaryEdge | undefined {
  return direction === 'outbound' || measure === 'latency' ? undefined : oneOf(SUMMARY_EDGES, edge);
}

/** Edges by what came in on them: of its sending an edge knows nothing. */
function edgesOf(findings: readonly QualityFinding[], isMeant: (finding: QualityFinding) => boolean): Set<SummaryEdge> {
  return new Set(
    findings.flatMap((finding) =>
      finding.edge !== undefined && finding.stream === 'inbound' && isMeant(finding) ? finding.edge : [],
    ),
  );
}
