import { useState } from 'preact/hooks';
import type { CallOfEvents } from '../../families/call-event/causes/calls-answer.ts';
import { printableStart } from '../../shared/printable.ts';
import type { JsonClient } from '../api-client.ts';
import { CopyButton } from '../copy-button.tsx';
import { csvOf } from '../csv.ts';
import { download } from '../download.ts';
import type { Filters } from '../filters/filters.ts';
import { LevelMark } from '../level.tsx';
import { Moment } from '../moment.tsx';
import { addressOfCall, addressOfComparison } from '../route.ts';
import { useAnswer } from '../use-answer.ts';
import { CALL_COLUMNS, callCells } from './call-cells.ts';
import { causesQuestion } from './causes-question.ts';
import { callsAnswerOf } from './read-causes.ts';

interface CallsOfCauseProps {
  client: JsonClient;
  filters: Filters;
  isPaused: boolean;
  onSignedOut: () => void;
}

const STEP = 50;
/** Of what others wrote. */
const LONGEST = { sid: 64, value: 48 };

/** The calls that a cause was on, one row each, the worst first. Two of them can be compared. */
export function CallsOfCause({ filters, ...props }: CallsOfCauseProps) {
  const { answer, refusal } = useAnswer({ ...props, path: causesQuestion('Calls', filters) });
  const known = callsAnswerOf(answer);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [limit, setLimit] = useState(STEP);
  const choose = (sid: string, isOn: boolean) => {
    const others = chosen.filter((one) => one !== sid);
    // Of more than two, the two that were chosen last.
    setChosen(isOn ? [...others, sid].slice(-2) : others);
  };
  const [first, second] = chosen;

  return (
    <section class="panel" aria-labelledby="calls-head">
      <div class="section-head">
        <h2 id="calls-head">Calls{known && known.more > 0 && `, the first ${known.calls.length.toLocaleString()}`}</h2>
        <div class="actions">
          {first !== undefined && second !== undefined ? (
            <a class="button" href={addressOfComparison(first, second)}>
              Compare the two
            </a>
          ) : (
            <span class="muted small">Mark two calls to compare them</span>
          )}
          <button
            type="button"
            disabled={known === undefined || known.calls.length === 0}
            onClick={() => known && download(`calls-of-${filters.cause ?? 'cause'}`, 'csv', csvOfCalls(known.calls))}
          >
            Save as CSV
          </button>
        </div>
      </div>
      {refusal && <p role="alert">{refusal.message}</p>}
      {known === undefined && refusal === undefined && (
        <div class="skeleton" aria-hidden="true">
          <div />
          <div />
          <div />
        </div>
      )}
      {known && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keys
        <section class="table-field" aria-label="Calls, one a row" tabIndex={0}>
          <table class="data calls">
            <thead>
              <tr>
                <th>
                  <span class="visually-hidden">Compare</span>
                </th>
                <th>When</th>
                <th>Call</th>
                <th class="number">Events</th>
                {CALL_COLUMNS.map(({ word }) => (
                  <th key={word}>{word}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {known.calls.slice(0, limit).map((call) => (
                <CallRow key={call.call_sid} call={call} isChosen={chosen.includes(call.call_sid)} onChoose={choose} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {known && known.calls.length > limit && (
        <button type="button" class="more" onClick={() => setLimit(limit + STEP)}>
          Show more ({(known.calls.length - limit).toLocaleString()} left)
        </button>
      )}
      {known && known.more > 0 && limit >= known.calls.length && (
        <p class="note">
          {known.more.toLocaleString()} more calls are not listed. Narrow the time range or add a filter.
        </p>
      )}
    </section>
  );
}

interface CallRowProps {
  call: CallOfEvents;
  isChosen: boolean;
  onChoose: (sid: string, isOn: boolean) => void;
}

function CallRow({ call, isChosen, onChoose }: CallRowProps) {
  const sid = printableStart(call.call_sid, LONGEST.sid);
  return (
    <tr class={isChosen ? 'call-chosen' : undefined}>
      <td>
        <input
          type="checkbox"
          checked={isChosen}
          aria-label={`Compare ${sid}`}
          onChange={(event) => onChoose(call.call_sid, event.currentTarget.checked)}
        />
      </td>
      <td class="cause-time">
        <LevelMark level={call.level} /> <Moment atMs={Date.parse(call.last_seen)} to="minute" />
      </td>
      <td class="calls-sid">
        <a class="sid" href={addressOfCall(call.call_sid, { at: call.at, name: call.name ?? undefined })} title={sid}>
          {sid.length > 20 ? `${sid.slice(0, 8)}…${sid.slice(-6)}` : sid}
        </a>
        <CopyButton text={call.call_sid} label={`Copy ${sid}`} />
      </td>
      <td class="number">{call.events.toLocaleString()}</td>
      {callCells(call).map((cell, index) => (
        <td key={CALL_COLUMNS[index]?.word} class={cell === null ? 'muted' : undefined}>
          {cell === null ? '–' : printableStart(String(cell), LONGEST.value)}
        </td>
      ))}
    </tr>
  );
}

function csvOfCalls(calls: readonly CallOfEvents[]): string {
  const header = ['call_sid', 'level', 'first_seen', 'last_seen', 'events', 'error_code', 'group', 'name', 'message'];
  return csvOf(
    [...header, ...CALL_COLUMNS.map(({ key }) => key)],
    calls.map((call) => [
      call.call_sid,
      call.level,
      call.first_seen,
      call.last_seen,
      call.events,
      call.error_code,
      call.group,
      call.name,
      call.message,
      ...callCells(call),
    ]),
  );
}
