import { useMemo, useRef, useState } from 'preact/hooks';
import type { JsonClient } from '../api-client.ts';
import { countText } from '../count.ts';
import { LongText } from '../long-text.tsx';
import { TroubleBanner } from '../trouble-banner.tsx';
import { useReading } from '../use-reading.ts';
import { CallRows } from './call-rows.tsx';
import { type CallsOfParty, NOTHING_READ, newestFirst, pathOfSide, SIDES, withPage } from './calls-of-party.ts';
import { readSummaries } from './read-summary.ts';

const POLL_MS = 2_000;

/** The calls of a number, client or SIP address, newest first. */
export function PartyView({
  client,
  party,
  onSignedOut,
}: {
  client: JsonClient;
  party: string;
  onSignedOut: () => void;
}) {
  const [read, setRead] = useState<CallsOfParty>();
  const [isReadingOn, setIsReadingOn] = useState(false);
  const known = useRef(NOTHING_READ);
  const poll = useMemo(() => {
    known.current = NOTHING_READ;
    let isAgain = false;
    return async (signal: AbortSignal) => {
      const pages = await Promise.all(
        SIDES.map(async (side) => ({ side, page: await readSummaries(client, pathOfSide(party, side), signal) })),
      );
      if (signal.aborted) return undefined;
      known.current = pages.reduce((all, one) => withPage(all, { ...one, isAgain }), known.current);
      isAgain = true;
      setRead(known.current);
      // Without a lookup by number, days are gone through: that is for whoever asks for more.
      return pages.some(({ page }) => page.summaries.length === 0 && page.next !== null) ? undefined : POLL_MS;
    };
  }, [client, party]);
  const { troubled, refusal } = useReading(poll, onSignedOut);
  const readOn = async () => {
    setIsReadingOn(true);
    const { behind } = known.current;
    // Trouble is said by what asks all the time.
    await Promise.all(
      SIDES.map(async (side) => {
        const next = behind[side]?.next;
        if (next === undefined) return;
        const page = await readSummaries(client, next, new AbortController().signal);
        known.current = withPage(known.current, { side, page, isAgain: false });
      }),
    ).catch(() => undefined);
    setRead(known.current);
    setIsReadingOn(false);
  };

  const calls = useMemo(() => (read === undefined ? [] : newestFirst(read)), [read]);
  const isWhole = read !== undefined && Object.keys(read.behind).length === 0;
  return (
    <>
      <TroubleBanner troubled={troubled} />
      <h1>
        Calls of{' '}
        <span class="sid">
          <LongText text={party} />
        </span>
      </h1>
      {refusal && <p role="alert">{refusal.message}</p>}
      <p role="status" class="muted call-state">
        {read === undefined
          ? refusal === undefined && 'Loading…'
          : `${countText(calls.length, isWhole)} ${calls.length === 1 ? 'call' : 'calls'}, newest first`}
      </p>
      {read !== undefined && calls.length === 0 && isWhole && <NoCalls />}
      <CallRows calls={calls} party={party} />
      {read !== undefined && !isWhole && (
        <button type="button" class="more" disabled={isReadingOn} onClick={readOn}>
          Show more
        </button>
      )}
    </>
  );
}

/** Why there may be no calls. */
function NoCalls() {
  return (
    <>
      <p>Possible reasons:</p>
      <ul>
        <li>
          The number is written in another way. Twilio writes it with + and its country code: +14155550100. A client is
          client:name.
        </li>
        <li>Twilio has not sent the summary yet. The first comes within 10 minutes of the end of a call.</li>
        <li>Calls are not looked up by number here (partyLookup is off), or numbers are hidden (redactFields).</li>
        <li>The calls are older than this table, or their rows have expired.</li>
      </ul>
    </>
  );
}
