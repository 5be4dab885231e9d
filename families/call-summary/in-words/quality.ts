import type { JsonObject } from '../../../shared/json.ts';
import { REDACTED } from '../../../shared/redacted.ts';
import { type CallTag, STREAMS, type Stream, SUMMARY_EDGES, type SummaryEdge } from '../enumerations.ts';
import { objectAt, saidTexts } from '../said.ts';
import { decimalOver, measuredNumber, shortened } from './in-text.ts';
import { edgeKind, knownTag, LIMITS, tagInWords } from './tags.ts';

/** Something about the quality of a call that passed a limit of Twilio's, or that Twilio tagged. */
export interface QualityFinding {
  /** As Twilio spells it; one that this version does not know as it came, shortened. */
  tag: string;
  /** Twilio says so; else only the numbers do. */
  isTagged: boolean;
  /** Absent of a tag of the whole call that stands at no edge. */
  edge?: SummaryEdge;
  stream?: Stream;
  /** With its unit, where a number passed the limit: `8.3 %`, `12 ms on average and 64 ms at most`. */
  measured?: string;
  /** `over 5 %`, `below 3.5` */
  limit?: string;
  /** A sentence. */
  says: string;
}

type Passed = Required<Pick<QualityFinding, 'measured' | 'limit'>> & { tag: CallTag; what: string };

const FAR_END: Record<SummaryEdge, string> = {
  sdk_edge: 'the device',
  client_edge: 'the device',
  sip_edge: 'the SIP side',
  carrier_edge: 'the carrier',
};

/**
 * Who heard or spoke on a stream: `received by the device` of the SDK's own report, `received from the carrier` of what
 * reached Twilio.
 */
export function streamInWords(edge: SummaryEdge, stream: Stream): string {
  const verb = stream === 'inbound' ? 'received' : 'sent';
  if (edge === 'sdk_edge') return `${verb} by the device`;
  return `${verb} ${stream === 'inbound' ? 'from' : 'to'} ${FAR_END[edge]}`;
}

/**
 * What was bad on which edge and in which direction, in the order of the edges; tags of the whole call that no edge has
 * come last. Numbers that are not there, and zeros, are no findings.
 * Limits: https://www.twilio.com/docs/voice/voice-insights/api/call/details-call-tags
 */
export function qualityFindings(summary: JsonObject): QualityFinding[] {
  const ofEdges = SUMMARY_EDGES.flatMap((edge) => STREAMS.flatMap((stream) => findingsOf(summary, edge, stream)));
  const named = new Set(ofEdges.map(({ tag }) => tag));
  const ofCall = distinct(tagsIn(summary.tags))
    .filter((tag) => !named.has(tag))
    .map((tag) => ({ tag, isTagged: true, says: tagSentence(tag, 'Twilio tagged the call') }));
  return [...ofEdges, ...ofCall];
}

/** Whether an edge measured anything: without that, no findings mean nothing. */
export function hasMeasurements(summary: JsonObject): boolean {
  return SUMMARY_EDGES.some((edge) =>
    STREAMS.some((stream) => Object.keys(objectAt(summary, edge, 'metrics', stream)).length > 0),
  );
}

/** The average mean opinion score of what the device received, 1 to 5; undefined where the SDK measured none. */
export function averageMos(summary: JsonObject): number | undefined {
  return mosOf(objectAt(summary, 'sdk_edge', 'metrics', 'inbound'));
}

/** With one decimal; with two where one would round it to the limit it does not reach. */
export function mosText(mos: number): string {
  const text = mos.toFixed(1);
  return mos < LIMITS.sdk.mos && Number(text) >= LIMITS.sdk.mos ? `${Math.floor(mos * 100) / 100}` : text;
}

