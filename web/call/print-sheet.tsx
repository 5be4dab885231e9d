import { render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import { printableStart } from '../../shared/printable.ts';
import { LANE_WORD, laneOf, levelOf, titleOf } from '../event-facts.ts';
import { LEVEL_WORD } from '../level-shape.ts';
import { offsetText, utcText } from '../time.ts';
import { detailOf } from './event-fields.ts';
import type { PlacedEvents } from './placed-events.ts';

/** Of what others wrote, in a cell. */
const LONGEST_TITLE = 160;

/** All events as a table, for as long as somebody prints: on a screen a long call would be slow with it. */
export function PrintSheet({ placed }: { placed: PlacedEvents }) {
  const field = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    // What is printed is what is there when the listener is through.
    const show = (table: preact.ComponentChild) => field.current !== null && render(table, field.current);
    addEventListener('beforeprint', () => show(<EventTable placed={placed} />), { signal });
    addEventListener('afterprint', () => show(null), { signal });
    return () => listening.abort();
  }, [placed]);
  return <div ref={field} class="print-sheet" />;
}

function EventTable({ placed: { events, times, order, span } }: { placed: PlacedEvents }) {
  return (
    <table>
      <caption>All {events.length.toLocaleString()} events, in the order of their times</caption>
      <thead>
        <tr>
          <th>Since start</th>
          <th>Time</th>
          <th>Edge</th>
          <th>Level</th>
          <th>Event</th>
          <th>Detail</th>
        </tr>
      </thead>
      <tbody>
        {order.map((index) => {
          const event = events[index] as EventResource;
          const atMs = times[index] ?? 0;
          return (
            <tr key={index}>
              <td>{offsetText(atMs - span.startMs)}</td>
              <td>{utcText(atMs)}</td>
              <td>{LANE_WORD[laneOf(event)]}</td>
              <td>{LEVEL_WORD[levelOf(event)]}</td>
              <td>{printableStart(titleOf(event), LONGEST_TITLE)}</td>
              <td>{detailOf(event)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
