import { useMemo } from 'preact/hooks';
import { coachedBy, stretchesIn } from '../../families/conference-summary/in-words/conference-in-words.ts';
import { endedBy, isKicked } from '../../families/conference-summary/in-words/end.ts';
import type { ConferenceSpan } from '../../families/conference-summary/in-words/span.ts';
import { participantName } from '../../families/participant-summary/in-words/name.ts';
import { presenceOf, type Stretch } from '../../families/participant-summary/in-words/presence.ts';
import { presenceInWords, STRETCH_WORDS } from '../../families/participant-summary/in-words/presence-in-words.ts';
import { isMeasured, streamFindings, streamsInWords } from '../../families/participant-summary/in-words/quality.ts';
import type { ParticipantResource } from '../../families/participant-summary/participant-resource.ts';
import { printable } from '../../shared/printable.ts';
import { timeTicks, zoneOffsetMs } from '../chart/ticks.ts';
import { LevelMark } from '../level.tsx';
import { addressOfCall } from '../route.ts';
import { momentText } from '../time.ts';
import { useTimeZone } from '../zone.ts';
import { placed } from './placed.ts';
import type { KnownConference } from './read-conference.ts';

const MOST_TICKS = 6;
const KINDS: readonly Stretch['kind'][] = ['hold', 'mute', 'coach'];

interface Props {
  known: KnownConference;
  /** Undefined where nothing has a time. */
  span: ConferenceSpan | undefined;
  marked: string | undefined;
}

/** A row for each participant, in the order in which they came: when it was in, as a bar, and how it sounded. */
export function ConferenceTable({ known, span, marked }: Props) {
  const { conference, participants } = known;
  const timeZone = useTimeZone();
  const clock = (ms: number) => momentText(ms, 'second', timeZone);
  const rows = useMemo(() => inOrder(participants), [participants]);
  const last = endedBy(conference, participants);
  const endMs = span?.toMs;
  const kinds = new Set(participants.flatMap((one) => stretchesIn(one, endMs).map(({ kind }) => kind)));
  if (rows.length === 0) return null;
  const ticks = span === undefined ? [] : timeTicks(span, MOST_TICKS, zoneOffsetMs(timeZone));
  const lines = ticks.map(({ atMs }) => placed(span, atMs, atMs)?.left ?? '0%');
  // A label at the end has no room.
  const labelled = lines.filter((at) => Number.parseFloat(at) < 93).length;
  const grid = lines.map((at) => `linear-gradient(var(--border) 0 0) ${at} 0 / 1px 100% no-repeat`).join(', ');
  return (
    <section class="panel conference" aria-labelledby="conference-people">
      <h2 id="conference-people">Participants</h2>
      {kinds.size > 0 && (
        <ul class="conference-legend" aria-hidden="true">
          <li>
            <i class="conference-in" /> in
          </li>
          {KINDS.filter((kind) => kinds.has(kind)).map((kind) => (
            <li key={kind}>
              <i class={`conference-${kind}`} /> {STRETCH_WORDS[kind]}
            </li>
          ))}
        </ul>
      )}
      <table>
        <thead>
          <tr>
            <th>Who</th>
            <th>
              <span class="visually-hidden">When</span>
              <div class="conference-axis" aria-hidden="true">
                {ticks.slice(0, labelled).map(({ atMs, to }, index) => (
                  <span key={atMs} style={{ left: lines[index] }}>
                    {momentText(atMs, to, timeZone)}
                  </span>
                ))}
              </div>
            </th>
            <th>Connection</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => (
            <tr
              key={one.participant_sid}
              class={marked !== undefined && one.call_sid === marked ? 'conference-marked' : undefined}
            >
              <th scope="row">
                <Name participant={one} /> <span class="muted small">{roleOf(one, participants)}</span>
                {one === last && (
                  <span class={`tag${isKicked(conference) ? ' tag-alarm' : ''}`}>
                    {isKicked(conference) ? 'kicked, which ended it' : 'ended it'}
                  </span>
                )}
                {marked !== undefined && one.call_sid === marked && <span class="tag">this call</span>}
              </th>
              <td>
                <Track participant={one} span={span} grid={grid} title={presenceInWords(one, endMs, clock)} />
              </td>
              <td class="small">
                <Connection participant={one} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {participants.some((one) => streamFindings(one).length > 0) && (
        <p class="muted small">
          Sent and received are the participant’s, as Twilio’s mixer measured them. Twilio does not say which of its two
          directions is which: its outbound is read as sent.
        </p>
      )}
    </section>
  );
}

function Name({ participant }: { participant: ParticipantResource }) {
  const name = printable(participantName(participant));
  const { call_sid: call } = participant;
  return call ? <a href={addressOfCall(call)}>{name}</a> : <span>{name}</span>;
}

interface TrackProps {
  participant: ParticipantResource;
  span: ConferenceSpan | undefined;
  grid: string;
  title: string;
}

/** When a participant was in, and what was so meanwhile. What it shows stands in words beside it. */
export function Track({ participant, span, grid, title }: TrackProps) {
  const { joinMs, leaveMs } = presenceOf(participant);
  const isIn = span !== undefined && joinMs !== undefined;
  return (
    <>
      <span class={isIn ? 'visually-hidden' : 'muted small'}>{title}</span>
      {isIn && (
        <div class="conference-track" style={{ background: grid }} title={title} aria-hidden="true">
          <i class="conference-in" style={placed(span, joinMs, leaveMs ?? span.toMs)} />
          {stretchesIn(participant, span.toMs).map(({ kind, fromMs, toMs }) => (
            <i key={`${kind}${fromMs}`} class={`conference-${kind}`} style={placed(span, fromMs, toMs)} />
          ))}
        </div>
      )}
    </>
  );
}

/** How it sounded: what was bad, or that nothing was, or that nobody knows. */
export function Connection({ participant }: { participant: ParticipantResource }) {
  const says = streamsInWords(participant);
  if (says === undefined) return <span class="muted">{isMeasured(participant) ? 'good' : 'not measured'}</span>;
  const isSilence = streamFindings(participant).every((one) => one.isSilence);
  return (
    <>
      <LevelMark level={isSilence ? 'WARNING' : 'ERROR'} /> {says}
    </>
  );
}

function roleOf(one: ParticipantResource, participants: readonly ParticipantResource[]): string {
  const coached = one.is_coach === true ? coachedBy(one, participants).map(participantName) : [];
  const roles = [
    ...(one.is_moderator === true ? ['moderator'] : []),
    ...(one.is_coach === true ? [coached.length === 0 ? 'coach' : `coach of ${coached.join(', ')}`] : []),
  ];
  return printable(roles.join(', '));
}

/** As they came; whoever has no time comes last. */
function inOrder(participants: readonly ParticipantResource[]): ParticipantResource[] {
  const joined = (one: ParticipantResource) => presenceOf(one).joinMs ?? Number.MAX_SAFE_INTEGER;
  return participants.toSorted((one, other) => joined(one) - joined(other));
}
