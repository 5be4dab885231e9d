import { useState } from 'preact/hooks';
import { MEDIA_EDGES, type MediaEdge } from '../../families/call-event/media-edge.ts';
import { LEVELS, type Level } from '../../shared/level.ts';
import { LevelMark } from '../level.tsx';
import { LEVEL_WORD } from '../level-shape.ts';
import { useNow } from '../now-context.ts';
import { changeFilters } from './change-filters.ts';
import { EDGE_WORD } from './facet-words.ts';
import { Field, TextField, TimeField } from './fields.tsx';
import { DEFAULT_FILTERS, type Filters, rangeOf, type Span, searchOf } from './filters.ts';
import type { SeenValues } from './seen-values.ts';
import { SPAN_WORD } from './span-words.ts';

const CUSTOM = 'custom';
const HOUR_MS = 3_600_000;

/** What of all events is shown, in one line; it is the address that holds it. `seen`: what there is to choose from. */
export function FilterForm({ filters, seen }: { filters: Filters; seen: SeenValues }) {
  const now = useNow();
  const isCustom = filters.from !== undefined || filters.to !== undefined;
  // A range that is told its end only begins a span before it: shown, so that nobody takes it for endless.
  const from = new Date(rangeOf(filters, now()).fromMs).toISOString();
  const rare = LEVELS.filter((level) => !DEFAULT_FILTERS.levels.includes(level));
  const [isOpen, setIsOpen] = useState(
    () =>
      [filters.edge, filters.group, filters.name, filters.code].some((value) => value !== undefined) ||
      filters.levels.some((level) => rare.includes(level)),
  );

  const chooseSpan = (value: string) => {
    if (value === CUSTOM) return change({ from: new Date(now() - HOUR_MS).toISOString(), to: undefined });
    change({ span: value as Span, from: undefined, to: undefined });
  };

  return (
    <form class="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      <div class="filters-line">
        <Field label="Time">
          <select value={isCustom ? CUSTOM : filters.span} onChange={(event) => chooseSpan(event.currentTarget.value)}>
            {Object.entries(SPAN_WORD).map(([span, word]) => (
              <option key={span} value={span}>
                {word}
              </option>
            ))}
            <option value={CUSTOM}>From … to …</option>
          </select>
        </Field>
        {isCustom && (
          <>
            <TimeField label="From" value={from} isRequired onChange={(next) => change({ from: next })} />
            <TimeField label="To" value={filters.to} onChange={(to) => change({ from, to })} />
          </>
        )}
        <Levels legend="Levels" levels={DEFAULT_FILTERS.levels.toReversed()} filters={filters} />
        <TextField
          label="Contains"
          value={filters.text}
          placeholder="Any text"
          onChange={(text) => change({ text: text || undefined })}
        />
        <button type="button" class="quiet" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? 'Fewer filters' : 'More filters'}
        </button>
        <button
          type="button"
          class="quiet"
          disabled={searchOf({ ...filters, cause: undefined }) === ''}
          onClick={() => changeFilters(({ cause }) => ({ ...DEFAULT_FILTERS, ...(cause !== undefined && { cause }) }))}
        >
          Reset
        </button>
      </div>
      {isOpen && (
        <div class="filters-line">
          <Field label="Edge">
            <select
              value={filters.edge ?? ''}
              onChange={(event) => change({ edge: (event.currentTarget.value || undefined) as MediaEdge | undefined })}
            >
              <option value="">Any</option>
              {MEDIA_EDGES.map((edge) => (
                <option key={edge} value={edge}>
                  {EDGE_WORD[edge]}
                </option>
              ))}
            </select>
          </Field>
          <TextField
            label="Group"
            value={filters.group}
            suggestions={seen.groups}
            onChange={(group) => change({ group: group || undefined })}
          />
          <TextField
            label="Name"
            value={filters.name}
            suggestions={seen.names}
            onChange={(name) => change({ name: name || undefined })}
          />
          <TextField
            label="Error code"
            value={filters.code?.toString()}
            suggestions={seen.codes}
            inputMode="numeric"
            pattern="\d{1,9}"
            onChange={(code) => change({ code: /^\d{1,9}$/.test(code) ? Number(code) : undefined })}
          />
          <Levels legend="Other levels" levels={rare.toReversed()} filters={filters} />
        </div>
      )}
    </form>
  );
}

/** Switches of levels; the last one that is on stays, since nothing would be asked for. */
function Levels({ legend, levels, filters }: { legend: string; levels: readonly Level[]; filters: Filters }) {
  const toggle = (level: Level, isOn: boolean) => {
    const next = LEVELS.filter((one) => (one === level ? isOn : filters.levels.includes(one)));
    if (next.length > 0) change({ levels: next });
  };
  return (
    <fieldset>
      <legend class="visually-hidden">{legend}</legend>
      {levels.map((level) => (
        <label key={level} class="pill">
          <input
            type="checkbox"
            checked={filters.levels.includes(level)}
            disabled={filters.levels.length === 1 && filters.levels.includes(level)}
            onChange={(event) => toggle(level, event.currentTarget.checked)}
          />
          <span aria-hidden="true">
            <LevelMark level={level} />
          </span>
          {LEVEL_WORD[level]}
        </label>
      ))}
    </fieldset>
  );
}

function change(members: Partial<Filters>): void {
  changeFilters((filters) => ({ ...filters, ...members }));
}
