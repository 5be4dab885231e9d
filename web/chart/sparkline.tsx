import { joinedParts } from './joined-parts.ts';

const MOST_BARS = 40;
const HEIGHT = 20;

interface SparklineProps {
  volume: readonly number[];
  /** A custom property of the style sheet. */
  colour: string;
}

/** How often something happened over time, as small bars on a scale of its own. What it shows stands in words beside it. */
export function Sparkline({ volume, colour }: SparklineProps) {
  const bars = joinedParts(volume, MOST_BARS);
  const highest = Math.max(1, ...bars);
  return (
    <svg
      class="sparkline"
      aria-hidden="true"
      viewBox={`0 0 ${Math.max(1, bars.length)} ${HEIGHT}`}
      preserveAspectRatio="none"
    >
      <path d={pathOf(bars, highest)} fill={`var(${colour})`} />
    </svg>
  );
}

function pathOf(bars: readonly number[], highest: number): string {
  return bars
    .map((count, index) => {
      // One among thousands is there, too.
      const height = count === 0 ? 0 : Math.max(1.5, (count / highest) * HEIGHT);
      return height === 0 ? '' : `M${index + 0.1} ${HEIGHT}v${-height.toFixed(1)}h.8V${HEIGHT}z`;
    })
    .join('');
}
