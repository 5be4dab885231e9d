import { isError } from '../../families/call-event/call-error.ts';
import type { CallEvent } from '../../families/call-event/call-event.ts';
import { type MediaEdge, mediaEdge } from '../../families/call-event/media-edge.ts';
import { type Level, normaliseLevel } from '../../shared/level.ts';
import type { TimeSpan } from './key-condition.ts';

/** Which events are asked for. What is left out demands nothing: an empty query is for every event. */
export interface EventQuery extends TimeSpan {
  /** Of any of these levels; none means any. */
  levels?: readonly Level[];
  /** Errors alone, see `isError`. */
  errorsOnly?: boolean;
  /** Of this media edge; `all` demands nothing, and keeps whoever has a default from using it. */
  edge?: MediaEdge | 'all';
  /** With `edge`: those that name none, too. */
  orNoEdge?: boolean;
  group?: string;
  name?: string;
  /** Of these accounts alone. An event that says no account is of none of them. */
  accounts?: readonly string[];
}

type Condition = (data: CallEvent) => boolean;

/** What each member of a query demands of an event; false where it demands nothing. */
type Conditions = Readonly<Record<Exclude<keyof EventQuery, keyof TimeSpan>, Condition | false>>;

/**
 * Whether an event is one of those that are asked for. A span of time is no part of it: which time an event is filed
 * under is the table's to say.
 * @returns undefined where every event is
 */
export function eventFilter(query: EventQuery): Condition | undefined {
  const { levels = [], errorsOnly = false, edge = 'all', orNoEdge = false, group, name, accounts } = query;
  const conditions: Conditions = {
    levels: levels.length > 0 && (({ level }) => levels.includes(normaliseLevel(level))),
    errorsOnly: errorsOnly && isError,
    edge: edge !== 'all' && ((data) => [edge, orNoEdge ? undefined : edge].includes(mediaEdge(data))),
    // Part of the condition above.
    orNoEdge: false,
    group: group !== undefined && ((data) => data.group === group),
    name: name !== undefined && ((data) => data.name === name),
    // The table keeps what came, also where that is no text.
    accounts: accounts !== undefined && (({ account_sid: of }) => typeof of === 'string' && accounts.includes(of)),
  };
  const asked = Object.values(conditions).filter((condition) => condition !== false);
  return asked.length === 0 ? undefined : (data) => asked.every((condition) => condition(data));
}

/** Where the errors are: those of a level nobody knows have a partition of their own. */
const ERROR_LEVELS: readonly Level[] = ['ERROR', 'UNKNOWN'];

/** The levels that such events can have; none where they can have any. */
export function levelsAskedFor({ levels = [], errorsOnly = false }: EventQuery): readonly Level[] {
  return levels.length === 0 && errorsOnly ? ERROR_LEVELS : levels;
}

/** The same question, about errors where it names no level. */
export function errorsUnlessLevels<Query extends EventQuery>(query: Query): Query {
  return query.levels === undefined || query.levels.length === 0 ? { ...query, errorsOnly: true } : query;
}
