import { NEWEST_CALLS } from './newest-versions.ts';
import type { Question } from './question.ts';

/** Calls that leave Twilio for a carrier. */
const OUTBOUND = `call_type IN ('carrier', 'trunking')
  AND direction IN ('outbound_api', 'outbound_dial', 'trunking_terminating')`;
/** Those that have an end. */
const DIALLED = `${OUTBOUND}
  AND call_state IN ('completed', 'busy', 'noanswer', 'canceled', 'fail')`;
const ANSWERED = "call_state = 'completed'";
const ANSWERS = `count(*) AS calls,
  round(100e0 * count(*) FILTER (WHERE ${ANSWERED}) / count(*), 2) AS answered_percent,
  round(100e0 * count(*) FILTER (WHERE call_state = 'busy') / count(*), 2) AS busy_percent,
  round(100e0 * count(*) FILTER (WHERE call_state = 'fail') / count(*), 2) AS failed_percent,
  approx_percentile(CASE WHEN ${ANSWERED} THEN connect_duration_s END, 0.5) AS median_s,
  round(avg(CASE WHEN ${ANSWERED} THEN connect_duration_s END), 1) AS average_s`;
/** Minutes after a call that failed in which another one to the same number is counted as a try. */
const RETRY_MINUTES = 10;

/** Questions to summaries about how calls were dialled, answered and ended. */
export const CALL_QUESTIONS: readonly Question[] = [
  {
    name: 'answer-rate-by-carrier',
    about: 'Which share of outbound calls is answered at each carrier of the callee, and how long those are.',
    tables: ['call_summaries'],
    sql: `${NEWEST_CALLS}
SELECT coalesce(nullif(to_carrier, ''), '?') AS carrier, ${ANSWERS}
FROM calls WHERE ${DIALLED}
GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50`,
  },
  {
    name: 'answer-rate-by-country',
    about: 'Which share of outbound calls to each country is answered, and how long those are.',
    tables: ['call_summaries'],
    sql: `${NEWEST_CALLS}
SELECT coalesce(nullif(to_country_code, ''), '?') AS country, ${ANSWERS}
FROM calls WHERE ${DIALLED}
GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50`,
  },
  {
    name: 'who-hangs-up',
    about: 'Who ends calls of each type and direction, and how long those are.',
    tables: ['call_summaries'],
    sql: `${NEWEST_CALLS}
SELECT call_type, direction, CASE WHEN disconnected_by IN ('caller', 'callee') THEN disconnected_by ELSE '?' END AS disconnected_by, count(*) AS calls,
  round(100e0 * count(*) / sum(count(*)) OVER (PARTITION BY call_type, direction), 2) AS percent,
  approx_percentile(connect_duration_s, 0.5) AS median_s
FROM calls WHERE ${ANSWERED}
GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3`,
  },
  {
    name: 'post-dial-delay',
    about: 'How long callers wait for a reaction after dialling, by country and carrier of the callee.',
    tables: ['call_summaries'],
    sql: `${NEWEST_CALLS}
SELECT coalesce(nullif(to_country_code, ''), '?') AS country, coalesce(nullif(to_carrier, ''), '?') AS carrier,
  count(pdd_ms) AS calls, approx_percentile(pdd_ms, 0.5) AS median_ms, approx_percentile(pdd_ms, 0.95) AS p95_ms,
  max(pdd_ms) AS worst_ms
FROM calls WHERE pdd_ms > 0 AND ${OUTBOUND}
GROUP BY 1, 2 ORDER BY 5 DESC, 3 DESC, 1, 2 LIMIT 50`,
  },
  {
    name: 'sip-codes',
    about: 'With which last SIP answer calls end, in the later half of the time and in the earlier one.',
    tables: ['call_summaries'],
    days: 60,
    sql: `${NEWEST_CALLS}
SELECT last_sip_response, call_state, count(*) FILTER (WHERE day >= '{split}') AS calls,
  count(*) FILTER (WHERE day < '{split}') AS calls_before
FROM calls WHERE last_sip_response > 0
GROUP BY 1, 2 ORDER BY 3 DESC, 4 DESC, 1, 2 LIMIT 50`,
  },
  {
    name: 'cost-of-retries',
    about: `How many calls are tries of the same number within ${RETRY_MINUTES} minutes of one that was not answered, and what they last.`,
    tables: ['call_summaries'],
    sql: `${NEWEST_CALLS}, tries AS (
  SELECT day, to_number, started_at, coalesce(connect_duration_s, duration_s, 0) AS seconds,
    lag(started_at) OVER (PARTITION BY to_number ORDER BY started_at, call_sid) AS before_at,
    lag(call_state) OVER (PARTITION BY to_number ORDER BY started_at, call_sid) AS before_state
  FROM calls WHERE to_number IS NOT NULL AND ${DIALLED}
), judged AS (
  SELECT *, CASE WHEN before_state <> 'completed' AND date_diff('millisecond', before_at, started_at) < ${RETRY_MINUTES * 60_000}
    THEN 1 ELSE 0 END AS is_retry
  FROM tries
)
SELECT day, count(*) AS calls, sum(is_retry) AS retries, round(100e0 * sum(is_retry) / count(*), 2) AS retry_percent,
  round(sum(is_retry * seconds) / 60e0, 1) AS retry_minutes,
  round(100e0 * sum(is_retry * seconds) / nullif(sum(seconds), 0), 2) AS minutes_percent
FROM judged GROUP BY day ORDER BY day`,
  },
];
