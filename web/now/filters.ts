import { isLevel, LEVELS, type Level } from '../../shared/level.ts';
import { isMediaEdge, type MediaEdge } from '../../shared/media-edge.ts';
import { utcTime } from '../../shared/utc-time.ts';

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
  /** Up to now; not looked at where there is a `from` or a `to`. */
  span: Span;
  /** Fixed-width UTC times. */
  from?: string;
  to?: string;
}

export const DEFAULT_FILTERS: Filters = { levels: ['WARNING', 'ERROR'], span: '24h' };

/** The filters of an address. What is none, or wrong, counts as not said: a link shall show something. */
export function filtersOf(parameters: URLSearchParams): Filters {
  const levels = LEVELS.filter((level) => parameters.getAll('level').some((text) => text.toUpperCase() === level));
  const edge = parameters.get('edge');
  const code = parameters.get('code') ?? '';
  const span = parameters.get('since') ?? '';
  const members = {
    edge: isMediaEdge(edge) ? edge : undefined,
    group: parameters.get('group') || undefined,
    name: parameters.get('name') || undefined,
    code: /^\d{1,9}$/.test(code) ? Number(code) : undefined,
    from: utcTime(parameters.get('from')),
    to: utcTime(parameters.get('to')),
  };
  return {
    levels: levels.length === 0 ? DEFAULT_FILTERS.levels : levels,
    ...Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)),
    span: isSpan(span) ? span : DEFAULT_FILTERS.span,
  };
}

/** The query of an address, with its question mark; empty for the filters that are there without one. */
export function searchOf({ levels, edge, group, name, code, span, from, to }: Filters): string {
  const isDefault = String([...levels].sort()) === String([...DEFAULT_FILTERS.levels].sort());
  const isRange = from !== undefined || to !== undefined;
  const parameters: [string, string | undefined][] = [
    ...(isDefault ? [] : levels.filter(isLevel).map((level): [string, string] => ['level', level])),
    ['edge', edge],
    ['group', group],
    ['name', name],
    ['code', code?.toString()],
    ['since', isRange || span === DEFAULT_FILTERS.span ? undefined : span],
    ['from', from],
    ['to', to],
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

/** A question for each level, since the API refuses levels that are not indexed. Errors are those of unknown level too. */
export function questionsOf(filters: Filters, nowMs: number, pageSize: number): Question[] {
  const { edge, group, name, to } = filters;
  const { fromMs } = rangeOf(filters, nowMs);
  return filters.levels.map((level) => {
    const parameters: [string, string | undefined][] = [
      ['Level', level === 'ERROR' ? undefined : level],
      ['Edge', edge],
      ['Group', group],
      ['Name', name],
      ['StartTime', new Date(fromMs).toISOString()],
      ['EndTime', to],
      ['PageSize', String(pageSize)],
    ];
    const said = parameters.filter((parameter): parameter is [string, string] => parameter[1] !== undefined);
    return { level, path: `/v1/Voice/Events?${new URLSearchParams(said)}` };
  });
}

function isSpan(text: string): text is Span {
  return Object.hasOwn(SPANS, text);
}
