import { callError } from '../../families/call-event/call-error.ts';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import type { Level } from '../../shared/level.ts';
import { type ApiClient, ApiTrouble } from '../api-client.ts';
import { isFuture, timeOf } from '../event-facts.ts';

/** What there is across calls whatever the filters say: what silence means can only be told from that. */
export interface Survey {
  /** Of these levels the latest event is told. */
  levels: readonly Level[];
  /** When the latest of them happened, in epoch ms; undefined where none was found. */
  latestMs: number | undefined;
  /** Where none was found, there is none: all that there is was looked at. */
  isWhole: boolean;
}

/** What events say in the fields that one can filter by. */
export interface SeenValues {
  groups: readonly string[];
  names: readonly string[];
  codes: readonly string[];
}

export interface Surveyor {
  /** Asks, where it did not do so a short while ago. @throws ApiTrouble */
  survey(signal: AbortSignal): Promise<Survey>;
  /** Takes in what was read elsewhere. */
  note(events: readonly EventResource[]): void;
  /** Of everything that was read, whatever was asked for. */
  values(): SeenValues;
}

/** Levels that are in the index unless the setting says otherwise. */
const LEVELS: readonly Level[] = ['ERROR', 'WARNING'];
const EVERY_MS = 60_000;
const MOST_PAGES = 5;
/** The first time it is also what names, groups and codes there are. */
const FIRST_PAGE = 250;
/** The newest may be of a clock that runs ahead. */
const FURTHER_PAGE = 10;
/** A clock that is ahead by less counts as right. */
const AHEAD_MS = 60_000;
/** A filter is typed: what is longer is not, and a list of more is none to choose from. */
const LONGEST_VALUE = 100;
const MOST_VALUES = 500;

/** Looks at the latest errors and warnings of any call, once a minute. */
export function createSurveyor({ client, now }: { client: ApiClient; now: () => number }): Surveyor {
  const groups = new Set<string>();
  const names = new Set<string>();
  const codes = new Set<string>();
  const refused = new Set<Level>();
  let values: SeenValues & { size: number } = { groups: [], names: [], codes: [], size: 0 };
  let last: { survey: Survey; atMs: number } | undefined;

  function note(events: readonly EventResource[]): void {
    for (const event of events) {
      add(groups, event.group);
      add(names, event.name);
      add(codes, callError(event)?.code?.toString());
    }
  }

  async function latestOf(level: Level, nowMs: number, signal: AbortSignal): Promise<Omit<Survey, 'levels'>> {
    const parameters = new URLSearchParams([
      ...(level === 'ERROR' ? [] : [['Level', level] satisfies [string, string]]),
      ['EndTime', new Date(nowMs + AHEAD_MS).toISOString()],
      ['PageSize', String(last === undefined ? FIRST_PAGE : FURTHER_PAGE)],
    ]);
    try {
      let next: string | null = `/v1/Voice/Events?${parameters}`;
      // A page may be empty and not the last one.
      for (let pages = 0; next !== null && pages < MOST_PAGES; pages += 1) {
        const page = await client.readPage(next, signal);
        note(page.events);
        // One of a clock that runs ahead stands where it arrived, and when that was it does not say.
        const latestMs = page.events.map(timeOf).find((atMs) => atMs !== undefined && !isFuture(atMs, nowMs));
        if (latestMs !== undefined) return { latestMs, isWhole: true };
        next = page.next;
      }
      return { latestMs: undefined, isWhole: next === null };
    } catch (error) {
      if (!(error instanceof ApiTrouble) || error.kind !== 'refused') throw error;
      refused.add(level);
      return { latestMs: undefined, isWhole: true };
    }
  }

  return {
    async survey(signal) {
      const nowMs = now();
      if (last !== undefined && Math.abs(nowMs - last.atMs) < EVERY_MS) return last.survey;
      const asked = LEVELS.filter((level) => !refused.has(level));
      const found = await Promise.all(asked.map((level) => latestOf(level, nowMs, signal)));
      const isWhole = found.every((one) => one.isWhole);
      const known = [...found, ...(isWhole ? [] : [last?.survey])]
        .map((one) => one?.latestMs)
        .filter((atMs) => atMs !== undefined);
      const survey = {
        levels: asked.filter((level) => !refused.has(level)),
        latestMs: known.length === 0 ? undefined : Math.max(...known),
        isWhole,
      };
      last = { survey, atMs: nowMs };
      return survey;
    },
    note,
    values() {
      const size = groups.size + names.size + codes.size;
      if (size !== values.size) values = { groups: sorted(groups), names: sorted(names), codes: sorted(codes), size };
      return values;
    },
  };
}

function add(values: Set<string>, value: string | null | undefined): void {
  if (value && value.length <= LONGEST_VALUE && values.size < MOST_VALUES) values.add(value);
}

function sorted(values: ReadonlySet<string>): string[] {
  return [...values].sort();
}
