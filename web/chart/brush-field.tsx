import { useId, useRef, useState } from 'preact/hooks';
import { type Brush, chosenParts, movedBrush } from './brush.ts';
import type { ChartPart } from './chart-part.ts';
import { countsText, partTimeText } from './part-words.ts';

interface BrushFieldProps {
  parts: readonly ChartPart[];
  brush: Brush | undefined;
  onBrush: (brush: Brush | undefined) => void;
  onNarrow: (brush: Brush) => void;
  beforeWords: string;
  timeZone: 'UTC' | undefined;
}

/** What chooses a part of a chart's time: by dragging, or by keys. It says what it is on. */
export function BrushField({ parts, brush, onBrush, onNarrow, beforeWords, timeZone }: BrushFieldProps) {
  const helpId = useId();
  const field = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<number>();
  const isDragging = useRef(false);

  const partAt = ({ clientX }: PointerEvent) => {
    const { left, width } = field.current?.getBoundingClientRect() ?? { left: 0, width: 1 };
    return Math.min(Math.max(Math.floor(((clientX - left) / width) * parts.length), 0), parts.length - 1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && brush !== undefined) onNarrow(brush);
    else if (event.key === 'Escape' && brush !== undefined) onBrush(undefined);
    else {
      const moved = movedBrush(brush, event, parts.length);
      if (moved === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      onBrush(moved);
    }
    event.preventDefault();
  };
  const shown = hovered ?? brush?.cursor;
  const part = shown === undefined ? undefined : parts[shown];
  const chosen = brush && chosenParts(brush);
  const width = 100 / Math.max(1, parts.length);

  return (
    <>
      <div
        ref={field}
        class="volume-brush"
        role="slider"
        tabIndex={0}
        aria-label="Errors and warnings over time"
        aria-describedby={helpId}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, parts.length - 1)}
        aria-valuenow={brush?.cursor ?? parts.length - 1}
        aria-valuetext={brushText(parts, brush, timeZone)}
        onKeyDown={onKeyDown}
        onBlur={() => !isDragging.current && onBrush(undefined)}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          isDragging.current = true;
          field.current?.setPointerCapture(event.pointerId);
          const cursor = partAt(event);
          onBrush({ cursor, anchor: cursor });
        }}
        onPointerMove={(event) => {
          const cursor = partAt(event);
          setHovered(cursor);
          if (isDragging.current) onBrush({ cursor, anchor: brush?.anchor ?? cursor });
        }}
        onPointerUp={(event) => {
          if (!isDragging.current) return;
          isDragging.current = false;
          onNarrow({ cursor: partAt(event), anchor: brush?.anchor });
        }}
        onPointerCancel={() => {
          isDragging.current = false;
          onBrush(undefined);
        }}
        onPointerLeave={() => setHovered(undefined)}
      >
        {chosen && (
          <div
            class="volume-chosen"
            style={{ left: `${chosen.first * width}%`, width: `${(chosen.last - chosen.first + 1) * width}%` }}
          />
        )}
        {shown !== undefined && <div class="volume-cursor" style={{ left: `${(shown + 0.5) * width}%` }} />}
      </div>
      {part !== undefined && shown !== undefined && (
        <div
          class={shown > parts.length / 2 ? 'volume-tip volume-tip-left' : 'volume-tip'}
          style={{ left: `${(shown + 0.5) * width}%` }}
          aria-hidden="true"
        >
          <b>{partTimeText(part, timeZone)}</b>
          <span>{countsText(part)}</span>
          {part.before !== undefined && (
            <span class="muted">
              {beforeWords}: {part.before.toLocaleString()}
            </span>
          )}
        </div>
      )}
      <p id={helpId} class="visually-hidden">
        Arrow keys move along the chart. With Shift they choose a span. Enter shows that span only, Escape chooses
        nothing.
      </p>
    </>
  );
}

function brushText(parts: readonly ChartPart[], brush: Brush | undefined, timeZone: 'UTC' | undefined): string {
  const whole = chosenText(parts, timeZone);
  if (brush === undefined) return whole;
  const { first, last } = chosenParts(brush);
  return chosenText(parts.slice(first, last + 1), timeZone);
}

function chosenText(parts: readonly ChartPart[], timeZone: 'UTC' | undefined): string {
  const [first, last] = [parts[0], parts.at(-1)];
  if (first === undefined || last === undefined) return 'nothing';
  const sum = (of: 'errors' | 'warnings' | 'others') => parts.reduce((total, part) => total + part[of], 0);
  const counts = countsText({ errors: sum('errors'), warnings: sum('warnings'), others: sum('others') });
  return `${partTimeText({ startMs: first.startMs, endMs: last.endMs }, timeZone)}: ${counts}`;
}
