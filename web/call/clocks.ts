import type { EventResource } from '../../families/call-event/event-resource.ts';
import { isAnswer, isEnd } from '../../families/call-summary/in-words/event-findings.ts';
import { type Lane, laneOf, spanOf } from '../event-facts.ts';

/** An edge whose clock is not that of another. */
export interface ClockApart {
  lane: Lane;
  /** The edge whose clock is taken for right. */
  from: Lane;
  /** How far ahead it is, in ms; less than 0: behind. */
  byMs: number;
  /** The first event of the edge, a position. */
  event: number;
}

/** Twilio's own servers are more likely right than a device. */
const EDGES = ['carrier_edge', 'sip_edge', 'client_edge', 'sdk_edge'] as const;
/** Both edges tell of the same step within less. */
const STEP_MS = 10_000;
/** How much two steps may differ in how far apart they are. */
const SPREAD_MS = 5_000;
/** Where the edges share no two steps, this much time between the end of one and the beginning of the other. */
const GAP_MS = 60_000;

/** Which edges tell of one call by clocks that are apart, and how far. `times` has the place of each event, epoch ms. */
export function clocksApart(events: readonly EventResource[], times: readonly number[]): ClockApart[] {
  const ofEdges = stepsOfEdges(events, times);
  const from = EDGES.find((edge) => ofEdges.has(edge));
  const right = from && ofEdges.get(from);
  if (from === undefined || right === undefined) return [];
  return [...ofEdges].flatMap(([lane, steps]) => {
    const byMs = lane === from ? undefined : msApart(steps, right);
    return byMs === undefined ? [] : { lane, from, byMs, event: steps.first };
  });
}

/** Where the events stand once every clock shows what the right one does. */
export function alignedTimes(
  events: readonly EventResource[],
  times: readonly number[],
  apart: readonly ClockApart[],
): number[] {
  const ahead = new Map(apart.map(({ lane, byMs }) => [lane, byMs]));
  return times.map((atMs, index) => atMs - (ahead.get(laneOf(events[index] as EventResource)) ?? 0));
}

interface Steps {
  first: number;
  times: number[];
  begunMs: number;
  answeredMs?: number;
  endedMs?: number;
}

function stepsOfEdges(events: readonly EventResource[], times: readonly number[]): Map<Lane, Steps> {
  const edges = new Map<Lane, Steps>();
  events.forEach((event, index) => {
    const [lane, atMs] = [laneOf(event), times[index] ?? 0];
    if (!EDGES.some((edge) => edge === lane) || event.group !== 'connection') return;
    const steps = edges.get(lane) ?? { first: index, times: [], begunMs: atMs };
    edges.set(lane, steps);
    steps.times.push(atMs);
    if (isAnswer(event.name ?? '')) steps.answeredMs ??= atMs;
    if (isEnd(event.name ?? '')) steps.endedMs = atMs;
  });
  return edges;
}

function msApart(steps: Steps, right: Steps): number | undefined {
  const shared = (['begunMs', 'answeredMs', 'endedMs'] as const).flatMap((step) => {
    const [one, other] = [steps[step], right[step]];
    return one === undefined || other === undefined ? [] : one - other;
  });
  const { startMs, endMs } = spanOf(shared);
  const middle = shared.toSorted((one, other) => one - other)[shared.length >> 1] ?? 0;
  if (shared.length > 1 && endMs - startMs <= SPREAD_MS) return Math.abs(middle) >= STEP_MS ? middle : undefined;
  const [mine, theirs] = [spanOf(steps.times), spanOf(right.times)];
  const gapMs = Math.max(mine.startMs - theirs.endMs, theirs.startMs - mine.endMs);
  return gapMs >= GAP_MS ? mine.startMs - theirs.startMs : undefined;
}

/** No call lasts for more than a day. https://www.twilio.com/docs/voice/api/call-resource */
const LONGEST_MS = 25 * 3_600_000;

/** The events of an edge that are too far from its others to be of the same call: a clock was set, or made up. */
export function strayEvents(events: readonly EventResource[], times: readonly number[]): number[] {
  const lanes = Map.groupBy(times.keys(), (index) => laneOf(events[index] as EventResource));
  return [...lanes.values()].flatMap((indexes) => strayOf(indexes, times));
}

function strayOf(indexes: readonly number[], times: readonly number[]): number[] {
  const timeOf = (position: number) => times[ordered[position] ?? 0] ?? 0;
  const ordered = indexes.toSorted((one, other) => (times[one] ?? 0) - (times[other] ?? 0));
  // The day that has most of them is that of the call; of two such days, the later one.
  let [best, count] = [0, 0];
  for (let from = 0, to = 0; from < ordered.length; from += 1) {
    while (to < ordered.length && timeOf(to) - timeOf(from) <= LONGEST_MS) to += 1;
    if (to - from >= count) [best, count] = [from, to - from];
    if (to === ordered.length) break;
  }
  return ordered.filter((_index, position) => position < best || position >= best + count);
}
