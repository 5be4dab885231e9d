import * as z from 'zod';
import { ENV, type Environment } from './environment.ts';
import { isLevel, LEVELS, type Level } from './level.ts';

/** What decides how an event becomes an item, the same in the stack, the function and the local pipeline. */
export interface IngestConfig {
  /** Days a row is kept; 0 keeps it for ever. */
  retentionDays: number;
  /** Levels whose events are in `level-index`. Errors of level UNKNOWN are in it whatever this says. */
  indexedLevels: readonly Level[];
  /** Dotted paths under `data` whose values are replaced before anything is written. */
  redactFields: readonly string[];
}

// Without them an event has no key or place in the order, or is no error any more.
const KEPT_FIELDS = [
  'call_sid',
  'timestamp',
  'level',
  'conversation_relay_data.sequence_number',
  'conversation_relay_data.error',
  'sdk_edge.error',
];

export const RetentionDays = z
  .string('expected a number of days, 0 to 36500 (0 keeps rows for ever)')
  .regex(/^\d{1,5}$/, 'expected a number of days, 0 to 36500 (0 keeps rows for ever)')
  .transform(Number)
  .refine((days) => days <= 36_500, 'expected a number of days, 0 to 36500 (0 keeps rows for ever)')
  .default(395);

export const IndexedLevels = z
  .string(`expected all, or levels separated by commas: ${LEVELS.join(', ')}`)
  .transform((text, context): readonly Level[] => {
    if (text.trim().toLowerCase() === 'all') return LEVELS;
    const levels = listOf(text).map((name) => name.toUpperCase());
    const unknown = levels.find((name) => !isLevel(name));
    if (levels.length > 0 && unknown === undefined) return [...new Set(levels.filter(isLevel))];
    context.addIssue({ code: 'custom', message: `expected all, or levels separated by commas: ${LEVELS.join(', ')}` });
    return z.NEVER;
  })
  .default(['ERROR', 'WARNING']);

export const RedactFields = z
  .string('expected dotted paths separated by commas')
  .transform((text, context): readonly string[] => {
    const paths = listOf(text);
    const problem = paths.length === 0 ? 'expected dotted paths separated by commas' : redactProblem(paths);
    if (problem === undefined) return paths;
    context.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  })
  .default([]);

/** The environment variables of a configuration. */
export const IngestSettings = z.object({
  [ENV.retentionDays]: RetentionDays,
  [ENV.indexedLevels]: IndexedLevels,
  [ENV.redactFields]: RedactFields,
});

/** @throws Error with one line for each variable that is wrong: its name, its value and what is allowed */
export function ingestConfig(env: Environment): IngestConfig {
  const parsed = IngestSettings.safeParse(env);
  if (!parsed.success) throw new Error(settingErrors(parsed.error, env));
  return {
    retentionDays: parsed.data[ENV.retentionDays],
    indexedLevels: parsed.data[ENV.indexedLevels],
    redactFields: parsed.data[ENV.redactFields],
  };
}

/** One line for each setting that is wrong: its name, its value and what is allowed. */
export function settingErrors(error: z.ZodError, settings: Readonly<Record<string, unknown>>): string {
  return error.issues
    .map(({ path, message }) => `${path.join('.')}=${JSON.stringify(settings[String(path[0])])}: ${message}`)
    .join('\n');
}

/** The configuration as the ingest function's environment. */
export function ingestEnvironment(config: IngestConfig): Record<string, string> {
  return {
    [ENV.retentionDays]: String(config.retentionDays),
    [ENV.indexedLevels]: config.indexedLevels.join(','),
    ...(config.redactFields.length > 0 && { [ENV.redactFields]: config.redactFields.join(',') }),
  };
}

function redactProblem(paths: readonly string[]): string | undefined {
  const empty = paths.find((path) => path.split('.').includes(''));
  if (empty !== undefined) return `${empty} is no path: expected names separated by dots`;
  const kept = paths.find((path) => KEPT_FIELDS.some((field) => field === path || field.startsWith(`${path}.`)));
  return kept === undefined ? undefined : `${kept} cannot be redacted: keys, order or errors are made of it`;
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
