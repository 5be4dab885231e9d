import { measuredNumber } from '../../families/call-summary/in-words/in-text.ts';
import { durationInWords } from '../../families/call-summary/in-words/lengths.ts';
import { isFinalSummary, outcomeOf } from '../../families/call-summary/in-words/outcome.ts';
import { partyOf } from '../../families/call-summary/in-words/party.ts';
import { objectAt, said, saidTexts } from '../../families/call-summary/said.ts';
import type { JsonObject } from '../../shared/json.ts';
import { printable, printableStart } from '../../shared/printable.ts';
import { Moment } from '../moment.tsx';
import { addressOfCall } from '../route.ts';
import { NO_TIME } from '../time.ts';
import { startedMs } from './calls-of-party.ts';
import { OutcomeMark } from './outcome-mark.tsx';

/** Of what others wrote, in a row. */
const LONGEST = { sid: 64, tags: 120 };

/** Calls, each with its outcome and whom it was with; each opens the call. @param party whose calls they are */
export function CallRows({ calls, party }: { calls: readonly JsonObject[]; party: string }) {
  return (
    <ul class="rows">
      {calls.map((summary) => (
        <CallRow key={String(summary.call_sid)} summary={summary} party={party} />
      ))}
    </ul>
  );
}

function CallRow({ summary, party }: { summary: JsonObject; party: string }) {
  const callSid = String(summary.call_sid);
  const { tone, title } = outcomeOf(summary);
  const seconds = measuredNumber(summary.duration);
  const atMs = startedMs(summary);
  const tags = saidTexts(summary.tags).join(', ');
  return (
    <li class="row">
      <a href={addressOfCall(callSid)}>
        <span class="row-level">
          <OutcomeMark tone={tone} />
        </span>
        <span class="row-time">{atMs === undefined ? NO_TIME : <Moment atMs={atMs} to="date" />}</span>
        <span class="row-what">
          <span class="row-title">
            {title}
            {seconds !== undefined && `, ${durationInWords(seconds)}`}
          </span>
          <span class="row-error">
            {printable(otherSide(summary, party))}
            {said(summary.parent_call_sid) !== undefined && ' · leg of another call'}
            {!isFinalSummary(summary) && ' · preliminary'}
          </span>
        </span>
        <span class="row-lane">{printableStart(tags, LONGEST.tags)}</span>
        <span class="row-call sid">{printableStart(callSid, LONGEST.sid)}</span>
      </a>
    </li>
  );
}

/** Whom the party called, or who called it. */
function otherSide(summary: JsonObject, party: string): string {
  const [from, to] = [partyOf(summary, 'from').address, partyOf(summary, 'to').address];
  if (objectAt(summary, 'from').caller === party) return `called ${to ?? 'an unnamed party'}`;
  return `was called by ${from ?? 'an unnamed party'}`;
}
