import { useContext } from 'preact/hooks';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import { errorCauseInWords } from '../../families/call-summary/in-words/event-findings.ts';
import { errorCodeUrl } from '../../shared/error-codes.ts';
import { printableStart } from '../../shared/printable.ts';
import { Clock } from '../clock.tsx';
import { errorLine } from '../error-text.ts';
import { timeOf } from '../event-facts.ts';
import { LongText } from '../long-text.tsx';
import { utcText } from '../time.ts';
import { eventFields } from './event-fields.ts';
import { Findings } from './findings-context.ts';
import { RawJson } from './raw-json.tsx';

/** Of what others wrote; the JSON has all of it. */
const LONGEST_NAME = 120;
const LONG_VALUE = 500;

/** All of an event: its error in words, its fields, its JSON. */
export function EventDetail({ event }: { event: EventResource }) {
  const atMs = timeOf(event);
  const error = errorLine(event);
  const { fields, more } = eventFields(event);
  return (
    <div class="event-detail">
      {error?.code !== undefined && <ErrorInWords code={error.code} text={error.text} />}
      <dl class="fields">
        <dt>time</dt>
        <dd>
          <Clock atMs={atMs} withDate /> {atMs !== undefined && <span class="muted">({utcText(atMs)})</span>}
        </dd>
        {fields.map(([name, value]) => (
          <div key={name}>
            <dt>{printableStart(name, LONGEST_NAME)}</dt>
            <dd>
              <LongText text={value} short={LONG_VALUE} />
            </dd>
          </div>
        ))}
      </dl>
      {more > 0 && <p class="muted">{more.toLocaleString()} more fields are in the JSON.</p>}
      <RawJson event={event} />
    </div>
  );
}

function ErrorInWords({ code, text }: { code: number; text: string }) {
  const cause = errorCauseInWords(code, useContext(Findings));
  return (
    <p class="error-in-words">
      <strong>
        {code}
        {text !== '' && ': '}
        <LongText text={text} short={LONG_VALUE} />
      </strong>
      {cause && ` ${cause}`}{' '}
      <a href={errorCodeUrl(code)} target="_blank" rel="noreferrer">
        What Twilio says about {code}
      </a>
    </p>
  );
}
