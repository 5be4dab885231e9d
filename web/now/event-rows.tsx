import { useState } from 'preact/hooks';
import { callError } from '../../shared/call-error.ts';
import { printable } from '../../shared/printable.ts';
import { Clock } from '../clock.tsx';
import { errorCodeInWords } from '../error-codes.ts';
import { LANE_WORD, laneOf, levelOf, titleOf } from '../event-facts.ts';
import { LevelMark } from '../level.tsx';
import { addressOfEvent } from '../route.ts';
import { durationText } from '../time.ts';
import type { SeenEvent } from './feed.ts';

const STEP = 100;

/** Events of several calls; each opens its call, at the event. */
export function EventRows({ events }: { events: readonly SeenEvent[] }) {
  const [limit, setLimit] = useState(STEP);
  return (
    <>
      <ul class="rows">
        {events.slice(0, limit).map((seen) => (
          <EventRow key={seen.key} seen={seen} />
        ))}
      </ul>
      {events.length > limit && (
        <button type="button" class="more" onClick={() => setLimit(limit + STEP)}>
          Show more ({events.length - limit} left)
        </button>
      )}
    </>
  );
}

function EventRow({ seen: { event, atMs, seenMs, isLate, isNew } }: { seen: SeenEvent }) {
  const error = callError(event);
  const words = error?.code === undefined ? undefined : errorCodeInWords(error.code);
  return (
    <li class={isNew ? 'row row-new' : 'row'}>
      <a href={addressOfEvent(event)}>
        <span class="row-level">
          <LevelMark level={levelOf(event)} />
        </span>
        <span class="row-time">
          <Clock atMs={atMs} withDate />
          {isLate && <span class="badge">{durationText(roundedAge(seenMs - atMs))} late</span>}
        </span>
        <span class="row-what">
          <span class="row-title">{titleOf(event)}</span>
          {error && (
            <span class="row-error">
              {error.code !== undefined && <b>{error.code}</b>} {words?.title ?? printable(error.message)}
            </span>
          )}
        </span>
        <span class="row-lane">{LANE_WORD[laneOf(event)]}</span>
        <span class="row-call sid">{printable(event.call_sid)}</span>
      </a>
    </li>
  );
}

function roundedAge(ms: number): number {
  return Math.round(ms / 1_000) * 1_000;
}
