import type { Question } from './question.ts';

const IN_DAYS = "day BETWEEN '{from}' AND '{to}'";

/** Questions to call events about time, volume and errors. */
export const EVENT_QUESTIONS: readonly Question[] = [
  {
    name: 'volume',
    about: 'How many events, calls, warnings and errors each day has, and how late events come.',
    tables: ['call_events'],
    sql: `SELECT day, count(*) AS events, count(DISTINCT call_sid) AS calls,
  count(*) FILTER (WHERE level = 'WARNING') AS warnings, count(*) FILTER (WHERE is_error) AS errors,
  round(approx_percentile(date_diff('millisecond', happened_at, arrived_at), 0.95) / 1000e0, 1) AS late_p95_s
FROM call_events WHERE ${IN_DAYS}
GROUP BY day ORDER BY day`,
  },
  {
    name: 'trouble-by-day',
    about: 'Which share of the calls of each day was warned or failed, by their events.',
    tables: ['call_events'],
    sql: `WITH calls AS (
  SELECT call_sid, min(day) AS day, max(CASE WHEN level = 'WARNING' THEN 1 ELSE 0 END) AS warned,
    max(CASE WHEN is_error THEN 1 ELSE 0 END) AS failed
  FROM call_events WHERE ${IN_DAYS} GROUP BY call_sid
)
SELECT day, count(*) AS calls, round(100e0 * sum(warned) / count(*), 2) AS warned_percent,
  round(100e0 * sum(failed) / count(*), 2) AS failed_percent
FROM calls GROUP BY day ORDER BY day`,
  },
  {
    name: 'error-codes',
    about: 'Which error codes come, on how many calls, in the later half of the time and in the earlier one.',
    tables: ['call_events'],
    days: 60,
    sql: `SELECT error_code, count(DISTINCT CASE WHEN day >= '{split}' THEN call_sid END) AS calls,
  count(DISTINCT CASE WHEN day < '{split}' THEN call_sid END) AS calls_before, count(*) AS errors,
  min(day) AS first_day, max(day) AS last_day,
  CASE WHEN error_code IS NULL THEN coalesce('no code: ' || min(error_message), 'no code') ELSE min(error_message) END AS example
FROM call_events WHERE ${IN_DAYS} AND is_error
GROUP BY error_code ORDER BY calls DESC, calls_before DESC, error_code LIMIT 50`,
  },
  {
    name: 'errors-by-country',
    about: 'Which error codes clients of each country had, by week.',
    tables: ['call_events'],
    sql: `SELECT CAST(date_trunc('week', happened_at) AS date) AS week, coalesce(nullif(country_code, ''), '?') AS country,
  error_code, count(*) AS errors, count(DISTINCT call_sid) AS calls
FROM call_events WHERE ${IN_DAYS} AND is_error
GROUP BY 1, 2, 3 ORDER BY 1 DESC, 5 DESC, 2, 3 LIMIT 100`,
  },
  {
    name: 'relay-latency',
    about: 'How fast Conversation Relay speaks and understands each day.',
    tables: ['call_events'],
    sql: `SELECT day, count(relay_tts_latency_ms) AS spoken, round(approx_percentile(relay_tts_latency_ms, 0.95), 1) AS tts_p95_ms,
  round(approx_percentile(relay_stt_latency_ms, 0.95), 1) AS stt_p95_ms, count(DISTINCT call_sid) AS calls
FROM call_events WHERE ${IN_DAYS} AND event_group = 'conversation_relay'
GROUP BY day ORDER BY day`,
  },
  {
    name: 'ratings',
    about: 'How users scored their calls each month, and which issue they named.',
    tables: ['call_events'],
    days: 365,
    sql: `SELECT CAST(date_trunc('month', happened_at) AS date) AS month, nullif(feedback_reason, '') AS reason,
  count(*) AS ratings, round(avg(feedback_score), 2) AS score
FROM call_events WHERE ${IN_DAYS} AND feedback_score IS NOT NULL
GROUP BY 1, 2 ORDER BY 1 DESC, 3 DESC, 2`,
  },
  {
    name: 'unknown-fields',
    about: 'Which kinds of events have fields that no column holds, with an example of each.',
    tables: ['call_events'],
    sql: `SELECT event_group, event_name, schema_version, count(*) AS events, min(day) AS first_day, min(other) AS example
FROM call_events WHERE ${IN_DAYS} AND other IS NOT NULL
GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3 LIMIT 20`,
  },
  {
    name: 'one-call',
    about: 'Every event of one call, each once, in order of time.',
    tables: ['call_events'],
    isOfCall: true,
    sql: `WITH copies AS (
  SELECT *, row_number() OVER (PARTITION BY day, call_sid, event_id ORDER BY arrived_at DESC) AS place
  FROM call_events WHERE call_sid = '{call}' AND ${IN_DAYS}
)
SELECT happened_at, level, media_edge, event_group, event_name, error_code, error_message, metric_values, other
FROM copies WHERE place = 1 ORDER BY happened_at, relay_sequence_number, event_id`,
  },
];
