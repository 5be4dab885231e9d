import { callSidRemark } from '../../../shared/call-sid.ts';
import { printable, printableStart } from '../../../shared/printable.ts';
import { Clock } from '../../clock.tsx';
import { addressOfCall, addressOfEvent } from '../../route.ts';
import { OutcomeMark } from '../../summary/outcome-mark.tsx';
import { Command } from '../command.tsx';
import type { PlacedEvents } from '../placed-events.ts';
import type { TimeView } from '../time-view.ts';
import type { ShortFact } from './call-line.ts';
import type { Clause } from './clause.ts';
import type { Verdict } from './verdict.ts';

/** Of what others wrote, in a line of short facts. */
const LONGEST_FACT = 80;
const LONGEST_CLAUSE = 600;

interface Props {
  callSid: string;
  verdict: Verdict;
  placed: PlacedEvents;
  line: readonly ShortFact[];
  onSelect: (index: number) => void;
  /** Shows a part of the time, and what was measured of one edge and direction. */
  onLook: (window: TimeView, way: string | undefined) => void;
  /** What it is called, where there are several. */
  label?: string;
}

/** What happened, why, and what to do: each sentence about an event leads to it. */
export function VerdictPanel({ callSid, verdict, placed, line, onSelect, onLook, label = 'Verdict' }: Props) {
  const { tone, title, why, beside, measured, next } = verdict;
  const { events, times, span } = placed;
  const linkOf =
    (way?: string) =>
    ({ event, window }: Clause) => {
      const pointed = event === undefined ? undefined : events[event];
      if (pointed !== undefined && event !== undefined) {
        return { href: addressOfEvent(pointed), follow: () => onSelect(event) };
      }
      return window && { href: addressOfCall(callSid, { window }), follow: () => onLook(window, way) };
    };
  return (
    <section class={`call-verdict call-verdict-${tone}`} aria-label={label}>
      <p class="verdict-title">
        <OutcomeMark tone={tone} /> {title}.
      </p>
      <Paragraph name="verdict-why" clauses={why} linkOf={linkOf()} />
      {measured.length > 0 && (
        <ul class="verdict-measured" aria-label="Media">
          {measured.map(({ way, isBad, clauses }) => (
            <li key={way} class={isBad ? 'is-bad' : ''}>
              <Clauses clauses={clauses} linkOf={linkOf(way)} />
            </li>
          ))}
        </ul>
      )}
      <Paragraph name="verdict-beside" clauses={beside} linkOf={linkOf()} />
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

type LinkOf = (clause: Clause) => { href: string; follow: () => void } | undefined;

interface ClausesProps {
  clauses: readonly Clause[];
  linkOf: LinkOf;
}

function Paragraph({ name, ...said }: ClausesProps & { name: string }) {
  return said.clauses.length === 0 ? null : (
    <p class={name}>
      <Clauses {...said} />
    </p>
  );
}

function Clauses({ clauses, linkOf }: ClausesProps) {
  return clauses.map((clause) => {
    const said = printableStart(clause.text, LONGEST_CLAUSE);
    const link = linkOf(clause);
    return (
      <span key={clause.text}>
        {link === undefined ? (
          said
        ) : (
          <a
            class="verdict-clause"
            href={link.href}
            onClick={(click) => {
              if (click.ctrlKey || click.metaKey || click.shiftKey || click.altKey) return;
              click.preventDefault();
              link.follow();
            }}
          >
            {said}
          </a>
        )}{' '}
      </span>
    );
  });
}
