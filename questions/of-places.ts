import { NEWEST_CALLS } from './newest-versions.ts';
import type { Question } from './question.ts';

/** Questions about where calls come from. */
export const PLACE_QUESTIONS: readonly Question[] = [
  {
    name: 'calls-by-country',
    about: 'How many calls clients of each country had, and which share was warned or failed, by their events.',
    tables: ['call_events'],
    sql: `WITH calls AS (
  SELECT call_sid, max(nullif(country_code, '')) AS country, max(CASE WHEN level = 'WARNING' THEN 1 ELSE 0 END) AS warned,
    max(CASE WHEN is_error THEN 1 ELSE 0 END) AS failed
  FROM call_events WHERE day BETWEEN '{from}' AND '{to}' GROUP BY call_sid
)
SELECT coalesce(country, '?') AS country, count(*) AS calls, round(100e0 * sum(warned) / count(*), 2) AS warned_percent,
  round(100e0 * sum(failed) / count(*), 2) AS failed_percent
FROM calls GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50`,
  },
  {
    name: 'calls-by-carrier',
    about: 'How many calls came from each carrier, and which share failed or was tagged.',
    tables: ['call_summaries'],
    sql: `${NEWEST_CALLS}
SELECT coalesce(nullif(from_carrier, ''), '?') AS carrier, count(*) AS calls,
  round(100e0 * count(*) FILTER (WHERE call_state = 'fail') / count(*), 2) AS failed_percent,
  round(100e0 * count(*) FILTER (WHERE cardinality(tags) > 0) / count(*), 2) AS tagged_percent
FROM calls GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50`,
  },
];
