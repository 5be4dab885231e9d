import type { JsonObject } from '../../../shared/json.ts';
import { decimal, listInWords, secondsInWords } from '../../call-summary/in-words/in-text.ts';
import type { Measure } from './measures.ts';
import type { MetricSeries } from './series.ts';
import { type BadTime, badStretches, badTimes, type Stretch, silentStretches } from './stretches.ts';
import { streamName, wayInWords } from './whose.ts';

/** A part of a verdict on the samples of a call; where it is about a time, that time, in epoch ms. */
export interface MetricClause {
  text: string;
  startMs?: number;
  endMs?: number;
}

/** What the samples of one edge and direction say. */
export interface SeriesVerdict {
  series: MetricSeries;
  /** When it was bad, in the order of time. */
  stretches: readonly Stretch[];
  /** Zero where it never was; the greater, the worse. */
  weight: number;
  /** Sentences; none where there is nothing to say. */
  clauses: readonly MetricClause[];
}

/** Times that are told with their length, beside the worst; further ones are told by their number. */
const MOST_TOLD = 3;

/**
 * When each edge and direction was bad, and how: the worst first.
 * @param originMs what times are counted from, epoch ms: the beginning of the call
 */
export function metricsInWords(
  series: readonly MetricSeries[],
  { summary, originMs }: { summary: JsonObject | undefined; originMs: number },
): SeriesVerdict[] {
  return series
    .map((one) => {
      const stretches = badStretches(one);
      const times = badTimes(stretches);
      const clauses = [...ofBadTimes(one, times, summary, originMs), ...ofSilence(one, originMs)];
      return { series: one, stretches, weight: times.reduce((sum, { weight }) => sum + weight, 0), clauses };
    })
    .toSorted((one, other) => other.weight - one.weight || rankOf(one) - rankOf(other));
}

/** What passed no limit, as one sentence; undefined where all did. */
export function restInWords(verdicts: readonly SeriesVerdict[]): string | undefined {
  const well = verdicts.filter(({ weight }) => weight === 0);
  if (well.length === 0) return undefined;
  if (well.length === verdicts.length) return 'The samples of its media passed no limit of Twilio’s.';
  return `No limit was passed on ${listInWords(well.map(({ series }) => streamName(series)))}.`;
}

/** The order among those that are equally well: what people hear first. */
function rankOf({ series: { edge, direction } }: SeriesVerdict): number {
  return (edge === 'sdk_edge' ? 0 : 1) + (direction === 'outbound' ? 2 : 0);
}

function ofBadTimes(
  series: MetricSeries,
  [worst, ...others]: readonly BadTime[],
  summary: JsonObject | undefined,
  originMs: number,
): MetricClause[] {
  if (worst === undefined) return [];
  const [main, ...beside] = worst.stretches;
  const says = main === undefined ? '' : SAYS[main.measure](main);
  const rest = beside.length === 0 ? '' : `, with ${listInWords(beside.map((one) => BESIDE[one.measure](one)))}`;
  const told = others.slice(0, MOST_TOLD).toSorted((one, other) => one.startMs - other.startMs);
  const more = others.length - told.length;
  return [
    {
      text: `${wayInWords(series, summary)} (${streamName(series)}) ${says} ${whenOf(worst, originMs)}${rest}.`,
      startMs: worst.startMs,
      endMs: worst.endMs,
    },
    ...told.map(({ startMs, endMs }, position) => {
      const isLast = position === told.length - 1 && more === 0;
      const text = `${position === 0 ? 'It was bad again ' : ''}${whenOf({ startMs, endMs }, originMs)}${isLast ? '.' : ','}`;
      return { text, startMs, endMs };
    }),
    ...(more > 0 ? [{ text: `and ${more} more ${more === 1 ? 'time' : 'times'}.` }] : []),
  ];
}

function ofSilence(series: MetricSeries, originMs: number): MetricClause[] {
  const silent = silentStretches(series);
  return (['audioIn', 'audioOut'] as const).flatMap((measure) => {
    const of = silent.filter((stretch) => stretch.measure === measure);
    const [longest] = of.toSorted((one, other) => other.endMs - other.startMs - (one.endMs - one.startMs));
    if (longest === undefined) return [];
    const { startMs, endMs } = longest;
    const [what, why] = SILENT[measure];
    const when = whenOf(longest, originMs);
    const again = of.length === 1 ? '' : `, the longest of ${of.length} times`;
    return { text: `The ${what} (${streamName(series)}) had no sound ${when}${again}: ${why}.`, startMs, endMs };
  });
}

const SILENT = {
  audioIn: ['microphone', 'muted, or no one spoke'],
  audioOut: ['speaker', 'no one spoke, or no sound came'],
} as const;

type Words = Readonly<Record<Measure, (stretch: Stretch) => string>>;

const SAYS: Words = {
  packets: () => 'had no packets',
  loss: (stretch) => `lost ${lossText(stretch)}`,
  jitter: ({ worst }) => `had a jitter of up to ${decimal(worst)} ms`,
  jitterMax: () => '',
  rtt: ({ worst }) => `had a round trip time of up to ${decimal(worst)} ms`,
  latency: ({ worst }) => `had a latency inside of Twilio of up to ${decimal(worst)} ms`,
  mos: ({ worst }) => `fell to a MOS of ${decimal(worst)}`,
  audioIn: () => '',
  audioOut: () => '',
};

const BESIDE: Words = {
  ...SAYS,
  packets: () => 'no packets at times',
  loss: (stretch) => `a loss of ${lossText(stretch)}`,
  jitter: ({ worst }) => `jitter up to ${decimal(worst)} ms`,
  rtt: ({ worst }) => `a round trip time up to ${decimal(worst)} ms`,
  latency: ({ worst }) => `a latency up to ${decimal(worst)} ms`,
  mos: ({ worst }) => `a MOS down to ${decimal(worst)}`,
};

function lossText({ mean, worst }: Stretch): string {
  const [usual, most] = [decimal(mean), decimal(worst)];
  return usual === most ? `${usual} %` : `${usual} % (up to ${most} %)`;
}

/** `for 40 s from 02:13` */
function whenOf({ startMs, endMs }: Pick<Stretch, 'startMs' | 'endMs'>, originMs: number): string {
  return `for ${secondsInWords((endMs - startMs) / 1_000)} from ${sinceText(startMs - originMs)}`;
}

/** Minutes and seconds into the call: `02:13`, `1:02:13`. What a clock has before the call is its beginning. */
export function sinceText(ms: number): string {
  const seconds = Math.max(Math.round(ms / 1_000), 0);
  const pair = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours}:` : ''}${pair(minutes)}:${pair(seconds % 60)}`;
}
