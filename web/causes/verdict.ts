import type { CauseCount, CausesAnswer } from '../../families/call-event/causes/causes-answer.ts';
import { percentText, sharedText } from './cause-words.ts';
import { isUnusual } from './row-order.ts';

/** From so large a share of the errors on, they are one cause in the main. */
const MAIN_SHARE = 0.5;
/** The cause itself has all. */
const MOST_SHARED = 4;
/** With fewer errors, one cause of several is chance. */
const MIN_ERRORS = 10;

/** What a list of causes says at a glance; the cause that it is about stands between `before` and `after`. */
export interface Verdict {
  cause: CauseCount;
  /** Before its name, and behind it. */
  before: string;
  after: string;
  /** What its calls share more than others. */
  shared: string[];
}

/**
 * Whether the errors are one cause, and which one is unusual. Undefined where there are too few errors to say it.
 */
export function verdictOf({
  causes,
  levels,
  is_whole,
}: Pick<CausesAnswer, 'causes' | 'levels' | 'is_whole'>): Verdict | undefined {
  const errors = levels.ERROR ?? 0;
  const failing = causes.filter(({ level }) => level === 'ERROR');
  const unusual = failing.filter(isUnusual);
  const largest = most(failing);
  if (largest === undefined || errors < MIN_ERRORS) return undefined;
  const cause = most(unusual) ?? largest;
  const share = Math.min(1, cause.events / errors);
  const isMain = share >= MAIN_SHARE;
  const counts = `${percentText(share)} of ${is_whole ? 'all' : 'the'} errors${is_whole ? '' : ' counted so far'},`;
  return {
    cause,
    before: isMain ? 'Mainly one cause: ' : isUnusual(cause) ? 'Unusual: ' : 'No main cause. The largest: ',
    after: `${STATES[cause.state]} ${counts} on ${cause.calls.toLocaleString()} ${cause.calls === 1 ? 'call' : 'calls'}`,
    shared: cause.shared.slice(0, MOST_SHARED).map((facet) => `${sharedText(facet)} ${percentText(facet.share)}`),
  };
}

/** The warning that most calls have; undefined where there is none. */
export function mainWarning(causes: readonly CauseCount[]): CauseCount | undefined {
  return most(
    causes.filter(({ level }) => level === 'WARNING'),
    ({ calls }) => calls,
  );
}

const STATES = { new: ' is new:', spike: ' is a spike:', steady: ':', gone: ' is gone by now:' } as const;

function most(
  causes: readonly CauseCount[],
  count: (cause: CauseCount) => number = ({ events }) => events,
): CauseCount | undefined {
  return causes.reduce<CauseCount | undefined>(
    (best, cause) => (best === undefined || count(cause) > count(best) ? cause : best),
    undefined,
  );
}
