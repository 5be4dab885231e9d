import type { JsonObject } from '../../../shared/json.ts';
import { type Cause, causeOf } from './cause-of.ts';
import { countedText } from './counted-text.ts';
import { EVENT_FACETS, type EventFacets, facetsOf } from './facets-of.ts';

/** An event as far as it is counted. Equal causes and facets are mostly one object, which keeps hundreds of thousands small. */
export interface EventRow {
  /** Epoch ms by which it is counted: where the index files it, which for a clock that is ahead is its arrival. */
  atMs: number;
  /** Its time as events are told with it. */
  timestamp: string;
  /** SID. */
  call: string;
  account?: string;
  cause: Cause;
  facets: EventFacets;
}

export interface RowTimes {
  atMs: number;
  timestamp: string;
}

/** Of each kind; then they are forgotten, and equal ones are two objects from then on. */
const MAX_KEPT = 50_000;

/** Makes rows of events that share what is equal. @param data as the read API answers it, or as it is stored */
export function createRowMaker(): (data: JsonObject, times: RowTimes) => EventRow {
  const causes = createPool<Cause>();
  const facets = createPool<EventFacets>();
  const texts = createPool<string>();
  return (data, { atMs, timestamp }) => {
    const account = countedText(data.account_sid);
    const cause = causeOf(data);
    const told = facetsOf(data);
    const call = String(data.call_sid);
    return {
      atMs,
      timestamp,
      call: texts(call, call),
      account: account && texts(account, account),
      cause: causes(JSON.stringify(Object.values(cause)), cause),
      facets: facets(JSON.stringify(EVENT_FACETS.map((name) => told[name])), told),
    };
  };
}

/** Gives the first value that came under a key for all that come. */
function createPool<Value>(): (key: string, value: Value) => Value {
  let kept = new Map<string, Value>();
  return (key, value) => {
    const found = kept.get(key);
    if (found !== undefined) return found;
    if (kept.size >= MAX_KEPT) kept = new Map();
    kept.set(key, value);
    return value;
  };
}
