import { useMemo } from 'preact/hooks';
import { LEVELS, type Level } from '../../shared/level.ts';
import { countText } from '../count.ts';
import { levelOf } from '../event-facts.ts';
import { LevelMark } from '../level.tsx';
import { LEVEL_WORD, levelColour } from '../level-shape.ts';
import { Moment } from '../moment.tsx';
import { dateTimeText } from '../time.ts';
import type { SeenEvent } from './feed.ts';
import { type Bucket, countByLevel } from './level-counts.ts';

const HEIGHT = 100;
const HATCH = 'not-read';

interface LevelChartProps {
  events: readonly SeenEvent[];
  range: { fromMs: number; toMs: number };
  /** From when on these are all there are, in epoch ms. */
  completeSinceMs: number;
  /** Levels of which these are all. */
  wholeLevels: ReadonlySet<Level>;
  /** What is older is still being read. */
  isReading: boolean;
}

/** How many events of each level there were over time, as stacked bars; what is not known is hatched. */
export function LevelChart({ events, range, completeSinceMs, wholeLevels, isReading }: LevelChartProps) {
  const isWhole = completeSinceMs <= range.fromMs;
  const levelled = useMemo(() => events.map((seen) => ({ atMs: seen.atMs, level: levelOf(seen.event) })), [events]);
  const buckets = countByLevel(levelled, range, isWhole);
  const highest = Math.max(1, ...buckets.map((bucket) => sumOf(bucket)));
  const totals = LEVELS.toReversed()
    .map((level) => ({ level, count: levelled.filter((one) => one.level === level).length }))
    .filter(({ count }) => count > 0);
  const calls = new Set(events.map(({ event }) => event.call_sid)).size;
  const summary =
    totals
      .map(({ level, count }) => `${countText(count, isWhole || wholeLevels.has(level))} × ${LEVEL_WORD[level]}`)
      .join(', ') || 'nothing';
  const startMs = buckets[0]?.fromMs ?? range.fromMs;
  const endMs = buckets.at(-1)?.toMs ?? range.toMs;
  const unknown = isWhole ? 0 : Math.min(Math.max((completeSinceMs - startMs) / (endMs - startMs), 0), 1);

  return (
    <figure class="level-chart">
      <figcaption>
        {totals.map(({ level, count }) => (
          <span key={level}>
            <LevelMark level={level} /> <b>{countText(count, isWhole || wholeLevels.has(level))}</b>
          </span>
        ))}
        <span class="muted">
          {calls > 0 && `on ${countText(calls, isWhole)} ${calls === 1 ? 'call' : 'calls'}`}
          {calls === 0 && (isWhole ? 'No events' : 'No events so far')}
          {isReading && ', reading on…'}
        </span>
      </figcaption>
      <div class="level-chart-field">
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
        {unknown > 0 && <NotRead part={unknown} />}
      </div>
      <p class="level-chart-axis muted">
        <Moment atMs={startMs} to="minute" />
        <span>{highest === 1 ? '' : `highest bar: ${highest.toLocaleString()}`}</span>
        <Moment atMs={range.toMs} to="minute" />
      </p>
      {!isWhole && (
        <p class="note">
          {Number.isFinite(completeSinceMs) && completeSinceMs < range.toMs ? (
            <>
              Hatched: before <Moment atMs={completeSinceMs} to="minute" />,{' '}
            </>
          ) : (
            'Hatched: '
          )}
          {isReading
            ? 'older events are still loading. There may be more than is shown.'
            : 'there is more than this page holds. Narrow the time range or add a filter.'}
        </p>
      )}
    </figure>
  );
}

/** Drawn over the bars: of a bar that is too short nobody shall think that little happened. */
function NotRead({ part }: { part: number }) {
  return (
    <svg class="level-chart-unknown" aria-hidden="true">
      <pattern id={HATCH} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path d="M0 0V8" stroke="var(--text-muted)" stroke-width="2" />
      </pattern>
      <rect width={`${part * 100}%`} height="100%" fill={`url(#${HATCH})`} />
      <line x1={`${part * 100}%`} x2={`${part * 100}%`} y2="100%" stroke="var(--text-muted)" />
    </svg>
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
