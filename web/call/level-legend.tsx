import { useMemo } from 'preact/hooks';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import { LEVELS } from '../../shared/level.ts';
import { useCountText } from '../count.ts';
import { levelOf } from '../event-facts.ts';
import { LevelMark } from '../level.tsx';
import { LEVEL_WORD } from '../level-shape.ts';

/** What the marks mean, and how many there are of each. */
export function LevelLegend({ events }: { events: readonly EventResource[] }) {
  const countText = useCountText();
  const levels = useMemo(() => events.map(levelOf), [events]);
  return (
    <ul class="level-legend" aria-label="Events by level">
      {LEVELS.toReversed()
        .filter((level) => levels.includes(level))
        .map((level) => (
          <li key={level}>
            <LevelMark level={level} /> {LEVEL_WORD[level]}{' '}
            <span class="muted">{countText(levels.filter((one) => one === level).length)}</span>
          </li>
        ))}
    </ul>
  );
}
