import { useRef, useState } from 'preact/hooks';
import { countTicks } from '../chart/ticks.ts';
import { momentText } from '../time.ts';
import { TrendNumbers, type TrendNumbersProps } from './trend-numbers.tsx';
import { daysText, valueText } from './trend-words.ts';

interface TrendChartProps extends TrendNumbersProps {
  /** A custom property of the style sheet. */
  colour: string;
}

const MOST_LABELS = 6;
/** The part of the axis behind which the words of a label would be cut. */
const ROOM_FOR_WORDS = 0.85;
const MOVES: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  Home: () => 0,
  End: (_at, last) => last,
};

/** A bar for each day or week, which leads to what is behind it. */
export function TrendChart({ title, parts, noun, colour, hrefOf }: TrendChartProps) {
  const bars = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<number>();
  const isShare = parts.some(({ of }) => of !== undefined);
  const ticks = countTicks(Math.max(0, ...parts.map(({ value }) => value ?? 0)));
  const top = ticks.at(-1) ?? 1;
  const every = Math.ceil(parts.length / MOST_LABELS);
  const part = shown === undefined ? undefined : parts[shown];
  const leads = parts.map(hrefOf);
  const place = (index: number) => `${((index + 0.5) / parts.length) * 100}%`;
  const onKeyDown = (event: KeyboardEvent) => {
    const move = Object.hasOwn(MOVES, event.key) ? MOVES[event.key] : undefined;
    if (move === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const links = [...(bars.current?.querySelectorAll('a') ?? [])];
    const last = links.length - 1;
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    links[Math.min(Math.max(move(at, last), 0), last)]?.focus();
  };
  // Of many links one is reached by Tab, the others by arrow keys.
  const reached = shown !== undefined && leads[shown] !== undefined ? shown : leads.findLastIndex((lead) => lead);

  return (
    <figure class="volume">
      <div class="volume-plot">
        <div class="volume-counts" aria-hidden="true">
          {ticks.map((tick) => (
            <span key={tick} style={{ bottom: `${(tick / top) * 100}%` }}>
              {isShare ? `${tick} %` : tick.toLocaleString()}
            </span>
          ))}
        </div>
        <div class="volume-field">
          {ticks.slice(1).map((tick) => (
            <div key={tick} class="volume-line" style={{ bottom: `${(tick / top) * 100}%` }} />
          ))}
          {/* biome-ignore lint/a11y/noStaticElementInteractions: keys move between the links that stand in it */}
          <div ref={bars} class="trend-bars" onKeyDown={onKeyDown} onPointerLeave={() => setShown(undefined)}>
            {parts.map((one, index) => (
              <a
                key={one.from}
                href={leads[index]}
                tabIndex={leads[index] === undefined ? undefined : index === reached ? 0 : -1}
                aria-label={leads[index] && `${daysText(one)}: ${valueText(one, noun)}`}
                onPointerEnter={() => setShown(index)}
                onFocus={() => setShown(index)}
                onBlur={() => setShown(undefined)}
              >
                <i
                  class={one.isOpen ? 'trend-open' : undefined}
                  style={{ height: barHeight(one.value, top), background: `var(${colour})` }}
                />
              </a>
            ))}
          </div>
          {part !== undefined && shown !== undefined && (
            <div
              class={shown > parts.length / 2 ? 'volume-tip volume-tip-left' : 'volume-tip'}
              style={{ left: place(shown) }}
              aria-hidden="true"
            >
              <b>{daysText(part)}</b>
              <span>{valueText(part, noun)}</span>
              {part.isOpen && <span class="muted">today, not over</span>}
              {part.behind > 0 && leads[shown] === undefined && <span class="muted">only in the archive</span>}
            </div>
          )}
        </div>
      </div>
      <div class="volume-times muted" aria-hidden="true">
        {parts.map(
          ({ from }, index) =>
            index % every === 0 &&
            index / parts.length < ROOM_FOR_WORDS && (
              <span key={from} style={{ left: `${(index / parts.length) * 100}%` }}>
                {momentText(Date.parse(from), 'day', 'UTC')}
              </span>
            ),
        )}
      </div>
      <figcaption class="volume-legend muted">
        <TrendNumbers title={title} parts={parts} noun={noun} hrefOf={hrefOf} />
      </figcaption>
    </figure>
  );
}

/** One among thousands is there, too. */
function barHeight(value = 0, top: number): string {
  return value === 0 ? '0' : `max(2px, ${((value / top) * 100).toFixed(2)}%)`;
}
