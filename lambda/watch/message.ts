import type { AlertKind } from '../../shared/alert-kinds.ts';
import type { Alarm } from '../page/alert-states.ts';
import type { KeptView } from '../page/views.ts';
import { tame } from './cause-words.ts';
import type { CallsHit, News } from './evaluate.ts';
import { fixedAddress } from './fixed-address.ts';
import type { SeenCause } from './seen-causes.ts';

/** What is told of an alert, as a webhook gets it. Times are UTC with milliseconds. */
export interface AlertMessage {
  /** Sentences, with the link. Of what devices wrote, nothing in it means anything to a chat. */
  text: string;
  stack: string;
  view: string;
  when: AlertKind;
  state: 'begun' | 'over';
  /** The first of them. */
  causes: {
    cause: string;
    error_code: number | null;
    group: string | null;
    name: string | null;
    /** In the last five minutes of a spike, the last quarter of an hour of a new cause. */
    events: number;
    calls: number;
    first_seen: string;
  }[];
  /** How many there are beside those. */
  more_causes: number;
  /** Of a share: calls of the last half hour, and how many of them are hit. */
  calls: CallsHit | null;
  start_time: string;
  end_time: string;
  /** The page, with these times. */
  link: string;
}

/** In a message. */
const MOST_CAUSES = 10;
const HOUR_MS = 3_600_000;

/** What is to be told of news, none, one or two messages. */
export function messagesOf(view: KeptView, news: News, { stack, nowMs }: { stack: string; nowMs: number }) {
  const { begun, share, over } = news;
  return [
    ...(begun.length > 0 || share !== undefined ? [message('begun', causesInWords(begun, share))] : []),
    ...(over.length > 0 ? [message('over', overInWords(over))] : []),
  ];

  function message(state: AlertMessage['state'], words: string): AlertMessage {
    const named = state === 'begun' ? begun : [];
    const starts = state === 'begun' ? named.map(({ firstMs }) => firstMs) : over.map(({ since }) => Date.parse(since));
    const fromMs = Math.min(nowMs, ...starts) - HOUR_MS;
    const causes = state === 'begun' ? named.map(({ cause }) => cause) : over.map(({ cause }) => cause);
    const cause = causes.length === 1 && causes[0] !== '' ? causes[0] : undefined;
    const link = `${view.origin}${fixedAddress(view.address, fromMs, nowMs, cause)}`;
    return {
      text: `${tame(stack)}, ${tame(view.name)}: ${words} ${link}`,
      stack,
      view: view.name,
      when: view.alert?.when ?? 'new-cause',
      state,
      causes: named.slice(0, MOST_CAUSES).map(({ words: _words, firstMs, lastMs: _lastMs, ...rest }) => {
        return { ...rest, first_seen: new Date(firstMs).toISOString() };
      }),
      more_causes: Math.max(0, causes.length - MOST_CAUSES),
      calls: share ?? null,
      start_time: new Date(fromMs).toISOString(),
      end_time: new Date(nowMs).toISOString(),
      link,
    };
  }

  function causesInWords(causes: readonly SeenCause[], calls: CallsHit | undefined): string {
    if (calls !== undefined) {
      const percent = ((calls.hit / calls.all) * 100).toFixed(1);
      return `${percent} % of calls are hit, more than ${view.alert?.over} %: ${calls.hit} of ${calls.all} in 30 minutes.`;
    }
    const what = view.alert?.when === 'spike' ? 'Spike' : 'New cause';
    const [first] = causes;
    if (first === undefined) return `${what}.`;
    const more = causes.length > 1 ? ` And ${causes.length - 1} more.` : '';
    const { events, calls: ofCalls } = first;
    return `${what}: ${first.words}. ${plural(events, 'event')} on ${plural(ofCalls, 'call')}.${more}`;
  }
}

function overInWords(over: readonly Alarm[]): string {
  const [first] = over;
  const more = over.length > 1 ? ` And ${over.length - 1} more.` : '';
  return `Over: ${first?.words}.${more}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
