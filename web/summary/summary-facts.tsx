import type { ComponentChildren } from 'preact';
import { conversationRelayInWords } from '../../families/call-summary/in-words/agent-sessions.ts';
import { answeredByInWords } from '../../families/call-summary/in-words/answered-by.ts';
import { childInWords } from '../../families/call-summary/in-words/children.ts';
import { type EventFindings, errorsInWords } from '../../families/call-summary/in-words/event-findings.ts';
import { hungUpBy } from '../../families/call-summary/in-words/hung-up.ts';
import { measuredNumber, msInWords, secondsInWords } from '../../families/call-summary/in-words/in-text.ts';
import { isOfConference } from '../../families/call-summary/in-words/kind.ts';
import { durationInWords, postDialDelayMs, queueTimeInWords } from '../../families/call-summary/in-words/lengths.ts';
import { tellingMos } from '../../families/call-summary/in-words/media-failure.ts';
import { type Fact, whyMissing } from '../../families/call-summary/in-words/missing.ts';
import { lastSipCode } from '../../families/call-summary/in-words/outcome.ts';
import { mosText } from '../../families/call-summary/in-words/quality.ts';
import { sipResponse } from '../../families/call-summary/in-words/sip-response.ts';
import { said, saidCount } from '../../families/call-summary/said.ts';
import type { JsonObject } from '../../shared/json.ts';
import { printable, printableStart } from '../../shared/printable.ts';
import { utcTime } from '../../shared/utc-time.ts';
import type { ConferenceOfCall } from '../conference/read-conference.ts';
import { Moment } from '../moment.tsx';
import { addressOfCall, addressOfConference } from '../route.ts';
import type { KnownCall } from './known-call.ts';
import { Missing } from './summary-parties.tsx';

/** More agents than that are no reading. */
const MOST_CHILDREN = 20;
const LONGEST_NAME = 64;

interface Props extends KnownCall {
  isCutOff: boolean;
  /** That it was in, as far as they are known. */
  conferences: readonly ConferenceOfCall[];
}

/** Why a call ended, how long it took, and what it belongs to. */
export function SummaryFacts({ summary, events, made, conferences, isCutOff }: Props) {
  const started = utcTime(summary.start_time) ?? utcTime(summary.created_time);
  const parent = said(summary.parent_call_sid);
  const missing = (fact: Fact) => <Missing>{whyMissing(fact, summary)}</Missing>;
  return (
    <dl class="summary-facts">
      {started !== undefined && (
        <FactOf name="Started">
          <Moment atMs={Date.parse(started)} to="date" />
        </FactOf>
      )}
      <FactOf name="Duration">{lengthOf(summary) ?? missing('length')}</FactOf>
      <FactOf name="Hung up by">{whoHungUp(summary, isCutOff) ?? missing('hungUp')}</FactOf>
      <FactOf name="Last SIP response">{sipOf(summary, events) ?? missing('sipCode')}</FactOf>
      <FactOf name="Post-dial delay">{delayOf(summary) ?? missing('postDialDelay')}</FactOf>
      <FactOf name="MOS">{mosOf(summary) ?? missing('mos')}</FactOf>
      <Sentence name="Answered by" says={answeredByInWords(summary)} />
      <Sentence name="Queue" says={queueTimeInWords(summary)} />
      <Sentence name="Conversation Relay" isWide says={conversationRelayInWords(summary)} />
      {conferences.length > 0 ? (
        <FactOf name="Conference">
          {[...new Map(conferences.map((one) => [one.conference_sid, one.conference])).entries()].map(
            ([sid, conference]) => (
              <div key={sid}>
                <a href={addressOfConference(sid, String(summary.call_sid))}>
                  {printableStart(conference?.friendly_name || sid, LONGEST_NAME)}
                </a>
              </div>
            ),
          )}
        </FactOf>
      ) : (
        isOfConference(summary) && <FactOf name="Conference">It took part in one.</FactOf>
      )}
      <Sentence
        name="Errors"
        isWide
        says={isCutOff && events?.errors === 1 ? undefined : events && errorsInWords(events)}
      />
      {made.length > 0 && (
        <FactOf name="Calls that it made" isWide>
          <ul class="summary-children">
            {made.slice(0, MOST_CHILDREN).map((child) => (
              <Child key={String(child.call_sid)} child={child} />
            ))}
            {made.length > MOST_CHILDREN && <li>And {(made.length - MOST_CHILDREN).toLocaleString()} more.</li>}
          </ul>
        </FactOf>
      )}
      {parent !== undefined && (
        <FactOf name="Parent call" isWide>
          <a href={addressOfCall(parent)} class="sid">
            {printable(parent)}
          </a>
        </FactOf>
      )}
    </dl>
  );
}

function Child({ child }: { child: JsonObject }) {
  const callSid = String(child.call_sid);
  return (
    <li>
      <a href={addressOfCall(callSid)} class="sid">
        {printable(callSid)}
      </a>{' '}
      {printable(childInWords(child))}
    </li>
  );
}

function FactOf({ name, isWide = false, children }: { name: string; isWide?: boolean; children: ComponentChildren }) {
  return (
    <div class={isWide ? 'summary-wide' : ''}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Nothing at all for what only few calls have. */
function Sentence({ name, says, isWide }: { name: string; says: string | undefined; isWide?: boolean }) {
  return says === undefined ? null : (
    <FactOf name={name} isWide={isWide}>
      {printable(says)}
    </FactOf>
  );
}

function lengthOf(summary: JsonObject): string | undefined {
  const [duration, connected] = [measuredNumber(summary.duration), saidCount(summary.connect_duration)];
  if (duration === undefined) return summary.duration === 0 ? '0 s' : undefined;
  const says = durationInWords(duration);
  return connected === undefined || connected >= duration ? says : `${says}, ${secondsInWords(connected)} connected`;
}

function whoHungUp(summary: JsonObject, isCutOff: boolean): string | undefined {
  const { by, says } = hungUpBy(summary, { isCutOff }) ?? {};
  if (by === 'caller' || by === 'callee') return isCutOff ? `The ${by}, as Twilio has it` : `The ${by}`;
  return says && printable(says);
}

function sipOf(summary: JsonObject, events: EventFindings | undefined) {
  const code = lastSipCode(summary);
  const response = sipResponse(summary, events);
  if (response === undefined) return code === undefined ? undefined : String(code);
  return (
    <>
      {response.text}
      {response.meaning && <span class="summary-details">{response.meaning}</span>}
    </>
  );
}

function delayOf(summary: JsonObject): string | undefined {
  const ms = postDialDelayMs(summary);
  return ms === undefined ? undefined : msInWords(ms);
}

function mosOf(summary: JsonObject): string | undefined {
  const mos = tellingMos(summary);
  return mos === undefined ? undefined : `${mosText(mos)} of 5, on average`;
}
