import { isMediaEdge, type MediaEdge } from '../../families/call-event/media-edge.ts';
import { isLevel, type Level } from '../../shared/level.ts';
import { codeSaid, facetSaid, levelsSaid } from '../../shared/page-address.ts';
import { timeSaid } from '../../shared/time-said.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Spans that end now, in ms. */
export const SPANS = {
  '15m': 15 * MINUTE_MS,
  '1h': HOUR_MS,
  '6h': 6 * HOUR_MS,
  '24h': 24 * HOUR_MS,
  '7d': 7 * 24 * HOUR_MS,
  '30d': 30 * 24 * HOUR_MS,
} as const;
export type Span = keyof typeof SPANS;

/** What of all events across calls is asked for. */
export interface Filters {
  levels: readonly Level[];
  edge?: MediaEdge;
  group?: string;
  name?: string;
  code?: number;
  /** The key of a cause, see `families/call-event/causes`. */
  cause?: string;
  /** A part of what events say. */
  text?: string;
  /** What the calls have in common: a value of each of these. */
  facets?: readonly Facet[];
  /** Up to now; not looked at where there is a `from` or a `to`. */
  span: Span;
  /** Fixed-width UTC times. */
  from?: string;
  to?: string;
  /** How rows are drawn: it narrows nothing, and whoever opens the address sees them so, too. */
  rows?: 'compact';
}

/** A property that events tell of their call, such as `region`, and its value. */
export interface Facet {
  name: string;
  value: string;
}

export const DEFAULT_FILTERS: Filters = { levels: ['WARNING', 'ERROR'], span: '24h' };

/** What each parameter of an address means; undefined where its text is none. */
const MEANINGS = {
  level: (text: string) => levelsSaid([text])[0],
  edge: (text: string) => (isMediaEdge(text) ? text : undefined),
  group: (text: string) => text || undefined,
  name: (text: string) => text || undefined,
  code: codeSaid,
  cause: (text: string) => text || undefined,
  text: (text: string) => text || undefined,
  facet: facetSaid,
  since: (text: string) => (isSpan(text) ? text : undefined),
  from: timeSaid,
  to: timeSaid,
  rows: (text: string): 'compact' | undefined => (text === 'compact' ? text : undefined),
};

/** The filters of an address. What is none, or wrong, counts as not said: a link shall show something. */
export function filtersOf(parameters: URLSearchParams): Filters {
  const { edge, group, name, code, cause, text, facet, since, from, to, rows } = MEANINGS;
  const levels = levelsSaid(parameters.getAll('level'));
  const facets = parameters.getAll('facet').flatMap((said) => facet(said) ?? []);
  const members = {
    cause: cause(parameters.get('cause') ?? ''),
    text: text(parameters.get('text') ?? ''),
    facets: facets.length === 0 ? undefined : facets,
    edge: edge(parameters.get('edge') ?? ''),
    group: group(parameters.get('group') ?? ''),
    name: name(parameters.get('name') ?? ''),
    code: code(parameters.get('code') ?? ''),
    from: from(parameters.get('from') ?? ''),
    to: to(parameters.get('to') ?? ''),
    rows: rows(parameters.get('rows') ?? ''),
  };
  return {
    levels: levels.length === 0 ? DEFAULT_FILTERS.levels : levels,
    ...Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)),
    span: since(parameters.get('since') ?? '') ?? DEFAULT_FILTERS.span,
  };
}

/** Parameters that every view of the page has. */
const OF_ALL_VIEWS: ReadonlySet<string> = new Set(['tz']);
/** Those that say one of several values. */
const REPEATABLE: ReadonlySet<string> = new Set(['level', 'facet']);

