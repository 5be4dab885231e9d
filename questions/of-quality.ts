import { NEWEST_CALLS, NEWEST_CONFERENCES } from './newest-versions.ts';
import type { Question } from './question.ts';

const IN_DAYS = "day BETWEEN '{from}' AND '{to}'";
/** In percent. */
const share = (bad: string) => `round(100e0 * count(*) FILTER (WHERE ${bad}) / count(*), 2)`;
/** The same of some calls, and null where there is none of them. */
const shareOf = (bad: string, of: string) =>
  `round(100e0 * count(*) FILTER (WHERE ${bad} AND ${of}) / nullif(count(*) FILTER (WHERE ${of}), 0), 2)`;
const TAGGED = 'cardinality(tags) > 0';
/** Of the stream, which writes zero where nothing was measured. */
const MOS = 'nullif(sdk_in_mos_avg, 0)';
/** Of the party that uses a Voice SDK: the caller, or else the callee. The stream writes an empty text where there is none. */
const CALLER_SDK = "nullif(from_sdk_version, '')";
const SDK_VERSION = `coalesce(${CALLER_SDK}, nullif(to_sdk_version, ''))`;
/** Of a network. */
const LEAST_CALLS = 3;
const LATER = "day >= '{split}'";
const EARLIER = "day < '{split}'";

/** Questions to summaries and samples about how calls sounded. */
export const QUALITY_QUESTIONS: readonly Question[] = [
  {
    name: 'tagged-share',
    about: 'Which share of the calls of each day Twilio tagged with a fault.',
    tables: ['call_summaries'],
    sql: `${NEWEST_CALLS}
SELECT day, count(*) AS calls, count(*) FILTER (WHERE ${TAGGED}) AS tagged,
  ${share(TAGGED)} AS tagged_percent
FROM calls GROUP BY day ORDER BY day`,
  },
  {
    name: 'tags',
    about: 'With which faults Twilio tags calls, in the later half of the time and in the earlier one.',
    tables: ['call_summaries'],
    days: 60,
    sql: `${NEWEST_CALLS}
SELECT tag, count(*) FILTER (WHERE ${LATER}) AS calls, count(*) FILTER (WHERE ${EARLIER}) AS calls_before
FROM calls CROSS JOIN UNNEST(tags) AS t (tag)
GROUP BY 1 ORDER BY 2 DESC, 3 DESC, 1`,
  },
  {
    name: 'bad-calls-by-sdk',
    about:
      'Which share of calls is tagged on each Voice SDK version, in the later half of the time and in the earlier one.',
    tables: ['call_summaries'],
    days: 60,
    sql: `${NEWEST_CALLS}
SELECT coalesce(nullif(from_sdk_type, ''), to_sdk_type) AS sdk_type, ${SDK_VERSION} AS sdk_version,
  count(*) FILTER (WHERE ${LATER}) AS calls,
  ${shareOf(TAGGED, LATER)} AS tagged_percent,
  count(*) FILTER (WHERE ${EARLIER}) AS calls_before,
  ${shareOf(TAGGED, EARLIER)} AS tagged_percent_before,
  round(avg(CASE WHEN ${LATER} THEN ${MOS} END), 2) AS mos,
  round(avg(CASE WHEN ${EARLIER} THEN ${MOS} END), 2) AS mos_before
FROM calls WHERE ${SDK_VERSION} IS NOT NULL
GROUP BY 1, 2 ORDER BY 3 DESC, 5 DESC, 1, 2 LIMIT 50`,
  },
  {
    name: 'worst-networks',
    about: 'Which networks of agents have most tagged calls: addresses of Voice SDK clients with three calls.',
    tables: ['call_summaries'],
    leastCalls: LEAST_CALLS,
    sql: `${NEWEST_CALLS}, agents AS (
  SELECT *, CASE WHEN ${CALLER_SDK} IS NULL THEN to_ip_address ELSE from_ip_address END AS ip_address,
    CASE WHEN ${CALLER_SDK} IS NULL THEN to_city ELSE from_city END AS city,
    CASE WHEN ${CALLER_SDK} IS NULL THEN to_country_code ELSE from_country_code END AS country
  FROM calls WHERE ${SDK_VERSION} IS NOT NULL
)
SELECT ip_address, max(city) AS city, max(country) AS country, count(*) AS calls,
  count(*) FILTER (WHERE ${TAGGED}) AS tagged, ${share(TAGGED)} AS tagged_percent,
  round(avg(${MOS}), 2) AS mos, round(approx_percentile(sdk_in_jitter_max, 0.95), 1) AS jitter_p95_ms
FROM agents WHERE ip_address <> ''
GROUP BY 1 HAVING count(*) >= ${LEAST_CALLS} ORDER BY 5 DESC, 4 DESC, 1 LIMIT 50`,
  },
  {
    name: 'quality-by-edge',
    about: 'How jitter, loss, round trip and MOS are at each side of calls and in each direction.',
    tables: ['call_metrics'],
    days: 7,
    sql: `SELECT media_edge, direction, codec_name, count(*) AS samples, count(DISTINCT call_sid) AS calls,
  round(approx_percentile(interval_jitter, 0.5), 2) AS jitter_median_ms,
  round(approx_percentile(interval_jitter, 0.95), 2) AS jitter_p95_ms,
  round(approx_percentile(interval_rtt, 0.95), 1) AS rtt_p95_ms, round(avg(interval_mos), 2) AS mos,
  round(100e0 * sum(interval_packets_lost)
    / nullif(sum(coalesce(interval_packets_lost, 0) + coalesce(interval_packets_received, 0)), 0), 3) AS loss_percent
FROM call_metrics WHERE ${IN_DAYS}
GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3`,
  },
  {
    name: 'conferences-by-day',
    about: 'How many conferences each day has, how large and long they are, and how many have issues.',
    tables: ['conferences'],
    sql: `${NEWEST_CONFERENCES}
SELECT day, count(*) AS conferences, round(avg(unique_participants), 1) AS participants,
  round(sum(duration_s) / 60e0, 1) AS minutes,
  count(*) FILTER (WHERE coalesce(call_quality_issues, 0) + coalesce(region_issues, 0) + coalesce(behavior_issues, 0) > 0)
    AS with_issues, count(*) FILTER (WHERE start_failure_reason IS NOT NULL) AS not_started
FROM newest_conferences GROUP BY day ORDER BY day`,
  },
];
