import { CALL_TAGS, type CallTag, oneOf, type SummaryEdge } from '../enumerations.ts';

/** The two kinds of edges, for which the same tag means another thing: never count them together. */
export type EdgeKind = 'gateway' | 'sdk';

/** From where on Twilio tags an edge: more than this, for `mos` less. Percent, and milliseconds. */
export const LIMITS = {
  gateway: { lossPercent: 5, jitterAvgMs: 5, jitterMaxMs: 30, latencyMs: 150 },
  sdk: { lossPercent: 5, jitterAvgMs: 5, jitterMaxMs: 30, rttMs: 400, mos: 3.5 },
} as const;

/** Tags of which the person who talked knew something. */
const AUDIO: ReadonlySet<string> = new Set([
  'silence',
  'high_jitter',
  'high_packet_loss',
  'high_latency',
  'low_mos',
  'ice_failure',
]);

const MEANING: Readonly<Record<CallTag, string | Readonly<Record<EdgeKind, string>>>> = {
  silence: 'there was no sound at all',
  high_jitter: {
    gateway:
      'packets came at uneven times: jitter over 5 ms on average and over 30 ms at most, or over 1 % of the packets late by 200 ms',
    sdk: 'packets came at uneven times: jitter over 5 ms on average and over 30 ms at most',
  },
  high_packet_loss: 'over 5 % of the packets were lost',
  high_pdd: 'it took longer until it rang than 95 % of the calls to that country',
  high_latency: {
    gateway: 'packets took over 150 ms on average on their way through Twilio',
    sdk: 'a round trip took over 400 ms',
  },
  low_mos: 'the estimated quality (MOS, 1 to 5) was below 3.5',
  ice_failure: 'the media connection of the device (ICE) failed or was lost',
  pstn_short_duration: 'Twilio counts it as shorter than 10 s',
};

/** Of the whole call, where that is another thing. */
const OF_CALL: Readonly<Partial<Record<CallTag, string>>> = {
  silence: 'there was no sound at all in at least one direction',
};

/** The kind of an edge. */
export function edgeKind(edge: SummaryEdge): EdgeKind {
  return edge === 'sdk_edge' ? 'sdk' : 'gateway';
}

/** A tag in Twilio's spelling, undefined for one that this version does not know. */
export function knownTag(tag: string): CallTag | undefined {
  return oneOf(CALL_TAGS, tag);
}

/** Whether a tag is about the sound of a call. */
export function isAboutAudio(tag: string): boolean {
  return AUDIO.has(tag);
}

/**
 * A tag's meaning, a sentence without its full stop; undefined for a tag that this version does not know.
 * Source: https://www.twilio.com/docs/voice/voice-insights/api/call/details-call-tags
 * @param edge where the tag stands; for one of the whole call the meaning on a gateway edge is told
 */
export function tagInWords(tag: string, edge?: SummaryEdge): string | undefined {
  const name = knownTag(tag);
  if (name === undefined) return undefined;
  if (edge === undefined && OF_CALL[name] !== undefined) return OF_CALL[name];
  const meaning = MEANING[name];
  return typeof meaning === 'string' ? meaning : meaning[edge === undefined ? 'gateway' : edgeKind(edge)];
}
