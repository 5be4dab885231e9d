/**
 * Calls of the days asked about, the newest version of the summary of each: a day that is not merged has several. All
 * versions of a call are of one day. Begins a question.
 */
export const NEWEST_CALLS = newest('calls', 'call_summaries', 'call_sid');

/** The same of conferences. */
export const NEWEST_CONFERENCES = newest('newest_conferences', 'conferences', 'conference_sid');

function newest(name: string, table: string, key: string): string {
  return `WITH versions AS (
  SELECT *, row_number() OVER (PARTITION BY ${key} ORDER BY rank DESC) AS place
  FROM ${table} WHERE day BETWEEN '{from}' AND '{to}'
), ${name} AS (SELECT * FROM versions WHERE place = 1)`;
}
