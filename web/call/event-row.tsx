import type { RefObject } from 'preact';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import { printableStart } from '../../shared/printable.ts';
import { Clock } from '../clock.tsx';
import { LANE_WORD, laneOf, levelOf, timeOf, titleOf } from '../event-facts.ts';
import { LevelMark } from '../level.tsx';
import { NO_TIME, offsetText } from '../time.ts';
import { EventDetail } from './event-detail.tsx';
import { detailOf } from './event-fields.ts';

/** More than any line has room for. */
const LONGEST_TITLE = 300;

interface Props {
  event: EventResource;
  index: number;
  count: number;
  /** Where it stands since the first event of the call, in ms. */
  sinceMs: number;
  top: number;
  isSelected: boolean;
  isOpen: boolean;
  /** The one row of the list that Tab reaches. */
  isReachable: boolean;
  detail: RefObject<HTMLDivElement | null>;
  onPress: (index: number) => void;
}

/** A line of the event list, with the event below it when it is open. */
export function EventRow({ event, index, count, sinceMs, top, detail, onPress, ...is }: Props) {
  const atMs = timeOf(event);
  return (
    <li class="event-row" aria-setsize={count} aria-posinset={index + 1} style={{ transform: `translateY(${top}px)` }}>
      <button
        type="button"
        class="event-line"
        data-index={index}
        aria-expanded={is.isOpen}
        aria-current={is.isSelected}
        tabIndex={is.isReachable ? 0 : -1}
        onClick={() => onPress(index)}
      >
        <LevelMark level={levelOf(event)} />
        <span class="event-line-since">{atMs === undefined ? NO_TIME : offsetText(sinceMs)}</span>
        <span class="event-line-clock">
          <Clock atMs={atMs} />
        </span>
        <span class="event-line-lane">{LANE_WORD[laneOf(event)]}</span>
        <span class="event-line-title">{printableStart(titleOf(event), LONGEST_TITLE)}</span>
        <span class="event-line-detail">{detailOf(event)}</span>
      </button>
      {is.isOpen && (
        <div ref={detail}>
          <EventDetail event={event} />
        </div>
      )}
    </li>
  );
}
