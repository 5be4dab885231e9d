import type { JsonObject } from '../../../shared/json.ts';
import { counted, decimal, listInWords, secondsInWords } from '../../call-summary/in-words/in-text.ts';
import { mediaFailed } from '../../call-summary/in-words/media-failure.ts';
import type { MetricSeries } from './series.ts';
import { streamName } from './stream-name.ts';
import { type BadMeasure, type BadTime, badStretches, badTimes, type Stretch, silentTimes } from './stretches.ts';
import { partyOfEdge, wayInWords } from './whose.ts';

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

/**
 * When each edge and direction was bad, and how: the worst first.
 * @param clock how a time of day is written, of epoch ms
 */
export function metricsInWords(
  all: readonly MetricSeries[],
  { summary, originOf, clock }: { summary: JsonObject | undefined; originOf: OriginOf; clock: (ms: number) => string },
): SeriesVerdict[] {
  return all
    .map((series) => {
      const stretches = badStretches(series);
      const times = badTimes(stretches);
      const whenOf = ({ startMs, endMs }: Pick<Stretch, 'startMs' | 'endMs'>) =>
        `for ${secondsInWords((endMs - startMs) / 1_000)} from ${sinceText(startMs - originOf(series.edge))}`;
      const firstOf = (time: Pick<Stretch, 'startMs' | 'endMs'>) => `${whenOf(time)}, ${clock(time.startMs)}`;
      const clauses = [...ofTimes(times, { series, summary, whenOf, firstOf }), ...ofSilence(series, firstOf)];
      return { series, stretches, times, clauses };
    })
    .toSorted((one, other) => weightOf(other) - weightOf(one) || rankOf(one) - rankOf(other));
}

/** What passed no limit, as one sentence; undefined where all did, or where it would read as if nothing was wrong. */
export function restInWords(verdicts: readonly SeriesVerdict[], summary: JsonObject | undefined): string | undefined {
  const well = verdicts.filter(({ times }) => times.length === 0);
  if (well.length === 0) return undefined;
  if (well.length === verdicts.length) {
    const isTroubled = verdicts.some(({ clauses }) => clauses.length > 0) || (summary && mediaFailed(summary));
    return isTroubled ? undefined : ALL_WELL;
  }
  return `No limit was passed on ${listInWords(well.map(({ series }) => streamName(series)))}.`;
}

const ALL_WELL = 'Loss, jitter, round trip and MOS stayed within Twilio’s limits while samples came.';

function weightOf({ times }: SeriesVerdict): number {
  return times.reduce((sum, { weight }) => sum + weight, 0);
}

/** The order among those that are equally well: what people hear first. */
function rankOf({ series: { edge, direction } }: SeriesVerdict): number {
  return (edge === 'sdk_edge' ? 0 : 1) + (direction === 'outbound' ? 2 : 0);
}

type WhenOf = (time: Pick<Stretch, 'startMs' | 'endMs'>) => string;

/** What a time was of, and how it is written; the first one of a line with the time of day. */
interface Told {
  series: MetricSeries;
  summary: JsonObject | undefined;
  whenOf: WhenOf;
  firstOf: WhenOf;
}

function ofTimes([worst, ...others]: readonly BadTime[], told: Told): MetricClause[] {
  if (worst === undefined) return [];
  return [{ ...worst, text: worstInWords(worst, told) }, ...again(others, told.whenOf)];
}

function worstInWords(worst: BadTime, { series, summary, firstOf }: Told): string {
  const [main, ...beside] = worst.stretches;
  const [way, name, others] = [
    wayInWords(series, summary),
    `(${streamName(series)})`,
    listInWords(beside.map(inWords)),
  ];
  const when = firstOf(main ?? worst);
  if (main?.measure === 'rtt') {
    // A round trip has no direction; what else was bad has one.
    const rest = others === '' ? '' : `, while ${way.charAt(0).toLowerCase()}${way.slice(1)} had ${others}`;
    return `Between ${partyOfEdge(series.edge, summary)} and Twilio ${name} the round trip took up to ${valueText(main)} ${when}${rest}.`;
  }
  const lead = main?.measure === 'loss' ? `lost ${valueText(main)}` : `had ${main && inWords(main)}`;
  return `${way} ${name} ${lead} ${when}${others === '' ? '' : `, with ${others}`}.`;
}

function again(others: readonly BadTime[], whenOf: WhenOf): MetricClause[] {
  const told = others.slice(0, MOST_TOLD).toSorted((one, other) => one.startMs - other.startMs);
  const more = others.length - told.length;
  const clauses: MetricClause[] = told.map((time, position) => {
    const end = position < told.length - 1 || more > 0 ? ',' : '.';
    return { ...time, text: `${position === 0 ? 'It was bad again ' : ''}${whenOf(time)}${end}` };
  });
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
