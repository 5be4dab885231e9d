import type { SeriesVerdict } from '../../families/call-metric/in-words/metrics-in-words.ts';
import { streamName } from '../../families/call-metric/in-words/stream-name.ts';
import { secondsInWords } from '../../families/call-summary/in-words/in-text.ts';

interface Props {
  /** The worst edge first. */
  measured: readonly SeriesVerdict[];
  chosen: SeriesVerdict;
  onWay: (name: string) => void;
}

/** Which edge and direction the charts are of; each says for how long it was bad. */
export function WayChoice({ measured, chosen, onWay }: Props) {
  return (
    <fieldset class="way-choice">
      <legend>Charts of</legend>
      {measured.map((one) => {
        const badMs = one.times.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
        const name = streamName(one.series);
        return (
          <button key={name} type="button" class="chip" aria-pressed={one === chosen} onClick={() => onWay(name)}>
            {name}
            {badMs > 0 && <b>bad for {secondsInWords(badMs / 1_000)}</b>}
          </button>
        );
      })}
    </fieldset>
  );
}
