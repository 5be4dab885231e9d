import { useRef, useState } from 'preact/hooks';
import type { CausesAnswer } from '../../families/call-event/causes/causes-answer.ts';
import type { Filters } from '../filters/filters.ts';
import { CauseRow } from './cause-row.tsx';
import { inShownOrder, ORDERS, type Order, ordered } from './row-order.ts';

interface CauseListProps {
  filters: Filters;
  answer: CausesAnswer;
  isPaused: boolean;
}

const STEP = 50;

/** One row per cause. While somebody points at a row, none of them moves. */
export function CauseList({ filters, answer, isPaused }: CauseListProps) {
  const [order, setOrder] = useState<Order>('weight');
  const [limit, setLimit] = useState(STEP);
  const isHeld = useRef(false);
  const shown = useRef<{ order: Order; keys: readonly string[] } | undefined>(undefined);
  const keeps = (isHeld.current || isPaused) && shown.current?.order === order;
  const causes = keeps ? inShownOrder(answer.causes, shown.current?.keys ?? []) : ordered(answer.causes, order);
  shown.current = { order, keys: causes.map(({ cause }) => cause) };
  const hold = (isOn: boolean) => () => {
    isHeld.current = isOn;
  };
  const hasShare = answer.all_calls !== null;

  return (
    <section class="cause-list" aria-labelledby="causes-head">
      <div class="section-head">
        <h2 id="causes-head">
          {answer.causes.length + answer.more_causes === 1
            ? '1 cause'
            : `${(answer.causes.length + answer.more_causes).toLocaleString()} causes`}
        </h2>
        <label class="field">
          <span>Order</span>
          <select value={order} onChange={(event) => setOrder(event.currentTarget.value as Order)}>
            {Object.entries(ORDERS).map(([key, word]) => (
              <option key={key} value={key}>
                {word}
              </option>
            ))}
          </select>
        </label>
      </div>
      <table
        class="data causes"
        onPointerEnter={hold(true)}
        onPointerLeave={hold(false)}
        onFocusIn={hold(true)}
        onFocusOut={hold(false)}
      >
        <thead>
          <tr>
            <th>Cause, with what its calls share (and others)</th>
            <th>Trend</th>
            <th class="number">Events</th>
            <th class="number">Calls</th>
            {hasShare && <th class="number">Of all calls</th>}
            <th>First seen</th>
            <th>Last seen</th>
            <th>
              <span class="visually-hidden">Links</span>
            </th>
          </tr>
        </thead>
        {causes.slice(0, limit).map((cause) => (
          <CauseRow key={cause.cause} cause={cause} filters={filters} answer={answer} hasShare={hasShare} />
        ))}
      </table>
      {causes.length > limit && (
        <button type="button" class="more" onClick={() => setLimit(limit + STEP)}>
          Show more ({(causes.length - limit).toLocaleString()} left)
        </button>
      )}
      {answer.more_causes > 0 && (
        <p class="note">
          {answer.more_causes.toLocaleString()} rarer causes are not listed. Narrow the time range or add a filter.
        </p>
      )}
    </section>
  );
}
