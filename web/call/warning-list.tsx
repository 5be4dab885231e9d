import { printableStart } from '../../shared/printable.ts';
import { useCountText } from '../count.ts';
import { durationText, offsetText } from '../time.ts';
import type { Band } from './quality-data.ts';

interface Props {
  bands: readonly Band[];
  startMs: number;
  onSelect: (index: number) => void;
}

/** More would push the rest of the page away, and the event list has them all. */
const MOST = 20;
const LONGEST_NAME = 120;

/** Warnings in words: what a chart's bands say, for who does not see them; each end leads to its event. */
export function WarningList({ bands, startMs, onSelect }: Props) {
  const countText = useCountText();
  return (
    <ul class="warning-list">
      {bands.slice(0, MOST).map((band) => (
        <li key={`${band.raised}-${band.cleared}`}>
          <span>{printableStart(band.name, LONGEST_NAME)}</span>
          <End word="raised" atMs={band.fromMs - startMs} index={band.raised} onSelect={onSelect} />
          <End word="cleared" atMs={band.toMs - startMs} index={band.cleared} onSelect={onSelect} />
          <span class="muted">{durationText(band.toMs - band.fromMs)}</span>
        </li>
      ))}
      {bands.length > MOST && (
        <li class="muted">and {countText(bands.length - MOST)} more, all of them in the list of events</li>
      )}
    </ul>
  );
}

interface EndProps {
  word: 'raised' | 'cleared';
  atMs: number;
  index: number | undefined;
  onSelect: (index: number) => void;
}

function End({ word, atMs, index, onSelect }: EndProps) {
  if (index === undefined) return <span class="muted">not {word}</span>;
  return (
    <button type="button" class="link" onClick={() => onSelect(index)}>
      {word} {offsetText(atMs, 1)}
    </button>
  );
}
