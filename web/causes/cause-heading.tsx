import type { CausesAnswer } from '../../families/call-event/causes/causes-answer.ts';
import { errorCodeInWords, errorCodeUrl } from '../../shared/error-codes.ts';
import { printableStart } from '../../shared/printable.ts';
import type { Filters } from '../filters/filters.ts';
import { LevelMark } from '../level.tsx';
import { CODE_KEY, causeMeaning, causeTitle } from './cause-words.ts';
import { StateTag } from './state-tag.tsx';

const LONGEST_KEY = 120;

/** A cause in words, and what mostly helps. */
export function CauseHeading({ filters, answer }: { filters: Filters; answer: CausesAnswer | undefined }) {
  const key = filters.cause ?? '';
  const found = answer?.causes.find(({ cause }) => cause === key);
  const [, inKey] = CODE_KEY.exec(key) ?? [];
  const code = found?.error_code ?? (inKey === undefined ? null : Number(inKey));
  const words = code === null ? undefined : errorCodeInWords(code);
  const bare = printableStart(key.replace(/^\w+:/, ''), LONGEST_KEY);
  const title =
    found === undefined ? { code: inKey, text: words?.title ?? (inKey ? '' : bare), group: '' } : causeTitle(found);
  return (
    <>
      <h1>
        {found && <LevelMark level={found.level} />} {title.code !== undefined && <span>{title.code} </span>}
        {title.text} {title.group !== '' && <span class="cause-group muted">{title.group}</span>}{' '}
        {found && <StateTag {...found} />}
      </h1>
      <p class="cause-cure">
        {causeMeaning(key)}{' '}
        {code !== null && (
          <a href={errorCodeUrl(code)} target="_blank" rel="noreferrer">
            What Twilio says ↗
          </a>
        )}
      </p>
    </>
  );
}
