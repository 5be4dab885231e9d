import type { ComponentChildren } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import { Clock } from '../clock.tsx';
import { useCountText, Whole } from '../count.ts';
import { isFuture, LANE_WORD } from '../event-facts.ts';
import { LongText } from '../long-text.tsx';
import { useNow } from '../now-context.ts';
import { durationText, NO_TIME } from '../time.ts';
import { type CallFacts, callFacts } from './call-facts.ts';

/** Two or three lines of a narrow column. */
const LONG_FACT = 48;

/** Which call it is, how it was, when it was, and who took part with what. @param children what opens the call */
export function CallHeader({
  callSid,
  events,
  children,
}: {
  callSid: string;
  events: readonly EventResource[];
  children?: ComponentChildren;
}) {
  const facts = useMemo(() => callFacts(events), [events]);
  const countText = useCountText();
  const isWhole = useContext(Whole);
  const now = useNow();
  return (
    <header class="call-header">
      <h1>
        Call{' '}
        <span class="sid">
          <LongText text={callSid} />
        </span>
      </h1>
      {children}
      {events.length > 0 && (
        <dl class="call-facts">
          <Fact name="Errors">
            <span class={facts.errors > 0 ? 'has-errors' : ''}>{countText(facts.errors)}</span>
          </Fact>
          <Fact name="Events">{countText(events.length)}</Fact>
          <Fact name="First event" isWide>
            <Clock atMs={facts.span?.startMs} withDate />
          </Fact>
          {isWhole && (
            <Fact name="Last event" isWide>
              <Clock atMs={facts.span?.endMs} withDate />
            </Fact>
          )}
          <Fact name="Span of events">{durationOf(facts.span, { isWhole, nowMs: now() })}</Fact>
          <Fact name="Edges seen" isWide>
            {facts.lanes.map((lane) => LANE_WORD[lane]).join(', ')}
          </Fact>
          <Fact name="SDK">{facts.sdk}</Fact>
          <Fact name="Browser">{facts.browser}</Fact>
          <Fact name="System">{facts.os}</Fact>
          <Fact name="Device">{facts.device}</Fact>
          <Fact name="Place">{facts.place}</Fact>
          <Fact name="Account" isWide>
            {facts.accountSid && (
              <span class="sid">
                <LongText text={facts.accountSid} short={LONG_FACT} />
              </span>
            )}
          </Fact>
        </dl>
      )}
    </header>
  );
}

function durationOf(span: CallFacts['span'], { isWhole, nowMs }: { isWhole: boolean; nowMs: number }): string {
  if (span === undefined) return NO_TIME;
  if (isFuture(span.endMs, nowMs)) return 'unknown: a device’s clock is ahead';
  return `${isWhole ? '' : 'at least '}${durationText(span.endMs - span.startMs)}`;
}

/** Nothing at all for a fact that no event tells. */
function Fact({ name, isWide = false, children }: { name: string; isWide?: boolean; children: ComponentChildren }) {
  if (children === '') return null;
  return (
    <div class={isWide ? 'fact-wide' : ''}>
      <dt>{name}</dt>
      <dd>{typeof children === 'string' ? <LongText text={children} short={LONG_FACT} /> : children}</dd>
    </div>
  );
}