/** Filters that ask for a time, and for nothing within it. */
export function timeOnly({ span, from, to }: Filters): Filters {
  return { ...DEFAULT_FILTERS, span, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** The parameters that `timeOnly` keeps. */
const OF_TIME: ReadonlySet<string> = new Set(['since', 'from', 'to']);

/**
 * What an address says that is no filter, or is one said twice, as it says it: the list shows more than that asks for.
 * @param isTimeOnly the view looks at no filter but the time
 */
export function leftOutOf(parameters: URLSearchParams, { isTimeOnly = false } = {}): string[] {
  const looked = Object.entries(MEANINGS).filter(([name]) => !isTimeOnly || OF_TIME.has(name));
  const meanings: ReadonlyMap<string, (text: string) => unknown> = new Map(looked);
  return [...parameters]
    .filter(([name, text]) => {
      const isRepeated = !REPEATABLE.has(name) && parameters.get(name) !== text;
      return !OF_ALL_VIEWS.has(name) && text !== '' && (isRepeated || meanings.get(name)?.(text) === undefined);
    })
    .map(([name, text]) => `${name}=${text}`);
}

/** The query of an address, with its question mark; empty for the filters that are there without one. */
export function searchOf(filters: Filters): string {
  const { levels, edge, group, name, code, cause, text, facets = [], span, from, to, rows } = filters;
  const isRange = from !== undefined || to !== undefined;
  const parameters: [string, string | undefined][] = [
    ...(isDefaultLevels(levels) ? [] : levels.filter(isLevel).map((level): [string, string] => ['level', level])),
    ['edge', edge],
    ['group', group],
    ['name', name],
    ['code', code?.toString()],
    ['cause', cause],
    ['text', text],
    ...facets.map(({ name, value }): [string, string] => ['facet', `${name}:${value}`]),
    ['since', isRange || span === DEFAULT_FILTERS.span ? undefined : span],
    ['from', from],
    ['to', to],
    ['rows', rows],
  ];
  const said = parameters.filter((parameter): parameter is [string, string] => parameter[1] !== undefined);
  return said.length === 0 ? '' : `?${new URLSearchParams(said)}`;
}

/** The span of time that is shown, in epoch ms. */
export function rangeOf({ span, from, to }: Filters, nowMs: number): { fromMs: number; toMs: number } {
  const toMs = to === undefined ? nowMs : Date.parse(to);
  if (from !== undefined) return { fromMs: Date.parse(from), toMs };
  return { fromMs: toMs - SPANS[span], toMs };
}

/** One request to the API that is part of an answer; `level` names it. */
export interface Question {
  level: Level;
  path: string;
}

/** The same without those that the page applies itself to what it read: they are in no index. */
export function indexedFilters({ levels, edge, group, name, span, from, to }: Filters): Filters {
  const members = { edge, group, name, from, to };
  return { levels, span, ...Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) };
}

/**
 * A question for each level, since the API refuses levels that are not indexed. Errors are those of unknown level too. A
 * span that ends now begins up to five minutes earlier, so that the question stays the same for as long.
 */
export function questionsOf(filters: Filters, nowMs: number, pageSize: number): Question[] {
  const { fromMs } = rangeOf(filters, nowMs);
  const startMs = filters.from === undefined ? Math.floor(fromMs / SAME_FOR_MS) * SAME_FOR_MS : fromMs;
  return filters.levels.map((level) => {
    const parameters: Parameters = [
      ['Level', level === 'ERROR' ? undefined : level],
      ...narrowing(filters),
      ['StartTime', new Date(startMs).toISOString()],
      ['EndTime', filters.to],
      ['PageSize', String(pageSize)],
    ];
    return { level, path: `/v1/Voice/Events?${searchWith(parameters)}` };
  });
}

const SAME_FOR_MS = 5 * MINUTE_MS;

/** Of a request; one without a value is not said. */
export type Parameters = [name: string, value: string | undefined][];

/** What narrows events, but for level and time, in the API's words. */
export function narrowing({ edge, group, name, code, cause, text, facets = [] }: Filters): Parameters {
  return [
    ['Edge', edge],
    ['Group', group],
    ['Name', name],
    ['Code', code?.toString()],
    ['Cause', cause],
    ['Text', text],
    ...facets.map(({ name, value }): [string, string] => ['Facet', `${name}:${value}`]),
  ];
}

/** The query of a request. */
export function searchWith(parameters: Parameters): URLSearchParams {
  return new URLSearchParams(parameters.filter((one): one is [string, string] => one[1] !== undefined));
}

/** Whether these are the levels that are shown unless somebody says otherwise. */
export function isDefaultLevels(levels: readonly Level[]): boolean {
  return String([...levels].sort()) === String([...DEFAULT_FILTERS.levels].sort());
}

function isSpan(text: string): text is Span {
  return Object.hasOwn(SPANS, text);
}