function findingsOf(summary: JsonObject, edge: SummaryEdge, stream: Stream): QualityFinding[] {
  const metrics = objectAt(summary, edge, 'metrics', stream);
  const passed = passedLimits(metrics, edge);
  const tags = distinct(tagsIn(metrics.tags));
  const where = `${edge} ${stream} (${streamInWords(edge, stream)})`;
  const measured = passed.map(({ what, ...finding }) => ({
    ...finding,
    isTagged: tags.includes(finding.tag),
    edge,
    stream,
    says: `${what} on ${where} was ${finding.measured}, ${finding.limit}.`,
  }));
  const others = tags
    .filter((tag) => !passed.some((finding) => finding.tag === tag))
    .map((tag) => ({ tag, isTagged: true, edge, stream, says: tagSentence(tag, `Twilio tagged ${where}`, edge) }));
  return [...measured, ...others];
}

function passedLimits(metrics: JsonObject, edge: SummaryEdge): Passed[] {
  const passed: Passed[] = [];
  const { lossPercent, jitterAvgMs, jitterMaxMs } = LIMITS[edgeKind(edge)];
  const loss = measuredNumber(metrics.packets_loss_percentage);
  if (loss !== undefined && loss > lossPercent && loss <= 100) {
    passed.push({
      tag: 'high_packet_loss',
      what: 'Packet loss',
      measured: `${decimalOver(loss, lossPercent)} %`,
      limit: `over Twilio’s limit of ${lossPercent} %`,
    });
  }
  const jitter = objectAt(metrics, 'jitter');
  const [avg = 0, max = 0] = [measuredNumber(jitter.avg), measuredNumber(jitter.max)];
  if (avg > jitterAvgMs && max > jitterMaxMs) {
    passed.push({
      tag: 'high_jitter',
      what: 'Jitter',
      measured: `${decimalOver(avg, jitterAvgMs)} ms on average and ${decimalOver(max, jitterMaxMs)} ms at most`,
      limit: `over the limits of ${jitterAvgMs} and ${jitterMaxMs} ms`,
    });
  }
  return [...passed, ...passedLatency(metrics, edge), ...passedMos(metrics, edge)];
}

function passedLatency(metrics: JsonObject, edge: SummaryEdge): Passed[] {
  const isSdk = edgeKind(edge) === 'sdk';
  const limitMs = isSdk ? LIMITS.sdk.rttMs : LIMITS.gateway.latencyMs;
  const ms = measuredNumber(objectAt(metrics, isSdk ? 'rtt' : 'latency').avg);
  if (ms === undefined || ms <= limitMs) return [];
  const what = isSdk ? 'The round trip time' : 'Latency inside of Twilio';
  const measured = `${decimalOver(ms, limitMs)} ms on average`;
  return [{ tag: 'high_latency', what, measured, limit: `over Twilio’s limit of ${limitMs} ms` }];
}

function passedMos(metrics: JsonObject, edge: SummaryEdge): Passed[] {
  const mos = mosOf(metrics);
  if (edgeKind(edge) !== 'sdk' || mos === undefined || mos >= LIMITS.sdk.mos) return [];
  return [{ tag: 'low_mos', what: 'MOS', measured: mosText(mos), limit: `below Twilio’s limit of ${LIMITS.sdk.mos}` }];
}

/** A score is 1 to 5: anything else is none. */
function mosOf(metrics: JsonObject): number | undefined {
  const mos = measuredNumber(objectAt(metrics, 'mos').avg);
  return mos !== undefined && mos >= 1 && mos <= 5 ? mos : undefined;
}

/** What is hidden is no tag. */
function tagsIn(value: unknown): string[] {
  return saidTexts(value)
    .filter((tag) => tag !== REDACTED)
    .map(tagName);
}

function tagName(tag: string): string {
  return knownTag(tag) ?? shortened(tag);
}

function tagSentence(tag: string, begin: string, edge?: SummaryEdge): string {
  const meaning = tagInWords(tag, edge);
  return meaning === undefined ? `${begin} with ${tag}.` : `${begin} with ${tag}: ${meaning}.`;
}

function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}
