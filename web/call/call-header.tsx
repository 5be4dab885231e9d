import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { Clock } from '../clock.tsx';
import { isFuture, LANE_WORD } from '../event-facts.ts';
import { durationText } from '../time.ts';
import type { TwilioEvent } from '../twilio-event.ts';
import { callFacts } from './call-facts.ts';

/** Which call it is, when it was, and who took part with what. */
export function CallHeader({ callSid, events }: { callSid: string; events: readonly TwilioEvent[] }) {
  const facts = useMemo(() => callFacts(events), [events]);
  return (
    <header class="call-header">
      <h1>
        Call <span class="sid">{callSid}</span>
      </h1>
      {events.length > 0 && (
        <dl class="call-facts">
          <Fact name="Errors">
            <span class={facts.errors > 0 ? 'has-errors' : ''}>{facts.errors}</span>
          </Fact>
          <Fact name="Events">{events.length}</Fact>
          <Fact name="First event" isWide>
            <Clock atMs={facts.startMs} withDate />
          </Fact>
          <Fact name="Last event" isWide>
            <Clock atMs={facts.endMs} withDate />
          </Fact>
          <Fact name="Duration">
            {isFuture(facts.endMs, Date.now())
              ? 'not known: a device’s clock runs ahead'
              : durationText(facts.endMs - facts.startMs)}
          </Fact>
          <Fact name="Sides seen" isWide>
            {facts.lanes.map((lane) => LANE_WORD[lane]).join(', ')}
          </Fact>
          <Fact name="SDK">{facts.sdk}</Fact>
          <Fact name="Browser">{facts.browser}</Fact>
          <Fact name="System">{facts.os}</Fact>
          <Fact name="Device">{facts.device}</Fact>
          <Fact name="Place">{facts.place}</Fact>
          <Fact name="Account" isWide>
            {facts.accountSid && <span class="sid">{facts.accountSid}</span>}
          </Fact>
        </dl>
      )}
    </header>
  );
}

/** Nothing at all for a fact that no event tells. */
function Fact({ name, isWide = false, children }: { name: string; isWide?: boolean; children: ComponentChildren }) {
  if (children === '') return null;
  return (
    <div class={isWide ? 'fact-wide' : ''}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
