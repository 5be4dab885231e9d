import { type Cures, cureOf, type Said } from '../cures.ts';
import { explained } from '../explain.ts';
import type { Check } from './check.ts';

/** What every look needs. */
export interface Look {
  /** What a doctor is told; see the options of its command. */
  asked: Said;
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

/** One check of several, or a few that one request answers. `At`: what it needs. */
export interface DoctorCheck<At> {
  /** What it is called where it cannot be looked at. */
  name: string;
  /** @throws what keeps it from looking */
  look(at: At): Promise<readonly Check[]>;
}

/** All of them at once; what they say is in the order of the list. */
export async function runChecks<At extends Look>(checks: readonly DoctorCheck<At>[], at: At): Promise<Check[]> {
  const said = await Promise.all(
    checks.map(({ name, look }) => at.attempt(name, async () => ({ checks: [...(await look(at))] }))),
  );
  return said.flatMap((one) => one.checks);
}
