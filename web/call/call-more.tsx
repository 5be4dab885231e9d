import type { ComponentChildren } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import type { JsonObject } from '../../shared/json.ts';
import { Clock } from '../clock.tsx';
import { CopyButton } from '../copy-button.tsx';
import { useCountText, Whole } from '../count.ts';
import { isFuture, LANE_WORD } from '../event-facts.ts';
import { LongText } from '../long-text.tsx';
import { useNow } from '../now-context.ts';
import { addressOfConference } from '../route.ts';
import { durationText, NO_TIME } from '../time.ts';
import { callFacts } from './call-facts.ts';
import { conferencesIn } from './conferences.ts';
import type { PlacedEvents } from './placed-events.ts';

/** Two or three lines of a narrow column. */
const LONG_FACT = 48;

interface Props {
  events: readonly EventResource[];
  placed: PlacedEvents;
  summary: JsonObject | undefined;
}

/** What the events tell of the call beside what happened: when it was, and who took part with what. */
export function CallMore({ events, placed, summary }: Props) {
  const facts = useMemo(() => callFacts(events), [events]);
  const conferences = useMemo(() => conferencesIn(events, summary), [events, summary]);
  const countText = useCountText();
  const isWhole = useContext(Whole);
  const now = useNow();
  return (
    <section class="call-more" aria-labelledby="call-more">
      <h2 id="call-more">What the events tell of it</h2>
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
        <Fact name="Length">{lengthOf(facts.span?.endMs, placed, { isWhole, nowMs: now() })}</Fact>
        <Fact name="Edges seen" isWide>
          {facts.lanes.map((lane) => LANE_WORD[lane]).join(', ')}
        </Fact>
        <Fact name="Client">{facts.client}</Fact>
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
        {conferences.length > 0 && (
          <Fact name="Conference" isWide>
            {conferences.map((sid) => (
              <span key={sid} class="sid">
                <a href={addressOfConference(sid)}>{sid}</a> <CopyButton text={sid} label="Copy this conference SID" />
              </span>
            ))}
          </Fact>
        )}
      </dl>
    </section>
  );
}

function lengthOf(
  endMs: number | undefined,
  { lengthMs, apart }: PlacedEvents,
  { isWhole, nowMs }: { isWhole: boolean; nowMs: number },
): string {
  if (endMs === undefined) return NO_TIME;
  if (apart.length === 0 && isFuture(endMs, nowMs)) return 'unknown: a device’s clock is ahead';
  return `${isWhole ? '' : 'at least '}${durationText(lengthMs)}`;
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
