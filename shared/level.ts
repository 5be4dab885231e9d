/**
 * The levels of a call event, from least to most severe.
 * Source: the Call Insights Event resource, https://www.twilio.com/docs/voice/voice-insights/api/call/call-events-resource
 */
export const LEVELS = ['UNKNOWN', 'DEBUG', 'INFO', 'WARNING', 'ERROR'] as const;
export type Level = (typeof LEVELS)[number];

const known: ReadonlySet<string> = new Set(LEVELS);

export function isLevel(text: string): text is Level {
  return known.has(text);
}

/** The level a table can be asked for: upper case, `WARN` as `WARNING`, anything unrecognised, null or absent as `UNKNOWN`. */
export function normaliseLevel(level: unknown): Level {
  if (typeof level !== 'string') return 'UNKNOWN';
  if (isLevel(level)) return level;
  const text = level.trim().toUpperCase();
  if (text === 'WARN') return 'WARNING';
  return isLevel(text) ? text : 'UNKNOWN';
}
