import { callError } from '../../shared/call-error.ts';
import { Clock } from '../clock.tsx';
import { errorCodeInWords, errorCodeUrl } from '../error-codes.ts';
import { utcText } from '../time.ts';
import type { TwilioEvent } from '../twilio-event.ts';
import { eventFields } from './event-fields.ts';
import { RawJson } from './raw-json.tsx';

/** All of an event: its error in words, its fields, its JSON. */
export function EventDetail({ event, atMs }: { event: TwilioEvent; atMs: number }) {
  const code = callError(event)?.code;
  return (
    <div class="event-detail">
      {code !== undefined && <ErrorInWords code={code} />}
      <dl class="fields">
        <dt>time</dt>
        <dd>
          <Clock atMs={atMs} withDate /> <span class="muted">({utcText(atMs)})</span>
        </dd>
        {eventFields(event).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <RawJson event={event} />
    </div>
  );
}

function ErrorInWords({ code }: { code: number }) {
  const words = errorCodeInWords(code);
  return (
    <p class="error-in-words">
      <strong>
        {code}
        {words && `: ${words.title}`}
      </strong>
      {words && ` ${words.cause}`}{' '}
      <a href={errorCodeUrl(code)} target="_blank" rel="noreferrer">
        What Twilio says about {code}
      </a>
    </p>
  );
}
