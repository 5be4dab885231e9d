import type { Environment } from '../shared/environment.ts';
import { note } from './output.ts';

/** Says what is set for Twilio's client and has no effect here: a host is replaced by its URL. */
export function noteUnused({ TWILIO_REGION: region, TWILIO_EDGE: edge }: Environment): void {
  if (!region && !edge) return;
  note('warning: TWILIO_REGION and TWILIO_EDGE are not used; the URL of another host is TWILIO_EVENTS_URL and so on');
}
