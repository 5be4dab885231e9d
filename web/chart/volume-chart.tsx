import { useMemo, useState } from 'preact/hooks';
import { momentText } from '../time.ts';
import { useTimeZone } from '../zone.ts';
import { type Brush, chosenParts } from './brush.ts';
import { BrushField } from './brush-field.tsx';
import type { ChartPart } from './chart-part.ts';
import { countTicks, timeTicks, zoneOffsetMs } from './ticks.ts';
import { VolumeTable } from './volume-table.tsx';

interface VolumeChartProps {
  parts: readonly ChartPart[];
  /** What the grey line is: `the hour before`. */
  beforeWords: string;
  /** Before this, epoch ms, not everything is counted. */
  countedSinceMs: number;
  /** Shows only a part of the time. @param isOpenEnd up to the end that the chart has */
  onNarrow: (range: { fromMs: number; toMs: number; isOpenEnd: boolean }) => void;
}

const HEIGHT = 100;
const MOST_TIMES = 8;
/** The part of the axis behind which the words of a tick would be cut. */
const ROOM_FOR_WORDS = 0.93;
const HATCH = 'not-counted';

/** Errors and warnings over the whole span, and as a line the span before. A part of it can be chosen to narrow to. */
export function VolumeChart({ parts, beforeWords, countedSinceMs, onNarrow }: VolumeChartProps) {
  const timeZone = useTimeZone();
  const [brush, setBrush] = useState<Brush>();
  const { fromMs, toMs } = useMemo(() => rangeOfParts(parts), [parts]);
  const highest = Math.max(
    0,
    ...parts.map((part) => Math.max(part.errors + part.warnings + part.others, part.before ?? 0)),
  );
  const hasOthers = parts.some(({ others }) => others > 0);
  const counts = countTicks(highest);
  const top = counts.at(-1) ?? 1;
  const unit = HEIGHT / top;
  const lengthMs = Math.max(1, toMs - fromMs);
  const times = timeTicks({ fromMs, toMs: fromMs + lengthMs * ROOM_FOR_WORDS }, MOST_TIMES, zoneOffsetMs(timeZone));
  const place = (atMs: number) => `${((atMs - fromMs) / lengthMs) * 100}%`;
  const hasBefore = parts.some(({ before }) => before !== undefined);
  const hidden = Math.min(Math.max((countedSinceMs - fromMs) / lengthMs, 0), 1);
  // The parts may be other ones by now.
  const shownBrush = brush && brush.cursor < parts.length ? brush : undefined;
  const narrow = (chosen: Brush) => {
    const { first, last } = chosenParts(chosen);
    const [from, to] = [parts[first], parts[last]];
    if (from === undefined || to === undefined) return;
    setBrush(undefined);
    onNarrow({ fromMs: from.startMs, toMs: to.endMs, isOpenEnd: last === parts.length - 1 });
  };

  return (
    <figure class="volume">
      <div class="volume-plot">
        <div class="volume-counts" aria-hidden="true">
          {counts.map((count) => (
            <span key={count} style={{ bottom: `${(count / top) * 100}%` }}>
              {count.toLocaleString()}
            </span>
          ))}
        </div>
        <div class="volume-field">
          {counts.slice(1).map((count) => (
            <div key={count} class="volume-line" style={{ bottom: `${(count / top) * 100}%` }} />
          ))}
          <svg aria-hidden="true" viewBox={`0 0 ${Math.max(1, parts.length)} ${HEIGHT}`} preserveAspectRatio="none">
            <path d={bars(parts, unit, ({ errors }) => [0, errors])} fill="var(--level-error)" />
            <path
              d={bars(parts, unit, ({ errors, warnings }) => [errors, warnings])}
              fill="var(--level-warning)"
              fill-opacity="0.75"
            />
            {hasOthers && (
              <path
                d={bars(parts, unit, ({ errors, warnings, others }) => [errors + warnings, others])}
                fill="var(--level-info)"
                fill-opacity="0.75"
              />
            )}
            {hasBefore && <path class="volume-before" d={stepsOf(parts, unit)} />}
          </svg>
          {hidden > 0 && <NotCounted part={hidden} />}
          <BrushField
            parts={parts}
            brush={shownBrush}
            onBrush={setBrush}
            onNarrow={narrow}
            beforeWords={beforeWords}
            timeZone={timeZone}
          />
        </div>
      </div>
      <div class="volume-times muted" aria-hidden="true">
        {times.map(({ atMs, to }) => (
          <span key={atMs} style={{ left: place(atMs) }}>
            {momentText(atMs, to, timeZone)}
          </span>
        ))}
      </div>
      <figcaption class="volume-legend muted">
        <span>
          <i class="key key-error" /> Errors
        </span>
        <span>
          <i class="key key-warning" /> Warnings
        </span>
        {hasOthers && (
          <span>
            <i class="key key-others" /> Other levels
          </span>
        )}
        {hasBefore && (
          <span>
            <i class="key key-before" /> {beforeWords}
          </span>
        )}
        {hidden > 0 && (
          <span>
            <i class="key key-hatch" /> Not counted yet
          </span>
        )}
        <VolumeTable parts={parts} beforeWords={beforeWords} timeZone={timeZone} />
      </figcaption>
    </figure>
  );
}

/** One path of all bars: `of` gives where a bar begins and how high it is, both as counts. */
function bars(parts: readonly ChartPart[], unit: number, of: (part: ChartPart) => [number, number]): string {
  return parts
    .map((part, index) => {
      const [from, count] = of(part);
      if (count === 0) return '';
      // One among thousands is there, too.
      const height = Math.max(count * unit, 1);
      return `M${index + 0.08} ${(HEIGHT - from * unit).toFixed(2)}v${(-height).toFixed(2)}h.84v${height.toFixed(2)}z`;
    })
    .join('');
}

function stepsOf(parts: readonly ChartPart[], unit: number): string {
  const steps = parts.map(({ before = 0 }, index) => `L${index} ${HEIGHT - before * unit}h1`).join('');
  return steps.replace('L', 'M');
}

function NotCounted({ part }: { part: number }) {
  return (
    <svg class="volume-hatch" aria-hidden="true">
      <pattern id={HATCH} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path d="M0 0V8" stroke="var(--text-muted)" stroke-width="2" />
      </pattern>
      <rect width={`${part * 100}%`} height="100%" fill={`url(#${HATCH})`} />
    </svg>
  );
}

function rangeOfParts(parts: readonly ChartPart[]): { fromMs: number; toMs: number } {
  return { fromMs: parts[0]?.startMs ?? 0, toMs: parts.at(-1)?.endMs ?? 0 };
}
