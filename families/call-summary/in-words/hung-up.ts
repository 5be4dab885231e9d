import type { JsonObject } from '../../../shared/json.ts';
import { objectAt } from '../said.ts';
import { known } from './in-text.ts';

/** Who hung up: `caller`, `callee`, or another text of Twilio's; and that as a sentence. */
export interface HungUp {
  by: string;
  says: string;
}

/** As Twilio's SDK reports it, which knows one end only. */
const BY_SDK: Readonly<Record<string, string>> = {
  remote: 'The device says that the other side hung up.',
  local: 'The device hung up.',
};

/**
 * Who sent the SIP BYE, else what the SDK says; undefined of a call that was not answered, and where nobody knows, as of a
 * browser that was closed.
 */
export function hungUpBy(summary: JsonObject): HungUp | undefined {
  const by = known(objectAt(summary, 'properties').disconnected_by)?.toLowerCase();
  if (by === 'caller' || by === 'callee') return { by, says: `The ${by} hung up.` };
  if (by !== undefined) return { by, says: `Twilio says of who hung up: ${by}.` };
  const bySdk = known(objectAt(summary, 'sdk_edge', 'properties').disconnected_by)?.toLowerCase();
  const says = bySdk === undefined ? undefined : BY_SDK[bySdk];
  return bySdk === undefined || says === undefined ? undefined : { by: bySdk, says };
}
