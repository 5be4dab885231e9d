import { createEventStreams, type EventStreams } from '../../twilio/event-streams.ts';
import type { TwilioAccount } from '../../twilio/open-twilio.ts';
import { subscriptionOf } from '../attach/plan.ts';
import type { SinksFact, TwilioCheck } from './at-twilio.ts';
import type { Check } from './check.ts';
import { advancedFeaturesCheck } from './check-advanced-features.ts';
import { alertsCheck } from './check-alerts.ts';
import { checkSink, sinkCheck } from './check-sink.ts';
import type { StackOutputs } from './check-stack.ts';
import { subscriptionCheck } from './check-subscription.ts';
import { type Look, runChecks } from './look.ts';

/** What Twilio has, in the order in which it is said. */
const CHECKS: readonly TwilioCheck[] = [advancedFeaturesCheck, sinkCheck, subscriptionCheck, alertsCheck];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Looks at what Twilio has: settings, sinks, subscription, alerts.
 * @param outputs of the stack; without them the sinks are not looked at
 * @returns also whether calls were made that should have had events by now, as far as Twilio says
 */
export async function examineTwilio(
  look: Look,
  account: TwilioAccount,
  outputs: StackOutputs | undefined,
): Promise<{ checks: Check[]; callsWereMade: () => Promise<boolean> }> {
  const eventStreams = createEventStreams(account.client);
  const sinks = outputs === undefined ? Promise.resolve(undefined) : sinksOf(look, eventStreams, outputs);
  const checks = await runChecks(CHECKS, { ...look, ...account, eventStreams, sinks });
  return {
    checks,
    async callsWereMade() {
      const { nowMs } = look;
      const { createdMs = nowMs } = (await sinks.catch(() => undefined))?.subscription ?? {};
      if (nowMs - createdMs < DAY_MS) return false;
      const span = { startTimeAfter: new Date(nowMs - DAY_MS), startTimeBefore: new Date(nowMs - HOUR_MS) };
      try {
        return (await account.client.calls.list({ ...span, limit: 1 })).length > 0;
      } catch {
        // Credentials that may not know: then the day was a quiet one, as far as anybody can tell.
        return false;
      }
    },
  };
}

async function sinksOf(
  { asked: { stack }, cures }: Look,
  eventStreams: EventStreams,
  outputs: StackOutputs,
): Promise<SinksFact> {
  const [all, subscriptions] = await Promise.all([eventStreams.sinks(), eventStreams.subscriptions()]);
  const found = checkSink(stack, { sinks: all, subscriptions }, outputs, cures);
  return { ...found, subscription: found.sink && subscriptionOf(found.sink.sid, subscriptions) };
}
