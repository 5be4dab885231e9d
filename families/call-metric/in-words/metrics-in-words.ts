import type { JsonObject } from '../../../shared/json.ts';
import { counted, decimal, listInWords, secondsInWords } from '../../call-summary/in-words/in-text.ts';
import type { MetricSeries } from './series.ts';
import { streamName } from './stream-name.ts';
import { type BadMeasure, type BadTime, badStretches, badTimes, type Stretch, silentTimes } from './stretches.ts';
import { wayInWords } from './whose.ts';

/** A part of a verdict on the samples of a call; where it is about a time, that time, in epoch ms. */
export interface MetricClause {
  text: string;
  startMs?: number;
  endMs?: number;
}

/** What the samples of one edge and direction say. */
export interface SeriesVerdict {
  series: MetricSeries;
  /** When each measure was bad. */
  stretches: readonly Stretch[];
  /** When anything was, the worst time first; none where it never was. */
  times: readonly BadTime[];
  /** Sentences; none where there is nothing to say. */
  clauses: readonly MetricClause[];
}

/** What times are counted from, by the clock of an edge, epoch ms: the beginning of the call. */
export type OriginOf = (edge: MetricSeries['edge']) => number;

/** Times that are told with their length, beside the worst; further ones are told by their number. */
const MOST_TOLD = 3;

/** When each edge and direction was bad, and how: the worst first. */
export function metricsInWords(
  all: readonly MetricSeries[],
  { summary, originOf }: { summary: JsonObject | undefined; originOf: OriginOf },
): SeriesVerdict[] {
  return all
    .map((series) => {
      const stretches = badStretches(series);
      const times = badTimes(stretches);
      const begin = `${wayInWords(series, summary)} (${streamName(series)})`;
      const whenOf = ({ startMs, endMs }: Pick<Stretch, 'startMs' | 'endMs'>) =>
        `for ${secondsInWords((endMs - startMs) / 1_000)} from ${sinceText(startMs - originOf(series.edge))}`;
      return { series, stretches, times, clauses: [...ofTimes(times, begin, whenOf), ...ofSilence(series, whenOf)] };
    })
    .toSorted((one, other) => weightOf(other) - weightOf(one) || rankOf(one) - rankOf(other));
}

/** What passed no limit, as one sentence; undefined where all did. */
export function restInWords(verdicts: readonly SeriesVerdict[]): string | undefined {
  const well = verdicts.filter(({ times }) => times.length === 0);
  if (well.length === 0) return undefined;
  if (well.length === verdicts.length) return 'The samples of its media passed no limit of Twilio’s.';
  return `No limit was passed on ${listInWords(well.map(({ series }) => streamName(series)))}.`;
}

function weightOf({ times }: SeriesVerdict): number {
  return times.reduce((sum, { weight }) => sum + weight, 0);
}

/** The order among those that are equally well: what people hear first. */
function rankOf({ series: { edge, direction } }: SeriesVerdict): number {
  return (edge === 'sdk_edge' ? 0 : 1) + (direction === 'outbound' ? 2 : 0);
}

type WhenOf = (time: Pick<Stretch, 'startMs' | 'endMs'>) => string;

function ofTimes([worst, ...others]: readonly BadTime[], begin: string, whenOf: WhenOf): MetricClause[] {
  if (worst === undefined) return [];
  const [main, ...beside] = worst.stretches;
  const lead = main?.measure === 'loss' ? `lost ${valueText(main)}` : `had ${main && inWords(main)}`;
  const rest = beside.length === 0 ? '' : `, with ${listInWords(beside.map(inWords))}`;
  const told = others.slice(0, MOST_TOLD).toSorted((one, other) => one.startMs - other.startMs);
  const more = others.length - told.length;
  const clauses: MetricClause[] = [
    { ...worst, text: `${begin} ${lead} ${whenOf(main ?? worst)}${rest}.` },
    ...told.map((time, position) => {
      const end = position < told.length - 1 || more > 0 ? ',' : '.';
      return { ...time, text: `${position === 0 ? 'It was bad again ' : ''}${whenOf(time)}${end}` };
    }),
  ];
  return more === 0 ? clauses : [...clauses, { text: `and ${counted(more, 'more time')}.` }];
}

/** The longest time without sound, if anybody may ask why. */
function ofSilence(series: MetricSeries, whenOf: WhenOf): MetricClause[] {
  return SILENT.flatMap(([measure, what, why]) => {
    const [longest, ...others] = silentTimes(series, measure);
    if (longest === undefined) return [];
    const again = others.length === 0 ? '' : `, the longest of ${others.length + 1} times`;
    return { ...longest, text: `The ${what} (${streamName(series)}) had no sound ${whenOf(longest)}${again}: ${why}.` };
  });
}

const SILENT = [
  ['audioIn', 'microphone', 'muted, or no one spoke'],
  ['audioOut', 'speaker', 'no one spoke, or no sound came'],
] as const;

const SAID: Readonly<Record<BadMeasure, string>> = {
  packets: 'no packets',
  loss: 'a loss of ',
  jitter: 'jitter up to ',
  rtt: 'a round trip time up to ',
  latency: 'a latency in Twilio up to ',
  mos: 'a MOS down to ',
};

function inWords(stretch: Stretch): string {
  return `${SAID[stretch.measure]}${valueText(stretch)}`;
}

function valueText({ measure, mean, worst }: Stretch): string {
  const [usual, most] = [decimal(mean), decimal(worst)];
  if (measure === 'packets') return '';
  if (measure === 'loss') return usual === most ? `${usual} %` : `${usual} % (up to ${most} %)`;
  return measure === 'mos' ? most : `${most} ms`;
}

/** Minutes and seconds into the call: `02:13`, `1:02:13`. What a clock has before the call is its beginning. */
export function sinceText(ms: number): string {
  const seconds = Math.max(Math.round(ms / 1_000), 0);
  const iso = new Date(seconds * 1_000).toISOString();
  const hours = Math.floor(seconds / 3_600);
  return `${hours > 0 ? `${hours}:` : ''}${iso.slice('yyyy-mm-ddThh:'.length, -'.000Z'.length)}`;
}
