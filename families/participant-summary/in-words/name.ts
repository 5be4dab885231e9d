import { REDACTED } from '../../../shared/redacted.ts';
import { known } from '../../call-summary/in-words/in-text.ts';
import type { ParticipantResource } from '../participant-resource.ts';

type Named = Pick<ParticipantResource, 'label' | 'call_direction' | 'from' | 'to' | 'call_sid' | 'participant_sid'>;

/** What people call a participant: by its label, else by its number or client, else by the SID of its call. */
export function participantName(participant: Named): string {
  const { label, call_direction: direction, from, to, call_sid: call, participant_sid: sid } = participant;
  const [first, second] = direction === 'outbound' ? [to, from] : [from, to];
  // The other end of the call is the room: it has the same number for all.
  const address = plain(first) ?? (direction === null ? plain(second) : undefined);
  return plain(label) ?? address?.replace(/^client:/i, '') ?? plain(call) ?? sid;
}

function plain(value: string | null): string | undefined {
  return value === REDACTED ? undefined : known(value);
}
