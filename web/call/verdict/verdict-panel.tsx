import type { EventResource } from '../../../families/call-event/event-resource.ts';
import { callSidRemark } from '../../../shared/call-sid.ts';
import { printable, printableStart } from '../../../shared/printable.ts';
import { Clock } from '../../clock.tsx';
import { addressOfEvent } from '../../route.ts';
import { OutcomeMark } from '../../summary/outcome-mark.tsx';
import { Command } from '../command.tsx';
import type { PlacedEvents } from '../placed-events.ts';
import type { ShortFact } from './call-line.ts';
import type { Clause, Verdict } from './verdict.ts';

/** Of what others wrote, in a line of short facts. */
const LONGEST_FACT = 80;
const LONGEST_CLAUSE = 600;

interface Props {
  callSid: string;
  verdict: Verdict;
  placed: PlacedEvents;
  line: readonly ShortFact[];
  onSelect: (index: number) => void;
  /** What it is called, where there are several. */
  label?: string;
}

/** What happened, why, and what to do: each sentence about an event leads to it. */
export function VerdictPanel({ callSid, verdict, placed, line, onSelect, label = 'Verdict' }: Props) {
  const { tone, title, why, beside, next } = verdict;
  const { events, times, span } = placed;
  return (
    <section class={`call-verdict call-verdict-${tone}`} aria-label={label}>
      <p class="verdict-title">
        <OutcomeMark tone={tone} /> {title}.
      </p>
      <Clauses clauses={why} events={events} onSelect={onSelect} isFirst />
      <Clauses clauses={beside} events={events} onSelect={onSelect} />
      {next.length > 0 && (
        <div class="verdict-next">
          <h2>What to do</h2>
          <ul>
            {next.map(({ says, url, command, onPage }) => (
              <li key={says}>
                {url === undefined ? (
                  printable(says)
                ) : (
                  <a href={url} target="_blank" rel="noreferrer">
                    {says.replace(`: ${url}`, '')}
                  </a>
                )}
                {command !== undefined && onPage === undefined && callSidRemark(callSid) === undefined && (
                  <Command words={command} />
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
      {line.length > 0 && (
        <ul class="call-line" aria-label="Facts">
          {line.map(({ name, text }) => (
            <li key={name} title={name}>
              <span class="visually-hidden">{name}: </span>
              {printableStart(text, LONGEST_FACT)}
            </li>
          ))}
          {times.length > 0 && span.startMs > 0 && (
            <li title="First event">
              <Clock atMs={span.startMs} withDate />
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

function Clauses({
  clauses,
  events,
  onSelect,
  isFirst = false,
}: {
  clauses: readonly Clause[];
  events: readonly EventResource[];
  onSelect: (index: number) => void;
  isFirst?: boolean;
}) {
  if (clauses.length === 0) return null;
  return (
    <p class={isFirst ? 'verdict-why' : 'verdict-beside'}>
      {clauses.map(({ text, event }) => {
        const pointed = event === undefined ? undefined : events[event];
        const said = printableStart(text, LONGEST_CLAUSE);
        return (
          <span key={text}>
            {pointed === undefined || event === undefined ? (
              said
            ) : (
              <a
                class="verdict-clause"
                href={addressOfEvent(pointed)}
                onClick={(click) => {
                  if (click.ctrlKey || click.metaKey || click.shiftKey || click.altKey) return;
                  click.preventDefault();
                  onSelect(event);
                }}
              >
                {said}
              </a>
            )}{' '}
          </span>
        );
      })}
    </p>
  );
}
