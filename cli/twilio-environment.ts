import type { Environment } from '../shared/environment.ts';
import { hasTwilioCredentials } from '../twilio/legs.ts';
import { note } from './output.ts';

/** Says, where Twilio can be asked, what is set for its client and has no effect here: a host is replaced by its URL. */
export function noteUnused(env: Environment): void {
  const { TWILIO_REGION: region, TWILIO_EDGE: edge } = env;
  if ((!region && !edge) || !hasTwilioCredentials(env)) return;
  note('warning: TWILIO_REGION and TWILIO_EDGE are not used; the URL of another host is TWILIO_EVENTS_URL and so on');
}
