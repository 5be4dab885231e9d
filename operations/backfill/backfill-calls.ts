import pLimit from 'p-limit';
import { explain } from '../explain.ts';
import type { CallOutcome } from './backfill-call.ts';
import type { SummarisedCall } from './twilio-calls.ts';

/** Gentle with Twilio, which counts requests of an account that are under way. */
const CALLS_AT_A_TIME = 4;

/**
 * Several calls, until one fails as all would.
 * @param backfillOne throws what would stop every other call too
 * @param onOutcome told of each in the order of the input, so that what is said last can be gone on after
 * @returns what came of those that were done, and why not of all
 */
export async function backfillCalls(
  calls: readonly SummarisedCall[],
  backfillOne: (call: SummarisedCall) => Promise<CallOutcome>,
  onOutcome: (outcome: CallOutcome) => void,
): Promise<{ outcomes: CallOutcome[]; error?: string }> {
  const limit = pLimit(CALLS_AT_A_TIME);
  const outcomes: CallOutcome[] = [];
  const work = calls.map((call) => limit(() => backfillOne(call)));
  // The first that fails ends all; the others must not be failures that nobody looked at.
  for (const each of work) each.catch(() => undefined);
  try {
    for (const each of work) {
      const outcome = await each;
      outcomes.push(outcome);
      onOutcome(outcome);
    }
    return { outcomes };
  } catch (error) {
    // What has not begun never will be.
    limit.clearQueue();
    return { outcomes, error: explain(error) };
  }
}
