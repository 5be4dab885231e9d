import { listInWords } from '../../call-summary/in-words/in-text.ts';
import type { ParticipantResource } from '../participant-resource.ts';
import { presenceOf, type Stretch, stretchesOf } from './presence.ts';

export const STRETCH_WORDS: Readonly<Record<Stretch['kind'], string>> = {
  hold: 'on hold',
  mute: 'muted',
  coach: 'coaching',
};

/**
 * When a participant was in, and what was so meanwhile: `12:00 to 12:20; on hold 12:07 to 12:09`.
 * @param endMs up to when one who has not left is known to be in, epoch milliseconds
 * @param clock how a time is written, of epoch milliseconds
 */
export function presenceInWords(
  participant: ParticipantResource,
  endMs: number | undefined,
  clock: (ms: number) => string,
): string {
  const { joinMs, leaveMs } = presenceOf(participant);
  if (joinMs === undefined) return leaveMs === undefined ? 'no times' : `left at ${clock(leaveMs)}`;
  const untilMs = leaveMs ?? endMs;
  const stretches = untilMs === undefined ? [] : stretchesOf(participant, untilMs);
  const kinds = [...new Set(stretches.map(({ kind }) => kind))];
  const during = kinds.map((kind) => {
    // Without its actions nobody knows for how long.
    if (kind === 'mute' && participant.events === null) return 'came muted';
    const times = stretches.filter((one) => one.kind === kind);
    return `${STRETCH_WORDS[kind]} ${listInWords(times.map(({ fromMs, toMs }) => `${clock(fromMs)} to ${clock(toMs)}`))}`;
  });
  return [leaveMs === undefined ? `since ${clock(joinMs)}` : `${clock(joinMs)} to ${clock(leaveMs)}`, ...during].join(
    '; ',
  );
}
