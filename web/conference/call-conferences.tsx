import { conferenceInWords } from '../../families/conference-summary/in-words/conference-in-words.ts';
import { conferenceSpan } from '../../families/conference-summary/in-words/span.ts';
import { presenceInWords } from '../../families/participant-summary/in-words/presence-in-words.ts';
import { printableStart } from '../../shared/printable.ts';
import { addressOfConference } from '../route.ts';
import { momentText } from '../time.ts';
import { useTimeZone } from '../zone.ts';
import { Connection, Track } from './conference-table.tsx';
import type { ConferenceOfCall } from './read-conference.ts';

const LONGEST = 64;

/** The conferences that a call was in, each with the time of this call, and how it sounded there. */
export function CallConferences({ callSid, found }: { callSid: string; found: readonly ConferenceOfCall[] }) {
  const timeZone = useTimeZone();
  const clock = (ms: number) => momentText(ms, 'second', timeZone);
  return (
    <section class="panel conference call-conferences" aria-labelledby="call-conferences">
      <h2 id="call-conferences">In {found.length === 1 ? 'a conference' : `${found.length} conferences`}</h2>
      <ul>
        {found.map(({ conference_sid: sid, participant_sid: key, conference, participant }) => {
          const name = conference?.friendly_name || sid;
          const span = conferenceSpan(conference, participant === null ? [] : [participant]);
          const when = participant && presenceInWords(participant, span?.toMs, clock);
          return (
            <li key={key}>
              <a href={addressOfConference(sid, callSid)}>{printableStart(name, LONGEST)}</a>{' '}
              <span class="muted small">
                {when ?? (conference && conferenceInWords(conference, [], clock)[0]?.says)}
              </span>
              {participant && (
                <p class="small">
                  Connection: <Connection participant={participant} />
                </p>
              )}
              {participant && <Track participant={participant} span={span} grid="" title={when ?? ''} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
