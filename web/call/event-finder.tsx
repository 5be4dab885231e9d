import { useMemo } from 'preact/hooks';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import { LEVELS, type Level } from '../../shared/level.ts';
import { useCountText } from '../count.ts';
import { LevelMark } from '../level.tsx';
import { LEVEL_WORD } from '../level-shape.ts';
import { type EventFilter, levelCounts } from './event-filter.ts';

interface Props {
  events: readonly EventResource[];
  filter: EventFilter;
  onFilter: (filter: EventFilter) => void;
}

/** What the marks mean and how many there are of each; a click hides or shows them. Beside it, a search in the events. */
export function EventFinder({ events, filter, onFilter }: Props) {
  const countText = useCountText();
  const counts = useMemo(() => levelCounts(events), [events]);
  const toggle = (level: Level) => {
    const hidden = new Set(filter.hidden);
    if (!hidden.delete(level)) hidden.add(level);
    onFilter({ ...filter, hidden });
  };
  return (
    <div class="event-finder">
      <fieldset class="level-filter">
        <legend class="visually-hidden">Levels that are shown</legend>
        {LEVELS.toReversed()
          .filter((level) => counts.has(level))
          .map((level) => (
            <button
              key={level}
              type="button"
              class="chip"
              aria-pressed={!filter.hidden.has(level)}
              onClick={() => toggle(level)}
            >
              <LevelMark level={level} /> {LEVEL_WORD[level]} <b>{countText(counts.get(level) ?? 0)}</b>
            </button>
          ))}
      </fieldset>
      <input
        type="text"
        aria-label="Search in the events"
        placeholder="Search in the events"
        autocomplete="off"
        spellcheck={false}
        value={filter.text}
        onInput={({ currentTarget }) => onFilter({ ...filter, text: currentTarget.value })}
      />
    </div>
  );
}
