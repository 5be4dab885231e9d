import type { JsonObject } from '../../shared/json.ts';
import { CopyButton } from '../copy-button.tsx';
import { download } from '../download.ts';
import { addressOfComparison } from '../route.ts';
import { eventsCsv } from './events-csv.ts';
import type { PlacedEvents } from './placed-events.ts';

interface Props {
  callSid: string;
  placed: PlacedEvents;
  summary: JsonObject | undefined;
  /** Everything is read. */
  isWhole: boolean;
  /** A whole address with a fixed time. */
  link: () => string;
  /** Undefined while there is no verdict. */
  ticket: (() => string) | undefined;
}

/** Of a call as Twilio names one; any other might lead to another page. */
const USUAL = /^CA[0-9a-f]{32}$/i;

/** What somebody takes away from a call: a link, a text, files, a sheet. */
export function Evidence({ callSid, placed, summary, isWhole, link, ticket }: Props) {
  const { events } = placed;
  const hasFiles = isWhole && events.length > 0;
  const json = () => JSON.stringify({ call_sid: callSid, summary: summary ?? null, events }, null, 2);
  return (
    <div class="evidence no-print">
      <CopyButton text={link} label="Copy a link to this part of the call">
        Copy link
      </CopyButton>
      {ticket && (
        <CopyButton text={ticket} label="Copy the verdict, the facts and a link as text">
          Ticket text
        </CopyButton>
      )}
      <button type="button" disabled={!hasFiles} onClick={() => download(callSid, 'json', json())}>
        JSON
      </button>
      <button type="button" disabled={!hasFiles} onClick={() => download(callSid, 'csv', eventsCsv(placed))}>
        CSV
      </button>
      <button type="button" disabled={!hasFiles} onClick={() => print()}>
        Print
      </button>
      <a href={addressOfComparison(callSid)}>Compare</a>
      {USUAL.test(callSid) && (
        <a href={`https://www.twilio.com/console/voice/calls/logs/${callSid}`} target="_blank" rel="noreferrer">
          Twilio’s console
        </a>
      )}
    </div>
  );
}
