import type { EventReader } from '../lambda/read/event-reader.ts';
import type { SummaryReader } from '../lambda/read/summary-reader.ts';
import { explain } from '../operations/explain.ts';
import { storedLegs } from '../operations/stored-legs.ts';
import { type Leg, type LegCalls, legsOf, namedLegs } from '../twilio/legs.ts';
import { noteUnused } from './twilio-environment.ts';

/** Who knows of a call's legs. */
export interface LegSources {
  events: Pick<EventReader, 'firstOfCall'>;
  /** Undefined of a stack that has none. */
  summaries?: SummaryReader;
}

/** What is known of them. What one source cannot say keeps nobody from what is in the other. */
export interface KnownLegs {
  /** Null where neither summaries nor Twilio say anything. */
  legs: Leg[] | null;
  /** Why there may be more. */
  problem?: string;
}

/** The legs of a call's conversation by stored summaries, and by Twilio where the environment has its credentials. */
export async function legsOfCall(callSid: string, { events, summaries }: LegSources): Promise<KnownLegs> {
  const [stored, told] = await Promise.all([
    asked(async () => (summaries === undefined ? undefined : storedLegs(callSid, summaries))),
    asked(async () => {
      noteUnused(process.env);
      const first = await events.firstOfCall(callSid);
      return legsOf(callSid, process.env, first?.event.data.account_sid ?? undefined);
    }),
  ]);
  const calls = inOne(stored.calls, told.calls);
  const problem = stored.problem ?? told.problem;
  return { legs: calls.size === 0 ? null : namedLegs(calls), ...(problem !== undefined && { problem }) };
}

async function asked(ask: () => Promise<LegCalls | undefined>): Promise<{ calls?: LegCalls; problem?: string }> {
  try {
    return { calls: await ask() };
  } catch (error) {
    return { problem: explain(error) };
  }
}

/** Twilio names a call that it lost without a member of it. */
function inOne(stored: LegCalls = new Map(), told: LegCalls = new Map()): LegCalls {
  return new Map(
    [...new Set([...stored.keys(), ...told.keys()])].map((sid) => [sid, { ...stored.get(sid), ...told.get(sid) }]),
  );
}
