import type { ComponentChildren } from 'preact';
import type { EventFindings } from '../../families/call-summary/in-words/event-findings.ts';
import { kindOfCall } from '../../families/call-summary/in-words/kind.ts';
import { NO_SUMMARY, PRELIMINARY } from '../../families/call-summary/in-words/missing.ts';
import { isFinalSummary, outcomeOf } from '../../families/call-summary/in-words/outcome.ts';
import { printable } from '../../shared/printable.ts';
import { troubleInWords } from '../trouble-in-words.ts';
import type { KnownCall } from './known-call.ts';
import { OutcomeMark } from './outcome-mark.tsx';
import { SummaryFacts } from './summary-facts.tsx';
import { SummaryParties } from './summary-parties.tsx';
import { SummaryQuality } from './summary-quality.tsx';
import type { SummaryState } from './use-summary.ts';

interface CardProps extends SummaryState {
  events: EventFindings | undefined;
}

/** How a call was: its outcome, who took part, why it ended and what was bad, and why what is missing is missing. */
export function SummaryCard({ summary, made, isRead, isAwaited, trouble, events }: CardProps) {
  if (summary !== undefined) return <KnownSummary summary={summary} events={events} made={made} />;
  if (trouble !== undefined) {
    return (
      <Card title="The summary cannot be read">
        <p>{troubleInWords(trouble)}</p>
      </Card>
    );
  }
  if (!isRead) return null;
  return (
    <Card title={isAwaited ? 'No summary yet' : 'No summary'}>
      <p class="muted">{NO_SUMMARY}</p>
    </Card>
  );
}

function KnownSummary({ summary, events, made }: KnownCall) {
  const { tone, title, says, cutOffBy } = outcomeOf(summary, { events, children: made });
  const kind = kindOfCall(summary);
  return (
    <Card
      tone={tone}
      title={
        <>
          <OutcomeMark tone={tone} /> {title}
        </>
      }
    >
      <p class="summary-says">
        {sentence(kind)} {printable(says)}
      </p>
      {!isFinalSummary(summary) && <p class="summary-preliminary">{PRELIMINARY}</p>}
      <SummaryParties summary={summary} />
      <SummaryFacts summary={summary} events={events} made={made} isCutOff={cutOffBy !== undefined} />
      <SummaryQuality summary={summary} />
    </Card>
  );
}

function Card({
  title,
  tone = 'neutral',
  children,
}: {
  title: ComponentChildren;
  tone?: string;
  children: ComponentChildren;
}) {
  return (
    <section class={`summary-card summary-${tone}`} aria-labelledby="summary-head">
      <h2 id="summary-head">{title}</h2>
      {children}
    </section>
  );
}

/** `inbound phone call` as a sentence of its own. */
function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
