import { useState } from 'preact/hooks';
import type { JsonClient } from '../api-client.ts';
import { spanAsked } from '../causes/causes-question.ts';
import { changeFilters } from '../filters/change-filters.ts';
import { facetWord } from '../filters/facet-words.ts';
import { Field } from '../filters/fields.tsx';
import { type Filters, type Span, searchWith } from '../filters/filters.ts';
import { LeftOut } from '../filters/left-out.tsx';
import { SPAN_WORD } from '../filters/span-words.ts';
import { LoadingRows } from '../loading-rows.tsx';
import { addressOfFleet } from '../route.ts';
import { TroubleBanner } from '../trouble-banner.tsx';
import { useAnswer } from '../use-answer.ts';
import { ViewHead } from '../view-head.tsx';
import { fleetAnswerOf } from './fleet-answer.ts';
import { FleetNotes } from './fleet-notes.tsx';
import { FleetTable } from './fleet-table.tsx';

export interface FleetViewProps {
  client: JsonClient;
  filters: Filters;
  /** The facet whose values are compared. */
  by: string;
  /** What the address says beside the time, which is all that is looked at. */
  leftOut: readonly string[];
  onSignedOut: () => void;
}

const DIMENSIONS = ['sdk_version', 'browser', 'region', 'edge_location', 'country', 'carrier'] as const;
const CUSTOM = 'custom';

/** How calls do by version, browser, place: whether one of these is worse than the others. */
export function FleetView({ filters, by, leftOut, ...props }: FleetViewProps) {
  const [isPaused, setIsPaused] = useState(false);
  const asked = useAnswer({ ...props, path: fleetQuestion(by, filters), isPaused });
  const answer = fleetAnswerOf(asked.answer);
  const isCustom = filters.from !== undefined || filters.to !== undefined;
  return (
    <>
      <TroubleBanner troubled={asked.troubled} />
      <ViewHead
        heading={
          <>
            <h1>Fleet</h1>
            <p class="muted fleet-what">
              Which version, browser or place does worse than the others. A click on a number shows its causes.
            </p>
          </>
        }
        readMs={answer && Date.parse(answer.read_at)}
        isLive={asked.troubled === undefined && asked.refusal === undefined}
        isPaused={isPaused}
        onPause={() => setIsPaused(!isPaused)}
      />
      <div class="filters filters-line">
        <Field label="Time">
          <select
            value={isCustom ? CUSTOM : filters.span}
            onChange={(event) => {
              const span = event.currentTarget.value as Span;
              changeFilters(({ from: _from, to: _to, ...others }) => ({ ...others, span }));
            }}
          >
            {Object.entries(SPAN_WORD).map(([span, word]) => (
              <option key={span} value={span}>
                {word}
              </option>
            ))}
            {isCustom && (
              <option value={CUSTOM} disabled>
                As in the address
              </option>
            )}
          </select>
        </Field>
        <nav class="tabs" aria-label="Compare by">
          {DIMENSIONS.map((one) => (
            <a key={one} href={addressOfFleet(one, filters)} aria-current={one === by ? 'page' : undefined}>
              {facetWord(one)}
            </a>
          ))}
        </nav>
      </div>
      <LeftOut parts={leftOut} why="The fleet is of all calls of a time. These parts of the address were ignored:" />
      {asked.refusal && <p role="alert">{asked.refusal.message}</p>}
      {answer === undefined && asked.refusal === undefined && <LoadingRows />}
      {answer && <FleetNotes answer={answer} by={by} />}
      {answer && answer.groups.length > 0 && <FleetTable answer={answer} by={by} filters={filters} />}
    </>
  );
}

function fleetQuestion(by: string, filters: Filters): string {
  return `/v1/Voice/Fleet?${searchWith([['By', by], ...spanAsked(filters)])}`;
}
