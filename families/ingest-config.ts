import * as z from 'zod/mini';
import { ENV, type Environment } from '../shared/environment.ts';
import { isLevel, LEVELS, type Level } from '../shared/level.ts';
import { redactPaths } from './redact-fields.ts';

/** What decides how an event becomes an item, the same in the stack, the function and the local pipeline. */
export interface IngestConfig {
  /** Days a row is kept; 0 keeps it for ever. */
  retentionDays: number;
  /** The same of the samples of a call's media: many, and seldom asked for after a month. */
  metricDays: number;
  /** Levels whose events are in `level-index`. Errors of level UNKNOWN are in it whatever this says. */
  indexedLevels: readonly Level[];
  /** Dotted paths under `data` whose values are replaced before anything is written. */
  redactFields: readonly string[];
  /** Whether a call can be looked up by a number, client or SIP address: a row in the table for each. */
  partyLookup: boolean;
}

const DAYS = 'expected a number of days, 0 to 36500 (0 keeps rows for ever)';
const LEVEL_NAMES = `expected all, or levels separated by commas: ${LEVELS.join(', ')}`;
/** A function's environment holds 4 KB in all: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MOST_OF_PATHS = 3_000;
const PATHS = `expected dotted paths separated by commas, or personal, of at most ${MOST_OF_PATHS} characters together`;

const Days = z.pipe(
  z.pipe(z.string(DAYS).check(z.regex(/^\d{1,5}$/, DAYS)), z.transform(Number)),
  z.number().check(z.maximum(36_500, DAYS)),
);

export const RetentionDays = z._default(Days, 395);

/** Twilio keeps them as long. */
export const MetricDays = z._default(Days, 30);

export const IndexedLevels = z._default(
  z.pipe(
    z.string(LEVEL_NAMES),
    z.transform((text: string, { issues }): readonly Level[] => {
      if (text.trim().toLowerCase() === 'all') return LEVELS;
      const levels = listOf(text).map((name) => name.toUpperCase());
      const unknown = levels.find((name) => !isLevel(name));
      if (levels.length > 0 && unknown === undefined) return [...new Set(levels.filter(isLevel))];
      issues.push({ code: 'custom', message: LEVEL_NAMES, input: text });
      return z.NEVER;
    }),
  ),
  ['ERROR', 'WARNING'],
);

export const RedactFields = z._default(
  z.pipe(
    z.string(PATHS),
    z.transform((text: string, { issues }): readonly string[] => {
      const entries = listOf(text);
      const read = redactPaths(entries);
      if (read.ok && entries.length > 0 && read.paths.join().length <= MOST_OF_PATHS) return read.paths;
      issues.push({ code: 'custom', message: read.ok ? PATHS : read.problem, input: text });
      return z.NEVER;
    }),
  ),
  [],
);

const ON_OR_OFF = 'expected on or off';

export const PartyLookup = z._default(
  z.pipe(
    z.enum(['on', 'off'], ON_OR_OFF),
    z.transform((text) => text === 'on'),
  ),
  true,
);

/** The environment variables of a configuration. */
export const IngestSettings = z.object({
  [ENV.retentionDays]: RetentionDays,
  [ENV.metricDays]: MetricDays,
  [ENV.indexedLevels]: IndexedLevels,
  [ENV.redactFields]: RedactFields,
  [ENV.partyLookup]: PartyLookup,
});

/** @throws Error with one line for each variable that is wrong: its name, its value and what is allowed */
export function ingestConfig(env: Environment): IngestConfig {
  const parsed = IngestSettings.safeParse(env);
  if (!parsed.success) throw new Error(settingErrors(parsed.error, env));
  return {
    retentionDays: parsed.data[ENV.retentionDays],
    metricDays: parsed.data[ENV.metricDays],
    indexedLevels: parsed.data[ENV.indexedLevels],
    redactFields: parsed.data[ENV.redactFields],
    partyLookup: parsed.data[ENV.partyLookup],
  };
}

/** One line for each setting that is wrong: its name, its value and what is allowed. */
export function settingErrors(error: z.core.$ZodError, settings: Readonly<Record<string, unknown>>): string {
  return error.issues
    .map(({ path, message }) => `${path.join('.')}=${JSON.stringify(settings[String(path[0])])}: ${message}`)
    .join('\n');
}

/** The configuration as the ingest function's environment. */
export function ingestEnvironment(config: IngestConfig): Record<string, string> {
  return {
    [ENV.retentionDays]: String(config.retentionDays),
    [ENV.metricDays]: String(config.metricDays),
    [ENV.indexedLevels]: config.indexedLevels.join(','),
    ...(!config.partyLookup && { [ENV.partyLookup]: 'off' }),
    ...(config.redactFields.length > 0 && { [ENV.redactFields]: config.redactFields.join(',') }),
  };
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
