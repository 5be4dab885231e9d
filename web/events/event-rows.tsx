import { useState } from 'preact/hooks';
import { printableStart } from '../../shared/printable.ts';
import { Clock } from '../clock.tsx';
import { useCountText } from '../count.ts';
import { errorLine } from '../error-text.ts';
import { LANE_WORD, laneOf, levelOf, titleOf } from '../event-facts.ts';
import { LevelMark } from '../level.tsx';
import { addressOfEvent } from '../route.ts';
import { durationText } from '../time.ts';
import type { KnownEvent, SeenEvent } from './feed.ts';

const STEP = 100;
/** Of what others wrote, in a row; its call has all of it. */
const LONGEST = { title: 160, error: 300, sid: 64 };

/** Events of several calls; each opens its call, at the event. */
export function EventRows({ events }: { events: readonly (SeenEvent | KnownEvent)[] }) {
  const [limit, setLimit] = useState(STEP);
  const countText = useCountText();
  return (
    <>
      <ul class="rows">
        {events.slice(0, limit).map((seen) => (
          <EventRow key={seen.key} seen={seen} />
        ))}
      </ul>
      {events.length > limit && (
        <button type="button" class="more" onClick={() => setLimit(limit + STEP)}>
          Show more ({countText(events.length - limit)} left)
        </button>
      )}
    </>
  );
}

function EventRow({ seen: { event, ...seen } }: { seen: SeenEvent | KnownEvent }) {
  const dated = 'atMs' in seen ? seen : undefined;
  const error = errorLine(event);
  return (
    <li class={dated?.isNew ? 'row row-new' : 'row'}>
      <a href={addressOfEvent(event)}>
        <span class="row-level">
          <LevelMark level={levelOf(event)} />
        </span>
        <span class="row-time">
          <Clock atMs={dated?.atMs} withDate />
          {dated?.isLate && <span class="badge">{durationText(roundedAge(dated.seenMs - dated.atMs))} late</span>}
        </span>
        <span class="row-what">
          <span class="row-title">{printableStart(titleOf(event), LONGEST.title)}</span>
          {error && (
            <span class="row-error">
              {error.code !== undefined && <b>{error.code}</b>} {printableStart(error.text, LONGEST.error)}
            </span>
          )}
        </span>
        <span class="row-lane">{LANE_WORD[laneOf(event)]}</span>
        <span class="row-call sid">{printableStart(event.call_sid, LONGEST.sid)}</span>
      </a>
    </li>
  );
}

function roundedAge(ms: number): number {
  return Math.round(ms / 1_000) * 1_000;
}
