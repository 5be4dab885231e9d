import { useMemo, useState } from 'preact/hooks';
import { conferenceInWords } from '../../families/conference-summary/in-words/conference-in-words.ts';
import { conferenceSpan } from '../../families/conference-summary/in-words/span.ts';
import { presenceInWords } from '../../families/participant-summary/in-words/presence-in-words.ts';
import { printableStart } from '../../shared/printable.ts';
import type { JsonClient } from '../api-client.ts';
import { addressOfConference } from '../route.ts';
import { momentText } from '../time.ts';
import { useReading } from '../use-reading.ts';
import { useTimeZone } from '../zone.ts';
import { Track } from './conference-table.tsx';
import { type ConferenceOfCall, readConferencesOfCall } from './read-conference.ts';

const LONGEST = 64;

/** The conferences that a call was in, each with the time of this call; nothing where there is none. */
export function CallConferences({
  client,
  callSid,
  onSignedOut,
}: {
  client: JsonClient;
  callSid: string;
  onSignedOut: () => void;
}) {
  const timeZone = useTimeZone();
  const [found, setFound] = useState<readonly ConferenceOfCall[]>([]);
  const poll = useMemo(
    () => async (signal: AbortSignal) => {
      const read = await readConferencesOfCall(client, callSid, signal);
      if (!signal.aborted) setFound(read);
      return undefined;
    },
    [client, callSid],
  );
  useReading(poll, onSignedOut);
  const clock = (ms: number) => momentText(ms, 'hour', timeZone);
  if (found.length === 0) return null;
  return (
    <section class="panel conference call-conferences" aria-labelledby="call-conferences">
      <h2 id="call-conferences">In {found.length === 1 ? 'a conference' : `${found.length} conferences`}</h2>
      <ul>
        {found.map(({ conference_sid: sid, conference, participant }) => {
          const name = conference?.friendly_name || sid;
          const span = conferenceSpan(conference, participant === null ? [] : [participant]);
          const when = participant && presenceInWords(participant, span?.toMs, clock);
          return (
            <li key={sid}>
              <a href={addressOfConference(sid, callSid)}>{printableStart(name, LONGEST)}</a>{' '}
              <span class="muted small">
                {when ?? (conference && conferenceInWords(conference, [], clock)[0]?.says)}
              </span>
              {participant && <Track participant={participant} span={span} grid="" title={when ?? ''} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
