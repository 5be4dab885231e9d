import { createEventStreams } from '../../twilio/event-streams.ts';
import type { TwilioAccount } from '../../twilio/open-twilio.ts';
import { sinkAlerts } from '../../twilio/sink-alerts.ts';
import { subscriptionOf } from '../attach/plan.ts';
import { isOffered } from '../attach/require-types.ts';
import type { Check } from './check.ts';
import { checkAdvancedFeatures } from './check-account.ts';
import { checkAlerts } from './check-alerts.ts';
import { checkSink } from './check-sink.ts';
import type { StackOutputs } from './check-stack.ts';
import { checkSubscription } from './check-subscription.ts';
import type { Look } from './look.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Twilio refuses to look for alerts before 30 days ago; the minute is for the way there. */
const ALERTS_MS = 30 * DAY_MS - 60_000;

/**
 * Looks at what Twilio has: settings, sinks, subscription, alerts.
 * @param outputs of the stack; without them the sinks are not looked at
 * @returns also whether calls were made that should have had events by now, as far as Twilio says
 */
export async function examineTwilio(
  { asked: { stack, wanted, schemaVersion }, cures, attempt, nowMs }: Look,
  { client, accountSid }: TwilioAccount,
  outputs: StackOutputs | undefined,
): Promise<{ checks: Check[]; callsWereMade: () => Promise<boolean> }> {
  const eventStreams = createEventStreams(client);
  const features = attempt('advanced features', async () => ({
    checks: [checkAdvancedFeatures(await eventStreams.advancedFeatures(), accountSid)],
  }));
  const sinks = await attempt('sink', async () => {
    if (outputs === undefined) return { checks: [] };
    const [all, subscriptions] = await Promise.all([eventStreams.sinks(), eventStreams.subscriptions()]);
    const { checks, sink, sids } = checkSink(stack, { sinks: all, subscriptions }, outputs, cures);
    const subscription = sink && subscriptionOf(sink.sid, subscriptions);
    return { checks, value: { sink, subscription, sids } };
  });
  const { sink, subscription, sids } = sinks.value ?? {};
  const subscribed = attempt('subscription', async () => {
    if (sinks.error !== undefined) {
      const [{ cure } = {}] = sinks.checks;
      const says = 'not seen, since the sinks are not';
      return { checks: [{ name: 'subscription', state: 'wrong', says, ...(cure !== undefined && { cure }) }] };
    }
    if (sink === undefined) return { checks: [] };
    const types = subscription === undefined ? [] : await eventStreams.types(subscription.sid);
    const listed = await Promise.all(
      wanted.map(async ({ type }) => {
        const found = await eventStreams.type(type);
        return [type, isOffered(found) ? found.versions : []] as const;
      }),
    );
    const wantedNow = { types: wanted, versionsSaid: schemaVersion !== undefined, listed: new Map(listed) };
    return { checks: [checkSubscription(types, wantedNow, cures)] };
  });
  const alerts = attempt('twilio alerts', async () => ({
    checks: [checkAlerts(await sinkAlerts(client, nowMs - ALERTS_MS), { sinkSids: sids, nowMs }, cures)],
  }));
  const [first, ...others] = await Promise.all([features, subscribed, alerts]);
  return {
    checks: [first, sinks, ...others].flatMap(({ checks }) => checks),
    async callsWereMade() {
      const { createdMs = nowMs } = subscription ?? {};
      if (nowMs - createdMs < DAY_MS) return false;
      const span = { startTimeAfter: new Date(nowMs - DAY_MS), startTimeBefore: new Date(nowMs - HOUR_MS) };
      try {
        return (await client.calls.list({ ...span, limit: 1 })).length > 0;
      } catch {
        // Credentials that may not know: then the day was a quiet one, as far as anybody can tell.
        return false;
      }
    },
  };
}
