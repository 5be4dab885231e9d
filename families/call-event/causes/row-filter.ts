import type { Level } from '../../../shared/level.ts';
import type { MediaEdge } from '../media-edge.ts';
import type { Cause } from './cause-of.ts';
import type { EventRow } from './event-row.ts';
import { EVENT_FACETS, type EventFacets } from './facets-of.ts';

/** All that events are counted by and can be narrowed to, with its value. */
export const FACETS = [...EVENT_FACETS, 'level', 'edge', 'group', 'name', 'code'] as const;
export type Facet = (typeof FACETS)[number];

/** A facet and one of its values. */
export interface FacetValue {
  facet: Facet;
  value: string;
}

/** Which rows are asked for. What is left out demands nothing. */
export interface RowQuery {
  /** Of any of these levels, see `countedLevel`. @default errors, and warnings */
  levels?: readonly Level[];
  edge?: MediaEdge | 'all';
  group?: string;
  name?: string;
  code?: number;
  /** The key of a cause. */
  cause?: string;
  /** Part of a group, name, message, code, SID or facet, in any case. */
  text?: string;
  /** Of each facet that is named, any of its values. */
  facets?: readonly FacetValue[];
  /** Of these accounts alone. What says no account is of none of them. */
  accounts?: readonly string[];
}

/** The carrier of a call, by its SID: events know none. */
export type CarrierOf = (call: string) => string | undefined;

/** The value that a row has of a facet. */
export function valueInRow(facet: Facet, { cause, facets, call }: EventRow, carrierOf?: CarrierOf): string | undefined {
  switch (facet) {
    case 'level':
      return countedLevel(cause);
    case 'edge':
    case 'group':
    case 'name':
      return cause[facet];
    case 'code':
      return cause.code === undefined ? undefined : String(cause.code);
    case 'carrier':
      return carrierOf?.(call);
    default:
      return facets[facet];
  }
}

/**
 * Whether a row is one of those that are asked for, but for what tells one cause from others: code, cause, group, name
 * and text. So a cause can be compared with all others.
 */
export function backgroundFilter(query: RowQuery, carrierOf?: CarrierOf): (row: EventRow) => boolean {
  const { levels, edge = 'all', accounts } = query;
  const wanted = wantedValues(query.facets ?? []);
  const isReadable = isOfAccounts(accounts);
  return (row) => {
    const { cause } = row;
    if (levels === undefined || levels.length === 0 ? !isTrouble(cause) : !levels.includes(countedLevel(cause)))
      return false;
    if (edge !== 'all' && cause.edge !== edge) return false;
    if (!isReadable(row)) return false;
    return wanted.every(([facet, values]) => {
      const value = valueInRow(facet, row, carrierOf);
      return value !== undefined && values.has(value);
    });
  };
}

/** What tells one cause from others; undefined where nothing of it is asked. */
export function causeFilter({
  cause: key,
  code,
  group,
  name,
  text,
}: RowQuery): ((row: EventRow) => boolean) | undefined {
  if ([key, code, group, name, text].every((asked) => asked === undefined)) return undefined;
  const part = text?.toLowerCase();
  const has = (value: string | undefined) => part !== undefined && value?.toLowerCase().includes(part) === true;
  const inCause = remembered((cause: Cause) =>
    [cause.group, cause.name, cause.message, cause.code?.toString()].some(has),
  );
  const inFacets = remembered((facets: EventFacets) => EVENT_FACETS.some((facet) => has(facets[facet])));
  return ({ cause, facets, call }) =>
    (key === undefined || cause.cause === key) &&
    (code === undefined || cause.code === code) &&
    (group === undefined || cause.group === group) &&
    (name === undefined || cause.name === name) &&
    (part === undefined || inCause(cause) || inFacets(facets) || has(call));
}

/** Whether something is of one of these accounts; what says no account is of none. Without accounts, all is. */
export function isOfAccounts(accounts: readonly string[] | undefined): (row: { account?: string }) => boolean {
  const allowed = accounts && new Set(accounts);
  return ({ account }) => allowed === undefined || (account !== undefined && allowed.has(account));
}

/** The level by which an event counts: an error of a level nobody knows is one. */
export function countedLevel({ isError, level }: Cause): Level {
  return isError ? 'ERROR' : level;
}

function isTrouble({ isError, level }: Cause): boolean {
  return isError || level === 'WARNING';
}

function wantedValues(asked: readonly FacetValue[]): [Facet, ReadonlySet<string>][] {
  return [...new Set(asked.map(({ facet }) => facet))].map((facet) => [
    facet,
    new Set(asked.filter((one) => one.facet === facet).map(({ value }) => value)),
  ]);
}

/** Rows share these objects. */
function remembered<Key extends object>(test: (key: Key) => boolean): (key: Key) => boolean {
  const known = new Map<Key, boolean>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const result = test(key);
    known.set(key, result);
    return result;
  };
}
