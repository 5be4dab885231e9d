import { STREAMS, type Stream } from '../../call-summary/enumerations.ts';
import { decimalOver, measuredNumber } from '../../call-summary/in-words/in-text.ts';
import { mosText } from '../../call-summary/in-words/quality.ts';
import { LIMITS } from '../../call-summary/in-words/tags.ts';
import type { ParticipantResource, ParticipantStream } from '../participant-resource.ts';

/** Limits of the gateways for packets, of the SDK for the score: a participant has both, whatever its call is. */
const { lossPercent, jitterAvgMs, jitterMaxMs, latencyMs } = LIMITS.gateway;
const { mos: leastMos } = LIMITS.sdk;
const SILENT: ReadonlySet<string> = new Set(['silent', 'silence']);

/**
 * Whose words a stream has. Twilio measures at its mixer: what came in there with `outbound` is read as the participant's,
 * by experience; its documents do not say so.
 */
export const STREAM_WORDS: Readonly<Record<Stream, string>> = {
  outbound: 'from the participant',
  inbound: 'to the participant',
};

/** What was bad of a stream of a participant. */
export interface StreamFinding {
  stream: Stream;
  /** `11.4 % lost`, `MOS 2.6`, `jitter 38 ms`, `latency 200 ms`, `silent` */
  says: string;
  isSilence: boolean;
}

/** What was bad, by Twilio's limits of calls; a tag of silence too. Nothing where nothing was measured. */
export function streamFindings({ metrics }: Pick<ParticipantResource, 'metrics'>): StreamFinding[] {
  return STREAMS.toReversed().flatMap((stream) => {
    const measured = metrics?.[stream];
    if (measured === undefined) return [];
    const bad = passedLimits(measured).map((says) => ({ stream, says, isSilence: false }));
    const isSilent = (measured.tags ?? []).some((tag) => SILENT.has(tag));
    return isSilent ? [...bad, { stream, says: 'silent', isSilence: true }] : bad;
  });
}

/** What was bad of each stream, as the participant's: `sent: 11.4 % lost, MOS 2.6; received: silent`; undefined for nothing. */
export function streamsInWords(participant: Pick<ParticipantResource, 'metrics'>): string | undefined {
  const found = streamFindings(participant);
  const streams = [...new Set(found.map(({ stream }) => stream))].map((stream) => {
    const says = found.filter((one) => one.stream === stream).map((one) => one.says);
    return `${stream === 'outbound' ? 'sent' : 'received'}: ${says.join(', ')}`;
  });
  return streams.length === 0 ? undefined : streams.join('; ');
}

/** Whether anything was measured of a participant: without that, no findings mean nothing. */
export function isMeasured({ metrics }: Pick<ParticipantResource, 'metrics'>): boolean {
  return STREAMS.some((stream) => Object.keys(metrics?.[stream] ?? {}).length > 0);
}

/** How bad it was, to put the worst first: the score where there is one, else what was lost. */
export function badness({ metrics }: Pick<ParticipantResource, 'metrics'>): number {
  return Math.max(
    0,
    ...STREAMS.map((stream) => {
      const { mos, packet_loss_percentage: loss } = metrics?.[stream] ?? {};
      return Math.max(scoreOf(mos) === undefined ? 0 : 5 - Number(mos), Math.min(percentOf(loss) ?? 0, 100) / 10);
    }),
  );
}

function passedLimits({ packet_loss_percentage, jitter, latency, mos }: ParticipantStream): string[] {
  const [loss, score] = [percentOf(packet_loss_percentage), scoreOf(mos)];
  const [avg = 0, max = 0] = [measuredNumber(jitter?.avg), measuredNumber(jitter?.max)];
  const late = measuredNumber(latency?.avg) ?? 0;
  return [
    ...(loss !== undefined && loss > lossPercent ? [`${decimalOver(loss, lossPercent)} % lost`] : []),
    ...(score !== undefined && score < leastMos ? [`MOS ${mosText(score)}`] : []),
    ...(avg > jitterAvgMs && max > jitterMaxMs ? [`jitter ${decimalOver(avg, jitterAvgMs)} ms`] : []),
    ...(late > latencyMs ? [`latency ${decimalOver(late, latencyMs)} ms`] : []),
  ];
}

function percentOf(value: unknown): number | undefined {
  const percent = measuredNumber(value);
  return percent !== undefined && percent <= 100 ? percent : undefined;
}

function scoreOf(value: unknown): number | undefined {
  const score = measuredNumber(value);
  return score !== undefined && score >= 1 && score <= 5 ? score : undefined;
}
