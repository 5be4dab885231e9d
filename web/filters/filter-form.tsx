import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { MEDIA_EDGES, type MediaEdge } from '../../families/call-event/media-edge.ts';
import { LEVELS, type Level } from '../../shared/level.ts';
import { LANE_WORD } from '../event-facts.ts';
import type { SeenValues } from '../events/survey.ts';
import { LevelMark } from '../level.tsx';
import { LEVEL_WORD } from '../level-shape.ts';
import { useNow } from '../now-context.ts';
import { changeFilters } from './change-filters.ts';
import { DEFAULT_FILTERS, type Filters, rangeOf, type Span, searchOf } from './filters.ts';
import { localInput, utcOfInput } from './local-input.ts';

const SPAN_WORD: Record<Span, string> = {
  '15m': 'Last 15 minutes',
  '1h': 'Last hour',
  '6h': 'Last 6 hours',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
};
const EDGE_WORD: Record<MediaEdge, string> = { ...LANE_WORD, unknown_edge: 'Unknown' };
const CUSTOM = 'custom';
const HOUR_MS = 3_600_000;

/** What of all events is shown; it is the address that holds it. `seen`: what there is to choose from. */
export function FilterForm({ filters, seen }: { filters: Filters; seen: SeenValues }) {
  const now = useNow();
  const isCustom = filters.from !== undefined || filters.to !== undefined;
  // A range that is told its end only begins a span before it: shown, so that nobody takes it for endless.
  const from = new Date(rangeOf(filters, now()).fromMs).toISOString();
  const isDefault = searchOf(filters) === '';
  const [isOpen, setIsOpen] = useState(false);

  const chooseSpan = (value: string) => {
    if (value === CUSTOM) return change({ from: new Date(now() - HOUR_MS).toISOString(), to: undefined });
    change({ span: value as Span, from: undefined, to: undefined });
  };
  const toggle = (level: Level, isOn: boolean) => {
    const levels = LEVELS.filter((one) => (one === level ? isOn : filters.levels.includes(one)));
    // Nothing would be asked for.
    if (levels.length > 0) change({ levels });
  };

  return (
    <form class="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      <fieldset>
        <legend>Levels</legend>
        {LEVELS.toReversed().map((level) => (
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
      <button type="button" class="filters-open" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {isOpen ? 'Fewer filters' : 'More filters'}
      </button>
      <div class={isOpen ? 'filters-rest' : 'filters-rest filters-rest-closed'}>
        <label>
          Time
          <select value={isCustom ? CUSTOM : filters.span} onChange={(event) => chooseSpan(event.currentTarget.value)}>
            {Object.entries(SPAN_WORD).map(([span, word]) => (
              <option key={span} value={span}>
                {word}
              </option>
            ))}
            <option value={CUSTOM}>From … to …</option>
          </select>
        </label>
        {isCustom && (
          <>
            <TimeField label="From" value={from} isRequired onChange={(next) => change({ from: next })} />
            <TimeField label="To" value={filters.to} onChange={(to) => change({ from, to })} />
          </>
        )}
        <label>
          Edge
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
        </label>
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
        <button type="button" class="quiet" disabled={isDefault} onClick={() => changeFilters(() => DEFAULT_FILTERS)}>
          Reset
        </button>
      </div>
    </form>
  );
}

function change(members: Partial<Filters>): void {
  changeFilters((filters) => ({ ...filters, ...members }));
}

interface TextFieldProps {
  label: string;
  value: string | undefined;
  suggestions: readonly string[];
  onChange: (value: string) => void;
  inputMode?: 'numeric';
  pattern?: string;
}

/** Changes the filter when it is left or Enter is pressed: each change is a new question to the API. */
function TextField({ label, value, suggestions, onChange, ...input }: TextFieldProps) {
  const id = `known-${label.toLowerCase().replace(' ', '-')}`;
  const field = useValue(value ?? '');
  const take = (input: HTMLInputElement) => {
    // What cannot be looked for does not stay, as if it were.
    if (!input.validity.valid) input.value = value ?? '';
    else onChange(input.value.trim());
  };
  return (
    <label>
      {label}
      <input
        {...input}
        ref={field}
        type="text"
        list={id}
        placeholder="Any"
        autocomplete="off"
        spellcheck={false}
        onChange={(event) => take(event.currentTarget)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take(event.currentTarget);
        }}
      />
      <datalist id={id}>
        {suggestions.map((suggestion) => (
          <option key={suggestion} value={suggestion} />
        ))}
      </datalist>
    </label>
  );
}

interface TimeFieldProps {
  label: string;
  /** A UTC time. */
  value: string | undefined;
  isRequired?: boolean;
  onChange: (value: string | undefined) => void;
}

/** While a year is typed it is one of the first centuries. */
const EARLIEST = '2000';

/** A time in the viewer's zone. A part of a time changes nothing, or the field would go from under whoever types it. */
function TimeField({ label, value, isRequired = false, onChange }: TimeFieldProps) {
  const local = value === undefined ? '' : localInput(value);
  const field = useValue(local);
  const leave = (input: HTMLInputElement) => {
    if (input.value !== '') return;
    if (isRequired || input.validity.badInput) input.value = local;
    else if (value !== undefined) onChange(undefined);
  };
  return (
    <label>
      {label}
      <input
        ref={field}
        type="datetime-local"
        title={value}
        onChange={(event) => {
          const utc = utcOfInput(event.currentTarget.value);
          if (utc !== undefined && utc >= EARLIEST) onChange(utc);
        }}
        onBlur={(event) => leave(event.currentTarget)}
      />
    </label>
  );
}

/** A field that takes a new value and else keeps what somebody is typing, though the page is drawn every second. */
function useValue(value: string) {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (field.current !== null) field.current.value = value;
  }, [value]);
  return field;
}
