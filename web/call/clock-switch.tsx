import { LANE_WORD } from '../event-facts.ts';
import { durationText } from '../time.ts';
import type { ClockApart } from './clocks.ts';

interface Props {
  apart: readonly ClockApart[];
  isAligned: boolean;
  onAlign: (isAligned: boolean) => void;
}

/** Says which clocks are apart, and sets them by one of them for whoever wants. Nothing where all agree. */
export function ClockSwitch({ apart, isAligned, onAlign }: Props) {
  if (apart.length === 0) return null;
  const [first] = apart;
  return (
    <div class="alert clock-switch">
      <span>
        {apart
          .map(
            ({ lane, byMs }) => `${LANE_WORD[lane]} ${durationText(Math.abs(byMs))} ${byMs > 0 ? 'ahead' : 'behind'}`,
          )
          .join(', ')}
        {first && `, by the clock of ${LANE_WORD[first.from]}.`}
      </span>
      <label>
        <input type="checkbox" checked={isAligned} onInput={({ currentTarget }) => onAlign(currentTarget.checked)} />{' '}
        Align the clocks
      </label>
    </div>
  );
}
