import type { StoredEvent } from '../families/call-event/item.ts';
import type { EventReader } from '../lambda/read/event-reader.ts';
import type { SummaryReader } from '../lambda/read/summary-reader.ts';
import { hasTwilioCredentials, type Leg, type LegEvent } from '../twilio/legs.ts';
import { eventJson, legTimeline, timeline } from './event-view.ts';
import { legsOfCall } from './legs-of-call.ts';
import { note, print, printJson, take } from './output.ts';

/** What is known of one call, or of all legs of its conversation. */
export interface Conversation {
  taken: LegEvent[];
  /** There are more than were to be taken. */
  more: boolean;
  /** The first event of all, whatever it is, from which a timeline counts; undefined where there is none. */
  first?: StoredEvent;
  /** Undefined: the one call that was asked for; null: nobody could be asked for more. */
  legs?: Leg[] | null;
  /** Why there may be more legs than are known. */
  problem?: string;
}

export interface ConversationQuery {
  events: EventReader;
  /** Undefined of a stack that has none. */
  summaries?: SummaryReader;
  withLegs: boolean;
  /** Those of one leg that are asked for, in the table's order. */
  select(callSid: string): AsyncGenerator<StoredEvent>;
  atMost?: number;
}

export async function readConversation(
  callSid: string,
  { events, summaries, withLegs, select, atMost }: ConversationQuery,
): Promise<Conversation> {
  const { legs, problem }: Pick<Conversation, 'legs' | 'problem'> = withLegs
    ? await legsOfCall(callSid, { events, summaries })
    : {};
  const calls = legs ?? [{ leg: 'A', call_sid: callSid }];
  const answers = await Promise.all(
    calls.map(async ({ leg, call_sid: sid }) => {
      const [first, { taken, more }] = await Promise.all([events.firstOfCall(sid), take(select(sid), atMost)]);
      return { first, more, taken: taken.map((stored) => ({ leg, stored })) };
    }),
  );
  const taken = inTime(answers.flatMap((answer) => answer.taken));
  const firsts = inTime(answers.flatMap(({ first }) => (first === undefined ? [] : { stored: first })));
  return {
    taken: taken.slice(0, atMost),
    more: answers.some(({ more }) => more) || (atMost !== undefined && taken.length > atMost),
    first: firsts[0]?.stored,
    legs,
    problem,
  };
}

/** As `--json` prints it: with `legs` where they were asked for, null where nobody can know them. */
export function conversationJson({ taken, legs }: Conversation) {
  if (legs === undefined) return { events: taken.map(({ stored }) => eventJson(stored)) };
  return { events: taken.map(({ leg, stored }) => ({ leg, ...eventJson(stored) })), legs };
}

/**
 * The answer: a timeline, or `json` where that was asked for. It ends by saying that it is a part where nobody can know
 * of the other legs.
 */
export function printConversation(
  { taken, first, legs, problem }: Conversation,
  { json }: { json?: object } = {},
): void {
  if (json !== undefined) printJson(json);
  else if (first !== undefined && taken.length > 0) {
    print(
      legs
        ? legTimeline(legs, taken, first)
        : timeline(
            taken.map(({ stored }) => stored),
            first,
          ),
    );
  }
  if (problem !== undefined) {
    note(legs ? `There may be more legs: ${problem}` : `This shows one leg only. Others are not known: ${problem}`);
    process.exitCode = 1;
    return;
  }
  const isToTell = legs === null || (legs === undefined && json === undefined && taken.length > 0);
  if (!isToTell || hasTwilioCredentials(process.env)) return;
  // As with credentials that are wrong: what was asked for is not there.
  if (legs === null) process.exitCode = 1;
  note(
    legs !== null
      ? 'This shows one leg only. To see parent and child calls, say --legs.'
      : 'This shows one leg only. To see parent and child calls, set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN (or an API key), and say --legs.',
  );
}

/** Stable: events of one leg stay in the table's order, also within a millisecond. */
function inTime<Event extends { stored: StoredEvent }>(events: readonly Event[]): Event[] {
  const timeOf = ({ stored }: Event) => stored.sortKey.split('#', 1)[0] ?? '';
  return events.toSorted((a, b) => (timeOf(a) < timeOf(b) ? -1 : Number(timeOf(a) > timeOf(b))));
}
