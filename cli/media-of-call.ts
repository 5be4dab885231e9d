import { metricsInWords, restInWords } from '../families/call-metric/in-words/metrics-in-words.ts';
import { type MetricSeries, metricSeries } from '../families/call-metric/in-words/series.ts';
import type { MetricReader } from '../lambda/read/metric-reader.ts';
import type { JsonObject } from '../shared/json.ts';
import { utcTime } from '../shared/utc-time.ts';

/** What the samples of a call's media say together. */
export interface MediaOfCall {
  samples: number;
  /** Not all of them were read. */
  is_cut: boolean;
  /** A paragraph for each edge and direction that was bad, the worst first, and one of all others. */
  verdict: string[];
  stretches: {
    edge: string;
    direction: string;
    measure: string;
    /** By the clock of the edge, ISO 8601. */
    start_time: string;
    seconds: number;
    worst: number;
    mean: number;
  }[];
}

/** Two hours with one sample a second, and those of three gateways. */
const MOST_SAMPLES = 20_000;
/** A clock that is further ahead is not that of the other edges. */
const APART_MS = 60_000;
/** A day is the most that `TimeLimit` takes: https://www.twilio.com/docs/voice/api/call-resource */
const LONGEST_CALL_MS = 86_400_000;

/** Samples of a call, as far as they are read. */
export interface ReadSamples {
  samples: JsonObject[];
  isCut: boolean;
}

/** The samples of a call in order of time, as many as are of use. */
export async function samplesOfCall(
  callSid: string,
  metrics: Pick<MetricReader, 'metricsOf'>,
  most = MOST_SAMPLES,
): Promise<ReadSamples> {
  const samples: JsonObject[] = [];
  for await (const sample of metrics.metricsOf(callSid)) {
    if (samples.length === most) return { samples, isCut: true };
    samples.push(sample);
  }
  return { samples, isCut: false };
}

/** What the samples of a call say; null where there are none. @param beginMs of its first event, epoch ms */
export function mediaOfCall(
  { samples, isCut }: ReadSamples,
  { summary, beginMs }: { summary: JsonObject | undefined; beginMs: number | undefined },
): MediaOfCall | null {
  if (samples.length === 0) return null;
  const series = metricSeries(samples);
  const begin = beginMs ?? startOf(summary) ?? Math.min(...series.map(firstMs));
  const originOf = (edge: string) => {
    const first = Math.min(...series.filter((one) => one.edge === edge).map(firstMs));
    return first < begin - APART_MS ? first : begin;
  };
  const verdicts = metricsInWords(series, { summary, originOf, clock: utcClock });
  const said = verdicts.map(({ clauses }) => clauses.map(({ text }) => text).join(' '));
  const cut = `This is what its first ${samples.length.toLocaleString('en')} samples say: it has more.`;
  return {
    samples: samples.length,
    is_cut: isCut,
    verdict: [...said, restInWords(verdicts, summary) ?? '', isCut ? cut : ''].filter((text) => text !== ''),
    stretches: verdicts.flatMap(({ series: { edge, direction }, stretches }) =>
      stretches.map(({ measure, startMs, endMs, worst, mean }) => ({
        edge,
        direction,
        measure,
        start_time: new Date(startMs).toISOString(),
        seconds: (endMs - startMs) / 1_000,
        worst,
        mean,
      })),
    ),
  };
}

/** `12:03:04 UTC` */
function utcClock(ms: number): string {
  return `${new Date(ms).toISOString().slice('yyyy-mm-ddT'.length, 'yyyy-mm-ddThh:mm:ss'.length)} UTC`;
}

/** When the first sample began, but for strays: one with a wrong clock is years away from all others. */
function firstMs({ times, stepMs }: MetricSeries): number {
  const middleMs = times[times.length >> 1] ?? 0;
  return (times.find((ms) => middleMs - ms <= LONGEST_CALL_MS) ?? middleMs) - stepMs;
}

function startOf(summary: JsonObject | undefined): number | undefined {
  const time = utcTime(summary?.start_time) ?? utcTime(summary?.created_time);
  return time === undefined ? undefined : Date.parse(time);
}
