import type { CauseState } from '../../families/call-event/causes/cause-state.ts';
import { STATE_MEANING, STATE_WORD } from './cause-words.ts';

const TONES: Readonly<Record<CauseState, string>> = {
  new: 'tag tag-alarm',
  spike: 'tag tag-alarm',
  steady: 'tag tag-quiet',
  gone: 'tag tag-quiet',
};

/** What became of a cause in the span. */
export function StateTag({ state }: { state: CauseState }) {
  return (
    <span class={TONES[state] ?? 'tag'} title={STATE_MEANING[state]}>
      {STATE_WORD[state]}
    </span>
  );
}
