import type { EventResource } from '../../families/call-event/event-resource.ts';
import { isAnswer, isEnd } from '../../families/call-summary/in-words/event-findings.ts';
import { type Lane, laneOf } from '../event-facts.ts';
import type { PlacedEvents } from './placed-events.ts';

export type PhaseKind = 'connecting' | 'ringing' | 'connected' | 'reconnecting';

export const PHASE_WORD: Record<PhaseKind, string> = {
  connecting: 'Connecting',
  ringing: 'Ringing',
  connected: 'Connected',
  reconnecting: 'Reconnecting',
};

/** A part of a call during which it stood in one way, epoch ms. */
export interface Phase {
  kind: PhaseKind;
  fromMs: number;
  toMs: number;
}

/** The device's own report tells most; nothing else knows that it reconnects. */
const EDGES: readonly Lane[] = ['sdk_edge', 'client_edge', 'carrier_edge', 'sip_edge'];

/** The phases of a call as one edge tells them, in order; none where no edge does. */
export function phasesOf({ events, times, order, span }: PlacedEvents): Phase[] {
  const steps = order.filter((index) => events[index]?.group === 'connection');
  const lanes = new Set(steps.map((index) => laneOf(events[index] as EventResource)));
  const lane = EDGES.find((edge) => lanes.has(edge));
  const phases: Phase[] = [];
  let open: Phase | undefined;
  for (const index of steps) {
    const event = events[index] as EventResource;
    if (laneOf(event) !== lane) continue;
    const [kind, atMs] = [kindAfter(event.name ?? ''), times[index] ?? 0];
    if (kind === undefined || (kind !== 'ended' && kind === open?.kind)) continue;
    if (open !== undefined) open.toMs = atMs;
    open = undefined;
    // What an edge tells after the end is no phase any more.
    if (kind === 'ended') break;
    open = { kind, fromMs: atMs, toMs: span.endMs };
    phases.push(open);
  }
  return phases.filter(({ fromMs, toMs }) => toMs > fromMs);
}

function kindAfter(name: string): PhaseKind | 'ended' | undefined {
  if (isEnd(name)) return 'ended';
  if (isAnswer(name) || name === 'reconnected') return 'connected';
  if (/ringing$/.test(name) || name === 'incoming') return 'ringing';
  if (name === 'outgoing' || name === 'initiated') return 'connecting';
  return name === 'reconnecting' ? name : undefined;
}
