import { callError } from '../../shared/call-error.ts';
import { Clock } from '../clock.tsx';
import { errorCodeInWords } from '../error-codes.ts';
import { LANE_WORD, laneOf, levelOf, titleOf } from '../event-facts.ts';
import { LevelMark } from '../level.tsx';
import { offsetText } from '../time.ts';
import type { TwilioEvent } from '../twilio-event.ts';
import { detailOf } from './event-fields.ts';

/** The fields of the event somebody points at. `sinceMs`: since the first event of the call. */
export function EventCard({ event, atMs, sinceMs }: { event: TwilioEvent; atMs: number; sinceMs: number }) {
  const code = callError(event)?.code;
  const words = code === undefined ? undefined : errorCodeInWords(code);
  return (
    <div class="event-card">
      <strong>
        <LevelMark level={levelOf(event)} /> {titleOf(event)}
      </strong>
      <span class="event-card-when">
        {LANE_WORD[laneOf(event)]} · {offsetText(sinceMs)} · <Clock atMs={atMs} />
      </span>
      <span class="event-card-detail">{detailOf(event)}</span>
      {words && <span class="event-card-detail">{words.cause}</span>}
    </div>
  );
}
