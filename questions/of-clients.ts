import type { Question } from './question.ts';

const IN_DAYS = "day BETWEEN '{from}' AND '{to}'";
const WARNED = "max(CASE WHEN level = 'WARNING' THEN 1 ELSE 0 END) AS warned";
const FAILED = 'max(CASE WHEN is_error THEN 1 ELSE 0 END) AS failed';
/** Calls of a client, or of a browser on a system. */
const LEAST = { client: 5, browser: 20 } as const;

/** Questions to call events about Voice SDK clients: what they run on, where they are, how they are connected. */
export const CLIENT_QUESTIONS: readonly Question[] = [
  {
    name: 'warnings-by-sdk',
    about: 'Which versions of the Voice SDK warn of jitter, in the later half of the time and in the earlier one.',
    tables: ['call_events'],
    days: 60,
    sql: `SELECT sdk_type, sdk_version, count(*) FILTER (WHERE day >= '{split}') AS this_period,
  count(*) FILTER (WHERE day < '{split}') AS period_before
FROM call_events WHERE ${IN_DAYS} AND level = 'WARNING' AND event_name = 'high-jitter'
GROUP BY 1, 2 ORDER BY 3 DESC, 4 DESC, 1, 2 LIMIT 20`,
  },
  {
    name: 'quality-by-region',
    about: 'How bad the values behind warnings are in each Twilio region and edge location.',
    tables: ['call_events'],
    sql: `SELECT coalesce(sdk_region, gateway_region) AS region,
  coalesce(sdk_edge_location, gateway_edge_location) AS edge_location, event_name, count(*) AS warnings,
  count(DISTINCT call_sid) AS calls, round(approx_percentile(array_max(metric_values), 0.5), 2) AS median,
  round(approx_percentile(array_max(metric_values), 0.95), 2) AS p95
FROM call_events WHERE ${IN_DAYS} AND level = 'WARNING'
GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3 LIMIT 50`,
  },
  {
    name: 'network-paths',
    about: 'Whether calls that are relayed or use TCP go worse.',
    tables: ['call_events'],
    sql: `WITH paths AS (
  SELECT call_sid, max(ice_local_type) AS local_type, max(ice_local_protocol) AS protocol,
    ${WARNED},
    ${FAILED}
  FROM call_events WHERE ${IN_DAYS} GROUP BY call_sid
)
SELECT local_type, protocol, count(*) AS calls, round(100e0 * sum(warned) / count(*), 2) AS warned_percent,
  round(100e0 * sum(failed) / count(*), 2) AS failed_percent
FROM paths WHERE local_type IS NOT NULL
GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`,
  },
  {
    name: 'worst-clients',
    about: 'Which clients have most calls that were warned or failed, of those with five calls.',
    tables: ['call_events'],
    leastCalls: LEAST.client,
    sql: `SELECT client_name, count(DISTINCT call_sid) AS calls,
  count(DISTINCT CASE WHEN level = 'WARNING' OR is_error THEN call_sid END) AS bad_calls
FROM call_events WHERE ${IN_DAYS} AND client_name IS NOT NULL
GROUP BY 1 HAVING count(DISTINCT call_sid) >= ${LEAST.client} ORDER BY 3 DESC, 2, 1 LIMIT 20`,
  },
  {
    name: 'browsers',
    about: 'Which share of calls fails on each browser and system, of those with twenty calls.',
    tables: ['call_events'],
    leastCalls: LEAST.browser,
    sql: `WITH calls AS (
  SELECT call_sid, max(browser_name) AS browser, max(browser_major) AS major, max(os_name) AS os,
    max(os_version) AS os_version, ${FAILED}
  FROM call_events WHERE ${IN_DAYS} GROUP BY call_sid
)
SELECT browser, major, os, os_version, count(*) AS calls, round(100e0 * sum(failed) / count(*), 2) AS failed_percent
FROM calls WHERE browser IS NOT NULL
GROUP BY 1, 2, 3, 4 HAVING count(*) >= ${LEAST.browser} ORDER BY 6 DESC, 5 DESC, 1, 2, 3, 4 LIMIT 50`,
  },
  {
    name: 'connect-time',
    about: 'How long clients of each region take from the first event to a media connection.',
    tables: ['call_events'],
    sql: `WITH calls AS (
  SELECT call_sid, max(coalesce(sdk_region, gateway_region)) AS region, min(happened_at) AS began,
    min(CASE WHEN event_group = 'pc-connection-state' AND event_name = 'connected' THEN happened_at END) AS connected
  FROM call_events WHERE ${IN_DAYS} GROUP BY call_sid
)
SELECT region, count(*) AS calls, approx_percentile(date_diff('millisecond', began, connected), 0.5) AS median_ms,
  approx_percentile(date_diff('millisecond', began, connected), 0.95) AS p95_ms
FROM calls WHERE connected IS NOT NULL
GROUP BY 1 ORDER BY 4 DESC, 1`,
  },
];
