import { useMemo } from 'preact/hooks';
import { LEVELS, type Level } from '../../shared/level.ts';
import { levelOf } from '../event-facts.ts';
import { LevelMark } from '../level.tsx';
import { LEVEL_WORD, levelColour } from '../level-shape.ts';
import { Moment } from '../moment.tsx';
import { dateTimeText } from '../time.ts';
import type { SeenEvent } from './feed.ts';
import { type Bucket, countByLevel } from './level-counts.ts';

const HEIGHT = 100;

interface LevelChartProps {
  events: readonly SeenEvent[];
  range: { fromMs: number; toMs: number };
  /** All of the range has been read. */
  isWhole: boolean;
}

/** How many events of each level there were over time, as stacked bars. */
export function LevelChart({ events, range, isWhole }: LevelChartProps) {
  const levelled = useMemo(() => events.map((seen) => ({ atMs: seen.atMs, level: levelOf(seen.event) })), [events]);
  const buckets = countByLevel(levelled, range);
  const highest = Math.max(1, ...buckets.map((bucket) => sumOf(bucket)));
  const totals = LEVELS.toReversed()
    .map((level) => ({ level, count: levelled.filter((one) => one.level === level).length }))
    .filter(({ count }) => count > 0);
  const calls = new Set(events.map(({ event }) => event.call_sid)).size;
  const summary = totals.map(({ level, count }) => `${count} × ${LEVEL_WORD[level]}`).join(', ') || 'nothing';

  return (
    <figure class="level-chart">
      <figcaption>
        {totals.map(({ level, count }) => (
          <span key={level}>
            <LevelMark level={level} /> <b>{count}</b>
          </span>
        ))}
        <span class="muted">
          {calls === 0 ? 'No events' : `on ${calls} ${calls === 1 ? 'call' : 'calls'}`}
          {isWhole ? '' : ', reading on…'}
        </span>
      </figcaption>
      <svg
        role="img"
        aria-label={`Counts by level over time: ${summary}; ${highest} at most in one bar`}
        viewBox={`0 0 ${buckets.length} ${HEIGHT}`}
        preserveAspectRatio="none"
      >
        {buckets.map((bucket, index) => (
          <Bar key={bucket.fromMs} bucket={bucket} x={index} unit={HEIGHT / highest} />
        ))}
      </svg>
      <p class="level-chart-axis muted">
        <Moment atMs={buckets[0]?.fromMs ?? range.fromMs} to="minute" />
        <span>{highest === 1 ? '' : `highest bar: ${highest}`}</span>
        <Moment atMs={range.toMs} to="minute" />
      </p>
    </figure>
  );
}

/** Errors stand at the bottom, where their heights can be compared. */
function Bar({ bucket, x, unit }: { bucket: Bucket; x: number; unit: number }) {
  if (sumOf(bucket) === 0) return null;
  const levels = LEVELS.toReversed().filter((level) => bucket.counts[level] !== undefined);
  const words = levels.map((level) => `${bucket.counts[level]} × ${LEVEL_WORD[level]}`).join(', ');
  return (
    <g>
      <title>{`${dateTimeText(bucket.fromMs)}: ${words}`}</title>
      {levels.map((level) => {
        const height = (bucket.counts[level] ?? 0) * unit;
        return (
          <rect
            key={level}
            x={x + 0.1}
            y={HEIGHT - height - below(levels, level, bucket) * unit}
            width={0.8}
            height={height}
            fill={`var(${levelColour(level)})`}
          />
        );
      })}
    </g>
  );
}

function below(levels: readonly Level[], level: Level, { counts }: Bucket): number {
  return levels.slice(0, levels.indexOf(level)).reduce((sum, one) => sum + (counts[one] ?? 0), 0);
}

function sumOf({ counts }: Bucket): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
