import { printableStart } from '../../shared/printable.ts';
import { Clock } from '../clock.tsx';
import { CopyButton } from '../copy-button.tsx';
import { errorLine } from '../error-text.ts';
import { LANE_WORD, laneOf, levelOf, titleOf } from '../event-facts.ts';
import { LevelMark } from '../level.tsx';
import { useNow } from '../now-context.ts';
import { addressOfEvent } from '../route.ts';
import { durationText, momentText, roughAgeText } from '../time.ts';
import { useTimeZone } from '../zone.ts';
import type { KnownEvent, SeenEvent } from './feed.ts';
import { RowBlocks } from './row-blocks.tsx';
import { rowOf } from './told-events.ts';

/** Of what others wrote, in a row; its call has all of it. */
const LONGEST = { title: 160, error: 300, sid: 64, facet: 32 };
const SHORT_SID = 20;
/** Of what is older the day says more. */
const RECENT_MS = 24 * 3_600_000;
/** What tells calls apart at a glance. */
const SHOWN_FACETS = ['client', 'browser', 'region'] as const;

interface EventRowsProps {
  events: readonly (SeenEvent | KnownEvent)[];
  isCompact?: boolean;
  /** All rows are in the page, as for paper. */
  isWhole?: boolean;
}

/** Events of several calls, by day; each opens its call, at the event. Columns of which no event says anything are not there. */
export function EventRows({ events, isCompact = false, isWhole = false }: EventRowsProps) {
  const timeZone = useTimeZone();
  const hasLanes = events.some(({ event }) => laneOf(event) !== 'none');
  const hasFacets = events.some((known) => facetsText(known) !== '');
  const dayOf = (known: SeenEvent | KnownEvent | undefined) =>
    known !== undefined && 'atMs' in known ? momentText(known.atMs, 'weekday', timeZone) : undefined;
  const classes = [
    'rows event-rows',
    isCompact && 'rows-compact',
    !hasLanes && 'rows-no-lanes',
    !hasFacets && 'rows-no-facets',
  ];
  return (
    <ul class={classes.filter(Boolean).join(' ')}>
      <RowBlocks
        rows={events}
        isWhole={isWhole}
        render={(known, index) => {
          const day = dayOf(known);
          return (
            <>
              {day !== undefined && day !== dayOf(events[index - 1]) && (
                <li key={`day ${day}`} class="rows-day">
                  {day}
                </li>
              )}
              <EventRow key={known.key} known={known} />
            </>
          );
        }}
      />
    </ul>
  );
}

function EventRow({ known }: { known: SeenEvent | KnownEvent }) {
  const now = useNow();
  const { event } = known;
  const dated = 'atMs' in known ? known : undefined;
  const error = errorLine(event);
  const sid = printableStart(event.call_sid, LONGEST.sid);
  const ageMs = dated === undefined ? Number.POSITIVE_INFINITY : now() - dated.atMs;
  return (
    <li class={dated?.isNew ? 'row row-new' : 'row'}>
      <a href={addressOfEvent(event)}>
        <span class="row-level">
          <LevelMark level={levelOf(event)} />
        </span>
        <span class="row-time">
          <Clock atMs={dated?.atMs} />
          {ageMs >= 0 && ageMs < RECENT_MS && <span class="row-age">{roughAgeText(ageMs)} ago</span>}
          {dated?.isLate && <span class="badge">{durationText(roundedAge(dated.seenMs - dated.atMs))} late</span>}
        </span>
        <span class="row-what">
          <span class="row-title">{printableStart(titleOf(event), LONGEST.title)}</span>
          {error && (
            <span class="row-error">
              {error.code !== undefined && <b>{error.code}</b>} {printableStart(error.text, LONGEST.error)}
            </span>
          )}
        </span>
        <span class="row-facets">{facetsText(known)}</span>
        <span class="row-lane">{LANE_WORD[laneOf(event)]}</span>
        <span class="row-call sid" title={sid}>
          {sid.length > SHORT_SID ? `${sid.slice(0, 8)}…${sid.slice(-6)}` : sid}
        </span>
      </a>
      <CopyButton text={event.call_sid} label={`Copy the call SID ${sid}`} />
    </li>
  );
}

function facetsText(known: KnownEvent): string {
  const { facets } = rowOf(known);
  return SHOWN_FACETS.flatMap((facet) => {
    const value = facets[facet];
    return value === undefined ? [] : [printableStart(value, LONGEST.facet)];
  }).join(' · ');
}

function roundedAge(ms: number): number {
  return Math.round(ms / 1_000) * 1_000;
}
