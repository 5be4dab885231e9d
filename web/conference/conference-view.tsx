import { useMemo, useState } from 'preact/hooks';
import type { ConferenceResource } from '../../families/conference-summary/conference-resource.ts';
import { conferenceInWords } from '../../families/conference-summary/in-words/conference-in-words.ts';
import { isUnmeasured, MEASURE_AGAIN, NOT_MEASURED } from '../../families/conference-summary/in-words/measured.ts';
import { conferenceSpan, isGoingOn } from '../../families/conference-summary/in-words/span.ts';
import { printable, printableStart } from '../../shared/printable.ts';
import type { JsonClient } from '../api-client.ts';
import { CopyButton } from '../copy-button.tsx';
import { LoadingRows } from '../loading-rows.tsx';
import { Moment } from '../moment.tsx';
import { useNow } from '../now-context.ts';
import { OutcomeMark } from '../summary/outcome-mark.tsx';
import { momentText } from '../time.ts';
import { TroubleBanner } from '../trouble-banner.tsx';
import { useReading } from '../use-reading.ts';
import { WayBack } from '../way-back.tsx';
import { useTimeZone } from '../zone.ts';
import { ConferenceTable } from './conference-table.tsx';
import { type KnownConference, readConference } from './read-conference.ts';

const POLL_MS = 3_000;
/** Twilio measures a conference up to half an hour after its end. */
const YOUNG_MS = 45 * 60_000;
/** Times of a longer one need no seconds. */
const SHORT_MS = 5 * 60_000;
const LONGEST_NAME = 64;

interface Props {
  client: JsonClient;
  conferenceSid: string;
  /** The call that led here. */
  marked: string | undefined;
  onSignedOut: () => void;
}

/** Who was in a conference, when, and how it went. */
export function ConferenceView({ client, conferenceSid, marked, onSignedOut }: Props) {
  const now = useNow();
  const timeZone = useTimeZone();
  const [known, setKnown] = useState<KnownConference>();
  const poll = useMemo(
    () => async (signal: AbortSignal) => {
      const read = await readConference(client, conferenceSid, signal);
      if (signal.aborted) return undefined;
      setKnown(read);
      return isYoung(read, now()) ? POLL_MS : undefined;
    },
    [client, conferenceSid, now],
  );
  const { troubled, refusal } = useReading(poll, onSignedOut);
  const { conference, participants } = known ?? { conference: null, participants: [] };
  const isThere = conference !== null || participants.length > 0;
  const span = conferenceSpan(conference, participants);
  const shown = span && { ...span, toMs: span.isOpen ? Math.max(span.toMs, now()) : span.toMs };
  const to = shown !== undefined && shown.toMs - shown.fromMs < SHORT_MS ? 'second' : 'hour';
  const clock = (ms: number) => momentText(ms, to, timeZone);
  const name = conference?.friendly_name;
  return (
    <>
      <TroubleBanner troubled={troubled} />
      <header class="call-head">
        <WayBack />
        <h1>Conference {name ? printableStart(name, LONGEST_NAME) : <Sid sid={conferenceSid} />}</h1>
        {name && <Sid sid={conferenceSid} />}
        <CopyButton text={conferenceSid} label="Copy this conference SID" />
      </header>
      {refusal && <p role="alert">{refusal.message}</p>}
      {known === undefined && refusal === undefined && <LoadingRows />}
      {known !== undefined && !isThere && <NoConference />}
      {known !== undefined && isThere && (
        <>
          <Verdict known={known} clock={clock} />
          {conference && <Facts conference={conference} />}
          <ConferenceTable known={known} span={shown} marked={marked} />
        </>
      )}
    </>
  );
}

function Sid({ sid }: { sid: string }) {
  return <span class="sid">{printableStart(sid, LONGEST_NAME)}</span>;
}

function Verdict({ known, clock }: { known: KnownConference; clock: (ms: number) => string }) {
  const [first, ...others] = conferenceInWords(known.conference, known.participants, clock);
  const bad = others.filter(({ isBad }) => isBad);
  const tone = bad.length > 0 ? 'bad' : 'neutral';
  const [end, ...beside] = others.filter(({ isBad }) => !isBad);
  const line = (sentences: readonly { says: string }[]) => printable(sentences.map(({ says }) => says).join(' '));
  return (
    <section class={`call-verdict call-verdict-${tone}`} aria-label="Verdict" role="status">
      <p class="verdict-title">
        <OutcomeMark tone={tone} /> {printable(first?.says)}
      </p>
      {end && <p class="verdict-why">{printable(end.says)}</p>}
      {bad.length > 0 && <p class="verdict-why conference-bad">{line(bad)}</p>}
      {beside.length > 0 && <p class="verdict-beside">{line(beside)}</p>}
    </section>
  );
}

function Facts({ conference }: { conference: ConferenceResource }) {
  const { create_time: made, end_time: ended, mixer_region: region, recording_enabled: isRecorded } = conference;
  const most = conference.max_concurrent_participants;
  return (
    <ul class="call-line conference-facts" aria-label="Facts">
      {made && (
        <li>
          <Moment atMs={Date.parse(made)} to="date" />
          {ended && (
            <>
              {' to '}
              <Moment atMs={Date.parse(ended)} to="second" />
            </>
          )}
        </li>
      )}
      {most !== null && most > 0 && <li>{most} at once at most</li>}
      {region && <li>mixed in {region}</li>}
      {isRecorded !== null && <li>{isRecorded ? 'recorded' : 'not recorded'}</li>}
      {isUnmeasured(conference) && (
        <li>
          {NOT_MEASURED}: <code>{MEASURE_AGAIN}</code> asks again
        </li>
      )}
    </ul>
  );
}

function NoConference() {
  return (
    <div class="empty">
      <p>Nothing is kept of this conference.</p>
      <p>
        Twilio sends conferences only where they are subscribed to: <code>attach --types conferences</code>. A
        conference is known when two are in, and a participant when it has left.
      </p>
    </div>
  );
}

function isYoung({ conference, participants }: KnownConference, nowMs: number): boolean {
  if (isGoingOn(conference)) return true;
  const span = conferenceSpan(conference, participants);
  return conference?.processing_state !== 'complete' && span !== undefined && nowMs - span.toMs < YOUNG_MS;
}
