import { queryOf } from '../../families/call-event/causes/address-query.ts';
import type { EventRow } from '../../families/call-event/causes/event-row.ts';
import type { SteadyClock } from '../../shared/clock.ts';
import type { Level } from '../../shared/level.ts';
import type { AlertState, AlertStates, KeptState, Listener, Unsaid } from '../page/alert-states.ts';
import { type KeptView, type Views, viewPart } from '../page/views.ts';
import { countedLevels, type EventRows } from '../read/event-rows.ts';
import { type CallsHit, evaluate, type Facts } from './evaluate.ts';
import { messagesOf } from './message.ts';
import { BASELINE_MS, NEW_WITHIN_MS, seenCauses } from './seen-causes.ts';
import type { StartedCalls } from './started-calls.ts';

export interface WatchOptions {
  views: Pick<Views, 'withAlert'>;
  states: AlertStates;
  eventRows: Pick<EventRows, 'rowsOf'>;
  startedCalls: StartedCalls;
  indexedLevels: readonly Level[];
  /** Of the stack, for who is told. */
  name: string;
  /** Tells somebody. What it throws is tried again in a minute. */
  tell: (to: Listener, message: string, view: KeptView) => Promise<void>;
  /** Told of a view that could not be looked at. */
  onTrouble: (error: unknown) => void;
  clock: Pick<SteadyClock, 'now' | 'elapsed'>;
}

/** Looks at all views that have an alert, once. @returns how many there are */
export type Watch = () => Promise<number>;

/** No request to the table begins later, ms: then there is time to tell. */
const READING_MS = 20_000;
/** Longer than telling takes. */
const CLAIM_MS = 90_000;
const MOST_TRIES = 5;
/** Of a listener who never answers. */
const MOST_UNSAID = 20;

/** Evaluates alerts. Whoever does the same at the same time tells nothing twice: a state is put if nobody else did. */
export function createWatch(options: WatchOptions): Watch {
  const { views, states, eventRows, startedCalls, indexedLevels, name, tell, onTrouble, clock } = options;
  return async () => {
    const watched = await views.withAlert();
    if (watched.length === 0) return 0;
    const nowMs = clock.now();
    const begunMs = clock.elapsed();
    const isLate = () => clock.elapsed() - begunMs > READING_MS;
    const asked = watched.flatMap(({ address }) => queryOf(address).levels ?? []);
    const levels = [...new Set([...countedLevels(indexedLevels), ...asked])];
    const span = { fromMs: nowMs - BASELINE_MS - NEW_WITHIN_MS, toMs: nowMs };
    const [known, { rows, countedSinceMs }] = await Promise.all([states.all(), eventRows.rowsOf(levels, span, isLate)]);
    const isWhole = countedSinceMs <= span.fromMs;
    for (const view of watched) {
      try {
        await look(view, known.get(viewPart(view)), rows, nowMs, isWhole);
      } catch (error) {
        onTrouble(error);
      }
    }
    return watched.length;
  };

  async function look(
    view: KeptView,
    kept: KeptState | undefined,
    rows: readonly EventRow[],
    nowMs: number,
    isWhole: boolean,
  ): Promise<void> {
    const { alert } = view;
    if (alert === undefined || (kept !== undefined && kept.claimedUntilMs > nowMs)) return;
    const revision = kept?.revision ?? 0;
    // Of a view that was changed since, nothing of before counts.
    const before: AlertState =
      kept?.savedAt === view.savedAt ? kept : { savedAt: view.savedAt, alarms: [], unsaid: [], claimedUntilMs: 0 };
    const query = { ...queryOf(view.address), ...(view.accounts !== undefined && { accounts: view.accounts }) };
    const seen = seenCauses(rows, query, nowMs);
    const facts: Facts = { nowMs, seen };
    let trouble: string | undefined = isWhole ? undefined : 'There are more events than were read in time.';
    if (alert.when === 'share') {
      facts.calls = await callsHit(seen.calls, nowMs, view.accounts);
      if (facts.calls.all === 0) trouble = 'No call summary came in the last half hour.';
    }
    const canTell = isWhole || alert.when === 'share';
    const { news, ...evaluated } = canTell
      ? evaluate(alert, facts, before)
      : { ...before, news: { begun: [], over: [] } };
    const listeners: Listener[] = ['topic', ...(alert.webhook === undefined ? [] : (['webhook'] as const))];
    const messages = messagesOf(view, news, { stack: name, nowMs }).map((message) => JSON.stringify(message));
    const unsaid = [
      ...before.unsaid,
      ...messages.flatMap((message) => listeners.map((to): Unsaid => ({ to, tries: 0, message }))),
    ].slice(-MOST_UNSAID);
    const next: AlertState = {
      savedAt: view.savedAt,
      alarms: evaluated.alarms,
      ...(evaluated.overSinceMs !== undefined && { overSinceMs: evaluated.overSinceMs }),
      unsaid,
      ...(trouble !== undefined && { trouble }),
      ...(before.notTold !== undefined && { notTold: before.notTold }),
      claimedUntilMs: unsaid.length > 0 ? nowMs + CLAIM_MS : 0,
    };
    if (isSame(next, kept)) return;
    if (!(await states.put(viewPart(view), next, revision)) || unsaid.length === 0) return;
    const { notTold: _before, ...rest } = next;
    await states.put(viewPart(view), { ...rest, ...(await tellAll(unsaid, view)), claimedUntilMs: 0 }, revision + 1);
  }

  async function callsHit(
    hit: ReadonlySet<string>,
    nowMs: number,
    accounts: readonly string[] | undefined,
  ): Promise<CallsHit> {
    const calls = await startedCalls(nowMs);
    const readable = calls.filter(({ account }) => accounts === undefined || accounts.includes(account ?? ''));
    return { all: readable.length, hit: readable.filter(({ call }) => hit.has(call)).length };
  }

  /** One after the other: what came first is told first. */
  async function tellAll(all: readonly Unsaid[], view: KeptView): Promise<Pick<AlertState, 'unsaid' | 'notTold'>> {
    const left: Unsaid[] = [];
    let notTold: string | undefined;
    for (const one of all) {
      try {
        await tell(one.to, one.message, view);
      } catch (error) {
        notTold = `The ${one.to} was not told: ${(error as Error).message}.`;
        if (one.tries + 1 < MOST_TRIES) left.push({ ...one, tries: one.tries + 1 });
        onTrouble(error);
      }
    }
    return { unsaid: left, ...(notTold !== undefined && { notTold }) };
  }
}

function isSame(next: AlertState, kept: KeptState | undefined): boolean {
  if (kept === undefined)
    return next.alarms.length === 0 && next.unsaid.length === 0 && !next.trouble && !next.overSinceMs;
  const { revision: _revision, ...before } = kept;
  return JSON.stringify(Object.entries(next).sort()) === JSON.stringify(Object.entries(before).sort());
}
