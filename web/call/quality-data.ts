import type { EventResource } from '../../families/call-event/event-resource.ts';
import { isJsonObject } from '../../shared/json.ts';
import type { PlacedEvents } from './placed-events.ts';

/** The time a warning stood, in epoch milliseconds, and the events that say so. */
export interface Band {
  name: string;
  fromMs: number;
  toMs: number;
  /** Absent where only the end of the warning was reported: it then stood from the call's first event. */
  raised?: number;
  /** Absent where it was never cleared: it then stood to the call's last event. */
  cleared?: number;
}

/** A value the SDK measured, and the event that carries it. */
export interface Sample {
  atMs: number;
  value: number;
  index: number;
}

export interface QualityChart {
  title: string;
  unit: string;
  /** The range the axis shows at least. */
  atLeast: readonly [min: number, max: number];
  bands: Band[];
  samples: Sample[];
  thresholds: number[];
  /** Values that are no numbers: some SDKs nest lists in lists. */
  unreadable: number;
  /** Older values of events that carry too many. */
  omitted: number;
}

export interface QualityData {
  /** Only those that have something to show. */
  charts: QualityChart[];
  /** Warnings about something that no chart is of. */
  others: Band[];
}

// The names are those of the Voice SDK's warnings. A MOS is between 1 and 5.
export const CHARTS = [
  { title: 'Round trip time', unit: 'ms', atLeast: [0, 0], measure: 'rtt', names: ['high-rtt'] },
  { title: 'Jitter', unit: 'ms', atLeast: [0, 0], measure: 'jitter', names: ['high-jitter'] },
  {
    title: 'Packet loss',
    unit: '%',
    atLeast: [0, 0],
    measure: 'loss',
    names: ['high-packet-loss', 'high-packets-lost-fraction'],
  },
  { title: 'Mean opinion score', unit: 'MOS', atLeast: [1, 4.5], measure: 'mos', names: ['low-mos'] },
  { title: 'Microphone level', unit: '', atLeast: [0, 0], measure: 'audioIn', names: ['constant-audio-input-level'] },
  { title: 'Speaker level', unit: '', atLeast: [0, 0], measure: 'audioOut', names: ['constant-audio-output-level'] },
  { title: 'Latency in Twilio', unit: 'ms', atLeast: [0, 0], measure: 'latency', names: [] },
] as const;

/** The SDK looks once a second: https://github.com/twilio/twilio-voice.js/blob/master/lib/twilio/statsMonitor.ts */
const SAMPLE_MS = 1_000;
/** An event may be 400 KB of them. */
const MOST_SAMPLES = 500;

/** What a call's quality warnings tell. Whatever an event carries, what is no number is only counted. */
export function qualityData(placed: PlacedEvents): QualityData {
  const { events, times } = placed;
  const bands = warningBands(placed);
  const charts = CHARTS.map(({ names, ...chart }) => {
    const measured = events.flatMap((event, index) =>
      isOneOf(names, event.name) && warningState(event) !== undefined ? [measure(event, index, times[index] ?? 0)] : [],
    );
    return {
      ...chart,
      bands: bands.filter(({ name }) => isOneOf(names, name)),
      samples: measured.flatMap(({ samples }) => samples).sort((one, other) => one.atMs - other.atMs),
      thresholds: [...new Set(measured.flatMap(({ threshold }) => threshold))],
      unreadable: measured.reduce((sum, { unreadable }) => sum + unreadable, 0),
      omitted: measured.reduce((sum, { omitted }) => sum + omitted, 0),
    };
  });
  const charted = CHARTS.flatMap(({ names }) => names);
  return {
    charts: charts.filter(({ bands, samples }) => bands.length > 0 || samples.length > 0),
    others: bands.filter(({ name }) => !isOneOf(charted, name)),
  };
}

function isOneOf(names: readonly string[], name: string | null): boolean {
  return name !== null && names.includes(name);
}

function warningState({ group }: EventResource): 'raised' | 'cleared' | undefined {
  if (group?.endsWith('-warning-raised')) return 'raised';
  return group?.endsWith('-warning-cleared') ? 'cleared' : undefined;
}

/** When each warning stood, in the order in which they were raised. */
export function warningBands({ events, times, span: { startMs, endMs } }: PlacedEvents): Band[] {
  const open = new Map<string, Band>();
  const bands: Band[] = [];
  events.forEach((event, index) => {
    const state = warningState(event);
    const name = event.name ?? '';
    const atMs = times[index] ?? 0;
    const standing = open.get(name);
    if (state === 'raised' && standing === undefined) {
      const band = { name, fromMs: atMs, toMs: endMs, raised: index };
      open.set(name, band);
      bands.push(band);
    } else if (state === 'cleared') {
      if (standing === undefined) bands.push({ name, fromMs: startMs, toMs: atMs, cleared: index });
      else Object.assign(standing, { toMs: atMs, cleared: index });
      open.delete(name);
    }
  });
  return bands;
}

/** What an event of a warning measured: one value a second, the last one at `atMs`, epoch ms. */
export function measure(event: EventResource, index: number, atMs: number) {
  const metric = event.sdk_edge?.metric;
  if (!isJsonObject(metric)) return { samples: [], threshold: [], unreadable: 0, omitted: 0 };
  const values: unknown[] = Array.isArray(metric.values)
    ? metric.values.slice(-MOST_SAMPLES)
    : [metric.values ?? metric.value].filter((value) => value !== undefined && value !== null);
  // The latest sample is that of the event, the others are of the seconds before.
  const samples = values.flatMap((value, position) =>
    isMeasure(value) ? [{ atMs: atMs - (values.length - 1 - position) * SAMPLE_MS, value, index }] : [],
  );
  return {
    samples,
    // Of a level that does not change it is a deviation, and no level.
    threshold: isMeasure(metric.threshold) && !event.group?.startsWith('audio-level') ? [metric.threshold] : [],
    unreadable: values.length - samples.length,
    omitted: Array.isArray(metric.values) ? metric.values.length - values.length : 0,
  };
}

/** Beyond this an axis has no room for its labels, and nothing that is measured gets there. */
const LARGEST = 1e9;

function isMeasure(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= LARGEST;
}

/** The smallest and the largest of values, without what is no number; Infinity and -Infinity of none. */
export function valueRange(values: Iterable<number>): [least: number, most: number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}

/** Bands that touch each other as one: drawn over each other they would say more than there is. */
export function mergedBands(bands: readonly Band[]): { fromMs: number; toMs: number }[] {
  const merged: { fromMs: number; toMs: number }[] = [];
  for (const { fromMs, toMs } of bands.toSorted((one, other) => one.fromMs - other.fromMs)) {
    const last = merged.at(-1);
    if (last !== undefined && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else merged.push({ fromMs, toMs });
  }
  return merged;
}
