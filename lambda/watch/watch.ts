import { queryOf } from '../../families/call-event/causes/address-query.ts';
import type { EventRow } from '../../families/call-event/causes/event-row.ts';
import { isOfAccounts } from '../../families/call-event/causes/row-filter.ts';
import type { SteadyClock } from '../../shared/clock.ts';
import type { Level } from '../../shared/level.ts';
import type { AlertState, AlertStates, KeptState, Listener, Unsaid } from '../page/alert-states.ts';
import { type KeptView, type Views, viewPart } from '../page/views.ts';
import { countedLevels, type EventRows } from '../read/event-rows.ts';
import type { RowsOfSpan } from '../read/parted-rows.ts';
import { type CallsHit, evaluate, type Facts } from './evaluate.ts';
import { messagesOf } from './message.ts';
import { BASELINE_MS, NEW_WITHIN_MS, seenCauses } from './seen-causes.ts';
import { STARTED_WITHIN_MS, type StartedCalls } from './started-calls.ts';
import { counted, stillToSay, type TellAllOptions, type Telling, tellAll } from './tell-all.ts';

export interface WatchOptions {
  views: Pick<Views, 'withAlert'>;
  states: AlertStates;
  eventRows: Pick<EventRows, 'rowsOf' | 'oldestOf'>;
  startedCalls: StartedCalls;
  indexedLevels: readonly Level[];
  /** Of the stack, for who is told. */
  name: string;
  tell: TellAllOptions['tell'];
  /** Told of a view that could not be looked at, and of whoever was not told. */
  onTrouble: (error: unknown) => void;
  clock: Pick<SteadyClock, 'now' | 'elapsed'>;
}

/** Looks at all views that have an alert, once. @returns how many there are */
export type Watch = () => Promise<number>;

/** No request to the table begins later, ms: then there is time to tell. */
const READING_MS = 20_000;
/** Nobody is begun to be told later, ms: who is asked last may take as long as a webhook may, and is done in time. */
const TELLING_MS = 40_000;
/** Longer than a function may run: whoever claimed it is no more telling by then. */
const CLAIM_MS = 90_000;
/** To each listener; of one who never answers. */
const MOST_UNSAID = 20;

