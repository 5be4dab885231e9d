import type { RefObject } from 'preact';
import { Clock } from '../clock.tsx';
import { LANE_WORD, laneOf, levelOf, titleOf } from '../event-facts.ts';
import { LevelMark } from '../level.tsx';
import { offsetText } from '../time.ts';
import type { TwilioEvent } from '../twilio-event.ts';
import { EventDetail } from './event-detail.tsx';
import { detailOf } from './event-fields.ts';

interface Props {
  event: TwilioEvent;
  index: number;
  count: number;
  atMs: number;
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
export function EventRow({ event, index, count, atMs, sinceMs, top, detail, onPress, ...is }: Props) {
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
        <span class="event-line-since">{offsetText(sinceMs)}</span>
        <span class="event-line-clock">
          <Clock atMs={atMs} />
        </span>
        <span class="event-line-lane">{LANE_WORD[laneOf(event)]}</span>
        <span class="event-line-title">{titleOf(event)}</span>
        <span class="event-line-detail">{detailOf(event)}</span>
      </button>
      {is.isOpen && (
        <div ref={detail}>
          <EventDetail event={event} atMs={atMs} />
        </div>
      )}
    </li>
  );
}
