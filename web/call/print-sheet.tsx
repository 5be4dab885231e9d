import { render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import type { Level } from '../../shared/level.ts';
import { printableStart } from '../../shared/printable.ts';
import { LANE_WORD, laneOf, levelOf, titleOf } from '../event-facts.ts';
import { LEVEL_WORD } from '../level-shape.ts';
import { offsetText, utcText } from '../time.ts';
import { detailOf } from './event-fields.ts';
import type { PlacedEvents } from './placed-events.ts';

/** Of what others wrote, in a cell. */
const LONGEST_TITLE = 160;
/** About twenty sheets of paper. */
const MOST_ROWS = 1_000;
const TELLING: ReadonlySet<Level> = new Set(['ERROR', 'WARNING'] as const);

/** The events as a table, of a very long call the errors and warnings first of all, for as long as somebody prints: on a screen a long call would be slow with it. */
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
  const printed = printedOf(events, order);
  return (
    <table>
      <caption>
        {printed.length === order.length
          ? `All ${printed.length.toLocaleString()} events, in the order of their times`
          : `${printed.length.toLocaleString()} of ${order.length.toLocaleString()} events: errors and warnings first of all. The CSV file has all.`}
      </caption>
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
        {printed.map((index) => {
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

/** Which events have room on paper, in their order. */
function printedOf(events: readonly EventResource[], order: readonly number[]): readonly number[] {
  if (order.length <= MOST_ROWS) return order;
  const isTelling = (index: number) => TELLING.has(levelOf(events[index] as EventResource));
  const chosen = new Set([...new Set([...order.filter(isTelling), ...order])].slice(0, MOST_ROWS));
  return order.filter((index) => chosen.has(index));
}
