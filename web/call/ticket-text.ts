import { printable } from '../../shared/printable.ts';
import { utcText } from '../time.ts';
import type { PlacedEvents } from './placed-events.ts';
import type { ShortFact } from './verdict/call-line.ts';
import type { Verdict } from './verdict/verdict.ts';

/** What somebody pastes into a ticket: the verdict, what to do, the facts, and a link to the same window of the call. */
export function ticketText({
  callSid,
  verdict,
  placed: { times, span },
  line,
  link,
}: {
  callSid: string;
  verdict: Verdict;
  placed: PlacedEvents;
  line: readonly ShortFact[];
  link: string;
}): string {
  const { title, why, beside, measured, next } = verdict;
  const paragraph = (clauses: Verdict['why']) => clauses.map(({ text }) => text).join(' ');
  const time =
    times.length === 0 || span.startMs === 0 ? [] : [`Time: ${utcText(span.startMs)} to ${utcText(span.endMs)}`];
  const parts = [
    [
      `Call ${callSid}`,
      `${title}.`,
      paragraph(why),
      ...measured.map(({ clauses }) => paragraph(clauses)),
      paragraph(beside),
    ],
    next.length === 0 ? [] : ['What to do:', ...next.map(({ says }) => `- ${says}`)],
    [...line.map(({ name, text }) => `${name}: ${text}`), ...time],
    [link],
  ];
  return parts
    .map((lines) => lines.filter((text) => text !== '').map(printable))
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}
