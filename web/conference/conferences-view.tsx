import { useMemo, useState } from 'preact/hooks';
import { counted, listInWords, secondsInWords } from '../../families/call-summary/in-words/in-text.ts';
import type { ConferenceResource } from '../../families/conference-summary/conference-resource.ts';
import { isUnmeasured, NOT_MEASURED } from '../../families/conference-summary/in-words/measured.ts';
import { isGoingOn } from '../../families/conference-summary/in-words/span.ts';
import { printableStart } from '../../shared/printable.ts';
import type { JsonClient } from '../api-client.ts';
import { LoadingRows } from '../loading-rows.tsx';
import { Moment } from '../moment.tsx';
import { addressOfConference, addressOfConferences, type ConferencesSince } from '../route.ts';
import { OutcomeMark } from '../summary/outcome-mark.tsx';
import { NO_TIME } from '../time.ts';
import { TroubleBanner } from '../trouble-banner.tsx';
import { useReading } from '../use-reading.ts';
import { type Listed, readConferences } from './read-conference.ts';

const POLL_MS = 5_000;
const LONGEST = 64;
const SPANS: Readonly<Record<ConferencesSince, string>> = {
  '1d': 'Last day',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
};
const ISSUES: Readonly<Record<string, string>> = {
  call_quality: 'quality',
  region_configuration: 'region',
  participant_behavior: 'behaviour',
};

interface Props {
  client: JsonClient;
  since: ConferencesSince;
  onSignedOut: () => void;
}

/** Conferences, newest first. */
export function ConferencesView({ client, since, onSignedOut }: Props) {
  const [read, setRead] = useState<Listed<ConferenceResource>>();
  const [more, setMore] = useState<Listed<ConferenceResource>>();
  const [isReadingOn, setIsReadingOn] = useState(false);
  const poll = useMemo(() => {
    setRead(undefined);
    setMore(undefined);
    return async (signal: AbortSignal) => {
      const page = await readConferences(client, `/v1/Conferences?CreatedAfter=${since}`, signal);
      if (signal.aborted) return undefined;
      setRead(page);
      return POLL_MS;
    };
  }, [client, since]);
  const { troubled, refusal } = useReading(poll, onSignedOut);
  const next = more === undefined ? (read?.next ?? null) : more.next;
  const readOn = async () => {
    if (next === null) return;
    setIsReadingOn(true);
    // Trouble is said by what asks all the time.
    const page = await readConferences(client, next, new AbortController().signal).catch(() => undefined);
    if (page !== undefined) setMore({ list: [...(more?.list ?? []), ...page.list], next: page.next });
    setIsReadingOn(false);
  };
  const all = new Map([...(read?.list ?? []), ...(more?.list ?? [])].map((one) => [one.conference_sid, one]));
  return (
    <>
      <TroubleBanner troubled={troubled} />
      <div class="page-head">
        <h1>Conferences</h1>
        <nav class="tabs" aria-label="Time">
          {Object.entries(SPANS).map(([span, word]) => (
            <a
              key={span}
              href={addressOfConferences(span as ConferencesSince)}
              aria-current={span === since ? 'page' : undefined}
            >
              {word}
            </a>
          ))}
        </nav>
      </div>
      {refusal && <p role="alert">{refusal.message}</p>}
      {read === undefined && refusal === undefined && <LoadingRows />}
      {read !== undefined && (
        <p role="status" class="muted call-state">
          {all.size === 0 && next === null
            ? 'No conference in this time. Twilio sends them where they are subscribed to.'
            : `${all.size}${next === null ? '' : '+'} conference${all.size === 1 ? '' : 's'}, newest first`}
        </p>
      )}
      <ul class="rows">
        {[...all.values()].map((one) => (
          <ConferenceRow key={one.conference_sid} conference={one} />
        ))}
      </ul>
      {next !== null && (
        <button type="button" class="more" disabled={isReadingOn} onClick={readOn}>
          Show more
        </button>
      )}
    </>
  );
}

function ConferenceRow({ conference }: { conference: ConferenceResource }) {
  const { conference_sid: sid, friendly_name: name, create_time: made } = conference;
  const issues = Object.entries(conference.detected_issues ?? {}).flatMap(([kind, count]) =>
    count > 0 ? [`${count} ${ISSUES[kind] ?? kind}`] : [],
  );
  const people = conference.unique_participants ?? 0;
  const seconds = conference.duration_seconds ?? 0;
  const says = [
    ...(people > 0 ? [counted(people, 'name')] : []),
    ...(seconds > 0 ? [secondsInWords(seconds)] : []),
    ...(isGoingOn(conference) ? [conference.status === 'not_started' ? 'not started' : 'in progress'] : []),
    ...(conference.status === 'summary_timeout' ? ['no end was seen'] : []),
    ...(isUnmeasured(conference) ? [NOT_MEASURED] : []),
    ...(issues.length > 0 ? [`issues: ${listInWords(issues)}`] : []),
  ];
  return (
    <li class="row">
      <a href={addressOfConference(sid)}>
        <span class="row-level">
          <OutcomeMark tone={issues.length > 0 ? 'bad' : 'neutral'} />
        </span>
        <span class="row-time">{made ? <Moment atMs={Date.parse(made)} to="date" /> : NO_TIME}</span>
        <span class="row-what">
          <span class="row-title">{printableStart(name ?? 'Without a name', LONGEST)}</span>
          <span class="row-error">{says.join(' · ')}</span>
        </span>
        <span class="row-lane" />
        <span class="row-call sid">{printableStart(sid, LONGEST)}</span>
      </a>
    </li>
  );
}
