import type { JsonObject } from '../../../shared/json.ts';
import { objectAt, said } from '../said.ts';
import { known } from './in-text.ts';
import { isUnanswered } from './unanswered.ts';

/** Who hung up: `caller`, `callee`, `device`, `other side`, or another text of Twilio's; and that as a sentence. */
export interface HungUp {
  by: string;
  says: string;
}

/** As Twilio's SDK reports it, which knows one end only. */
const BY_SDK: Readonly<Record<string, HungUp>> = {
  remote: { by: 'other side', says: 'The device says that the other side hung up.' },
  local: { by: 'device', says: 'The device hung up.' },
};

/**
 * Who sent the SIP BYE, else what the SDK says; undefined of a call that was not answered, and where nobody knows, as of a
 * browser that was closed, or while the call goes on.
 * @param isCutOff an error ended the call: an SDK says then, too, that it hung up
 */
export function hungUpBy(summary: JsonObject, { isCutOff = false } = {}): HungUp | undefined {
  if (isUnanswered(summary) || isGoingOn(summary)) return undefined;
  const by = known(objectAt(summary, 'properties').disconnected_by)?.toLowerCase();
  if (by === 'caller' || by === 'callee') {
    return { by, says: isCutOff ? `As Twilio has it, the ${by} hung up.` : `The ${by} hung up.` };
  }
  if (by !== undefined) return { by, says: `Twilio says of who hung up: ${by}.` };
  const bySdk = known(objectAt(summary, 'sdk_edge', 'properties').disconnected_by)?.toLowerCase();
  if (bySdk === undefined || !Object.hasOwn(BY_SDK, bySdk) || (isCutOff && bySdk === 'local')) return undefined;
  return BY_SDK[bySdk];
}

/** Who hung up as the events of a device tell it, by the name of the last one: `disconnected-by-remote`; else undefined. */
export function hungUpByEvent(ended: string | undefined, { isCutOff = false } = {}): HungUp | undefined {
  const by = /^disconnected-by-(local|remote)$/.exec(ended ?? '')?.[1];
  return by === undefined || isCutOff ? undefined : BY_SDK[by];
}

function isGoingOn({ call_state: state, end_time: end }: JsonObject): boolean {
  return (state === 'ringing' || state === 'answered') && said(end) === undefined;
}