/** Evaluates alerts. Whoever does the same at the same time tells nothing twice: a state is put if nobody else did. */
export function createWatch(options: WatchOptions): Watch {
  const { views, states, eventRows, startedCalls, indexedLevels, name, onTrouble, clock } = options;
  return async () => {
    const watched = await views.withAlert();
    if (watched.length === 0) return 0;
    const nowMs = clock.now();
    const begunMs = clock.elapsed();
    const isLateBy = (ms: number) => () => clock.elapsed() - begunMs > ms;
    const asked = watched.flatMap(({ address }) => queryOf(address).levels ?? []);
    const levels = [...new Set([...countedLevels(indexedLevels), ...asked])];
    const span = { fromMs: nowMs - BASELINE_MS - NEW_WITHIN_MS, toMs: nowMs };
    const [known, read, oldestMs] = await Promise.all([
      states.all(),
      eventRows.rowsOf(levels, span, isLateBy(READING_MS)),
      eventRows.oldestOf(levels, span.fromMs),
    ]);
    const claimed: Claimed[] = [];
    for (const view of watched) {
      try {
        claimed.push(...(await look(view, known.get(viewPart(view)), { ...read, oldestMs }, nowMs)));
      } catch (error) {
        onTrouble(error);
      }
    }
    const told = await tellAll(claimed, { ...options, isLate: isLateBy(TELLING_MS) });
    for (const [index, { view, state, revision }] of claimed.entries()) {
      const { notTold: _before, ...rest } = state;
      try {
        await states.put(viewPart(view), { ...rest, unsaid: [], ...told[index], claimedUntilMs: 0 }, revision);
      } catch (error) {
        onTrouble(error);
      }
    }
    return watched.length;
  };

  /** Puts what came of a view. @returns what this run is to tell of it; nothing where there is nothing, or another run does */
  async function look(
    view: KeptView,
    kept: KeptState | undefined,
    { rows, countedSinceMs, oldestMs }: RowsOfSpan<EventRow> & { oldestMs?: number },
    nowMs: number,
  ): Promise<Claimed[]> {
    const { alert } = view;
    if (alert === undefined || (kept !== undefined && kept.claimedUntilMs > nowMs)) return [];
    const revision = kept?.revision ?? 0;
    // Of a view that was changed since, nothing of before counts.
    const before: AlertState =
      kept?.savedAt === view.savedAt ? kept : { savedAt: view.savedAt, alarms: [], unsaid: [], claimedUntilMs: 0 };
    const query = { ...queryOf(view.address), ...(view.accounts !== undefined && { accounts: view.accounts }) };
    const seen = seenCauses(rows, query, nowMs, oldestMs);
    const facts: Facts = { nowMs, seen };
    const lookedAtMs = alert.when === 'share' ? STARTED_WITHIN_MS : BASELINE_MS + NEW_WITHIN_MS;
    const isWhole = countedSinceMs <= nowMs - lookedAtMs;
    let trouble: string | undefined = isWhole ? undefined : 'There are more events than were read in time.';
    if (isWhole && alert.when === 'share') {
      facts.calls = await callsHit(seen.calls, nowMs, view.accounts);
      if (facts.calls === undefined) trouble = 'There are more calls than were read in time.';
      else if (facts.calls.all === 0) trouble = 'No call summary came in the last half hour.';
    } else if (isWhole && !seen.isUsualKnown) {
      trouble = 'There is less than an hour of events to compare with.';
    }
    const { news, ...evaluated } = isWhole
      ? evaluate(alert, facts, before)
      : { ...before, news: { begun: [], over: [] } };
    const messages = messagesOf(view, news, { stack: name, nowMs }).map((message) => JSON.stringify(message));
    const listeners: Listener[] = ['topic', ...(alert.webhook === undefined ? [] : (['webhook'] as const))];
    const unsaid = listeners.flatMap((to): Unsaid[] => {
      const waiting = stillToSay(before.unsaid).filter((one) => one.to === to);
      return [...waiting, ...messages.map((message) => ({ to, tries: 0, message }))].slice(-MOST_UNSAID);
    });
    const next: AlertState = {
      savedAt: view.savedAt,
      alarms: evaluated.alarms,
      ...(evaluated.overSinceMs !== undefined && { overSinceMs: evaluated.overSinceMs }),
      unsaid: counted(unsaid),
      ...(trouble !== undefined && { trouble }),
      ...(before.notTold !== undefined && { notTold: before.notTold }),
      claimedUntilMs: unsaid.length > 0 ? nowMs + CLAIM_MS : 0,
    };
    if (isSame(next, kept)) return [];
    const isOurs = await states.put(viewPart(view), next, revision);
    return isOurs && unsaid.length > 0 ? [{ view, unsaid: next.unsaid, state: next, revision: revision + 1 }] : [];
  }

  /** Undefined where they are not all known. */
  async function callsHit(
    hit: ReadonlySet<string>,
    nowMs: number,
    accounts: readonly string[] | undefined,
  ): Promise<CallsHit | undefined> {
    const readable = (await startedCalls(nowMs))?.filter(isOfAccounts(accounts));
    return readable && { all: readable.length, hit: readable.filter(({ call }) => hit.has(call)).length };
  }
}

/** What a run has put and is to tell. */
interface Claimed extends Telling {
  state: AlertState;
  revision: number;
}

function isSame(next: AlertState, kept: KeptState | undefined): boolean {
  if (kept === undefined)
    return next.alarms.length === 0 && next.unsaid.length === 0 && !next.trouble && !next.overSinceMs;
  const { revision: _revision, ...before } = kept;
  return JSON.stringify(Object.entries(next).sort()) === JSON.stringify(Object.entries(before).sort());
}
