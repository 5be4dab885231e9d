import { groupBy } from '../../../shared/group-by.ts';
import { isJsonObject } from '../../../shared/json.ts';
import { REDACTED } from '../../../shared/redacted.ts';
import { known } from '../../call-summary/in-words/in-text.ts';
import { participantName } from '../../participant-summary/in-words/name.ts';
import { presenceOf } from '../../participant-summary/in-words/presence.ts';
import type { ParticipantResource } from '../../participant-summary/participant-resource.ts';
import type { ConferenceResource } from '../conference-resource.ts';

const MOST_TOLD = 3;

/** Who was in more than once, as the tag of that says. It is trouble only where both were in at the same time. */
export function identitiesInWords(
  conference: ConferenceResource | null,
  participants: readonly ParticipantResource[],
): { says: string; isBad: boolean }[] {
  if (!conference?.tags?.includes('duplicate_identity')) return [];
  const groups = toldGroups(conference, participants) ?? namesakes(participants);
  const told = groups.slice(0, MOST_TOLD).flatMap(({ name, members }) => {
    if (name === undefined) return [];
    if (members.length < 2) return { says: `Two participants had the same identity: ${name}.`, isBad: true };
    const times = members.length === 2 ? 'twice' : `${members.length} times`;
    const isBad = areTogether(members);
    return { says: `${name} was in ${times}${isBad ? ' at the same time' : ''}.`, isBad };
  });
  return told.length > 0 ? told : [{ says: 'Two participants had the same identity.', isBad: true }];
}

interface Group {
  name: string | undefined;
  members: readonly ParticipantResource[];
}

/** As `tag_info` has them: each an identity, and participants. Undefined where it says nothing. */
function toldGroups(
  { tag_info: info }: ConferenceResource,
  participants: readonly ParticipantResource[],
): Group[] | undefined {
  const groups = [info?.duplicate_identity].flat().filter(isJsonObject);
  if (groups.length === 0) return undefined;
  return groups.map(({ participant_identity: identity, participant_sids: sids }) => {
    const name = identity === REDACTED ? undefined : known(identity);
    const members = participants.filter(
      ({ participant_sid: sid, label, from, to }) =>
        [sids].flat().includes(sid) || (name !== undefined && [label, from, to].includes(name)),
    );
    const [first] = members;
    return { name: first === undefined ? name : participantName(first), members };
  });
}

function namesakes(participants: readonly ParticipantResource[]): Group[] {
  const groups = groupBy(participants, participantName);
  return [...groups].flatMap(([name, members]) => (members.length < 2 ? [] : { name, members }));
}

/** Whether one came before another had left. */
function areTogether(members: readonly ParticipantResource[]): boolean {
  const times = members
    .map(presenceOf)
    .flatMap(({ joinMs, leaveMs = Number.POSITIVE_INFINITY }) => (joinMs === undefined ? [] : { joinMs, leaveMs }))
    .toSorted((one, other) => one.joinMs - other.joinMs);
  return times.some(({ joinMs }, position) => position > 0 && joinMs < (times[position - 1]?.leaveMs ?? 0));
}
