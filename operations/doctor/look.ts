import type { SubscribedType } from '../../twilio/sink.ts';
import { type Cures, cureOf, type Said } from '../cures.ts';
import { explained } from '../explain.ts';
import type { Check } from './check.ts';

/** What a doctor is told; see the options of its command. */
export interface Asked extends Said {
  /** What shall be subscribed to. */
  wanted: readonly SubscribedType[];
}

/** What every look needs. */
export interface Look {
  asked: Asked;
  cures: Cures;
  attempt: ReturnType<typeof attemptWith>;
  nowMs: number;
}

/** What a look found, and what others need of it. */
export interface Attempt<Value> {
  checks: Check[];
  value?: Value;
  /** Why it could not be seen. */
  error?: unknown;
}

/** What could not be seen is wrong too: nobody knows whether it is well. */
export function attemptWith(cures: Cures) {
  return async <Value>(name: string, look: () => Promise<Attempt<Value>>): Promise<Attempt<Value>> => {
    try {
      return await look();
    } catch (error) {
      const cure = cureOf(error, cures);
      return {
        checks: [{ name, state: 'wrong', says: explained(error).says, ...(cure !== undefined && { cure }) }],
        error,
      };
    }
  };
}
