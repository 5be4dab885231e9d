import type { CauseCount, CausesAnswer } from '../../families/call-event/causes/causes-answer.ts';
import { errorCodeUrl } from '../../shared/error-codes.ts';
import { Sparkline } from '../chart/sparkline.tsx';
import { cellText } from '../count.ts';
import type { Filters } from '../filters/filters.ts';
import { LevelMark } from '../level.tsx';
import { levelColour } from '../level-shape.ts';
import { addressOf, addressOfCause } from '../route.ts';
import { causeTitle, percentText } from './cause-words.ts';
import { SeenTime } from './seen-time.tsx';
import { SharedChips } from './shared-chips.tsx';
import { StateTag } from './state-tag.tsx';

interface CauseRowProps {
  cause: CauseCount;
  filters: Filters;
  answer: CausesAnswer;
  hasShare: boolean;
}

/** The cause itself has all. */
const MOST_SHARED = 5;

/** A cause; all of the row leads to it. */
export function CauseRow({ cause, filters, answer: { is_whole, read_at }, hasShare }: CauseRowProps) {
  const title = causeTitle(cause);
  const nowMs = Date.parse(read_at);
  return (
    <tbody class="cause-row">
      <tr>
        <td>
          <div class="cause-what">
            <LevelMark level={cause.level} />
            <div>
              <a class="cause-link" href={addressOfCause(cause.cause, filters)}>
                {title.code !== undefined && <b>{title.code}</b>} {title.text}
              </a>{' '}
              {title.group !== '' && <span class="cause-group muted">{title.group}</span>} <StateTag {...cause} />
            </div>
          </div>
        </td>
        <td class="cause-trend">
          <Sparkline volume={cause.volume} colour={levelColour(cause.level)} />
        </td>
        <td class="number" data-word="Events">
          <b>{cellText(cause.events, is_whole)}</b>
        </td>
        <td class="number" data-word="Calls">
          {cellText(cause.calls, is_whole)}
        </td>
        {hasShare && (
          <td class="number" data-word="Share">
            {cause.share === null ? '–' : percentText(cause.share)}
          </td>
        )}
        <td class="cause-time" data-word="First seen">
          <SeenTime at={cause.first_seen} nowMs={nowMs} />
        </td>
        <td class="cause-time" data-word="Last seen">
          <SeenTime at={cause.last_seen} nowMs={nowMs} />
        </td>
        <td class="cause-links">
          <a href={addressOf('events', { ...filters, cause: cause.cause })}>Events</a>
          {cause.error_code !== null && (
            <a href={errorCodeUrl(cause.error_code)} target="_blank" rel="noreferrer">
              Meaning ↗
            </a>
          )}
        </td>
      </tr>
      {cause.shared.length > 0 && (
        <tr class="cause-shared">
          <td colSpan={hasShare ? 8 : 7}>
            <SharedChips
              isQuiet={cause.state === 'steady' || cause.state === 'gone'}
              shared={cause.shared.slice(0, MOST_SHARED)}
              filters={filters}
            />
          </td>
        </tr>
      )}
    </tbody>
  );
}
