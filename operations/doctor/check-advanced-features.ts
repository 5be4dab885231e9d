import type { TwilioCheck } from './at-twilio.ts';
import { type Check, ok, wrong } from './check.ts';

/** Whether Twilio makes events of calls at all. */
export const advancedFeaturesCheck: TwilioCheck = {
  name: 'advanced features',
  look: async ({ eventStreams, accountSid }) => [
    checkAdvancedFeatures(await eventStreams.advancedFeatures(), accountSid),
  ],
};

const FEATURES = 'Console → Voice → Settings → Voice Insights → Advanced Features';

/** @param isOn undefined where the credentials may not know; whether events arrive is seen elsewhere */
export function checkAdvancedFeatures(isOn: boolean | undefined, accountSid: string): Check {
  const name = 'advanced features';
  if (isOn === undefined) {
    return { name, state: 'news', says: `unknown in ${accountSid}: these credentials may not see it`, cure: FEATURES };
  }
  if (isOn) return ok(name, `on in ${accountSid}`);
  return wrong(
    name,
    `off in ${accountSid}: Twilio writes no events of its calls`,
    `${FEATURES} (billed per minute); it applies to calls made from then on`,
  );
}
