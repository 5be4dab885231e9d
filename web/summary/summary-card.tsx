import type { ComponentChildren } from 'preact';
import type { EventFindings } from '../../families/call-summary/in-words/event-findings.ts';
import { kindOfCall } from '../../families/call-summary/in-words/kind.ts';
import { NO_SUMMARY, PRELIMINARY } from '../../families/call-summary/in-words/missing.ts';
import { isFinalSummary, outcomeOf } from '../../families/call-summary/in-words/outcome.ts';
import type { ConferenceOfCall } from '../conference/read-conference.ts';
import { troubleInWords } from '../trouble-in-words.ts';
import type { KnownCall } from './known-call.ts';
import { OutcomeMark } from './outcome-mark.tsx';
import { SummaryFacts } from './summary-facts.tsx';
import { SummaryParties } from './summary-parties.tsx';
import { SummaryQuality } from './summary-quality.tsx';
import type { SummaryState } from './use-summary.ts';

interface CardProps extends SummaryState {
  events: EventFindings | undefined;
  /** That it was in, as far as they are known. */
  conferences: readonly ConferenceOfCall[];
}

/** What Twilio's summary says of a call: who took part, how long it took, what was bad, and why what is missing is missing. */
export function SummaryCard({ summary, made, isRead, isAwaited, trouble, events, conferences }: CardProps) {
  if (summary !== undefined)
    return <KnownSummary summary={summary} events={events} made={made} conferences={conferences} />;
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

function KnownSummary({ summary, events, made, conferences }: KnownCall & Pick<CardProps, 'conferences'>) {
  const { tone, title, cutOffBy } = outcomeOf(summary, { events, children: made });
  return (
    <Card
      tone={tone}
      title={
        <>
          <OutcomeMark tone={tone} /> {title} <span class="summary-kind">{sentence(kindOfCall(summary))}</span>
        </>
      }
    >
      {!isFinalSummary(summary) && <p class="summary-preliminary">{PRELIMINARY}</p>}
      <div class="summary-body">
        <div>
          <SummaryParties summary={summary} />
          <SummaryFacts
            summary={summary}
            events={events}
            made={made}
            conferences={conferences}
            isCutOff={cutOffBy !== undefined}
          />
        </div>
        <SummaryQuality summary={summary} />
      </div>
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

/** `inbound phone call` as it stands for itself. */
function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
