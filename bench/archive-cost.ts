/** List prices of us-east-1, in dollars. */
const PRICE = {
  millionInvocations: 0.2,
  gbSecond: 0.0000133334,
  millionPutsOrLists: 5,
  millionGets: 0.4,
  gbOfLogs: 0.5,
  alarmMetric: 0.1,
  metric: 0.3,
  gbMonthOfS3: 0.023,
  tbScanned: 5,
  gbMonthOfDynamoDb: 0.25,
  gbMonthOfRecovery: 0.2,
} as const;

const HOURS = 730;
const MILLION = 1e6;
const GB = 1024 ** 3;

/** What is counted, as docs/cost.md says it. */
const EVENTS_A_CALL = 30;
const VERSIONS_OF_SUMMARY = 4;
/** Objects of a batch: one of events, one of summaries. */
const OBJECTS = 2;
/** A batch is full at 6 MB, or every five minutes. */
const MOST_EVENTS = 3_000;
const BATCHES_AN_HOUR = 12;
/** GB on the stream: a record of an event is billed as 2 KB, one of a summary as 4 KB. */
const GB_OF_EVENT = 2_048 / GB;
const GB_OF_SUMMARY = 4_096 / GB;
const WRITER_GB = 0.5;
const MERGE_GB = 1_769 / 1_024;
const BYTES_OF_EVENT = 30;
const BYTES_OF_SUMMARY = 150;
const ALARM_METRICS = 8;
const METRICS = 2;
const MONTHS = 36;
const QUESTIONS = 20 * 30;
const LEAST_SCANNED = 10 * 1024 ** 2;
/** Of a month's bytes, by a question: it reads some of the columns. */
const SHARE_SCANNED = 0.2;
/** Bytes of an event in the tables, with what DynamoDB adds. */
const BYTES_IN_TABLE = 937;
/** The same of a call's summary, its entry in the index and the rows of its parties. */
const BYTES_OF_CALL_IN_TABLE = 4_700;
const DAYS_A_MONTH = 365 / 12;

/** A month of the archive in dollars, by what it is for. */
export interface ArchiveCost {
  stream: number;
  writer: number;
  puts: number;
  merge: number;
  watching: number;
  storage: number;
  questions: number;
  sum: number;
}

/** An on-demand stream has four shards from the start, and its reads are billed; one provisioned shard is enough for 100 million. */
export const ON_DEMAND = { shards: 4, gbRead: 0.04 };
export const PROVISIONED = { shards: 1, gbRead: 0 };

/**
 * What the archive costs in a month, three years of it kept.
 * @param events call events of a month; their summaries come with them
 */
export function archiveCost(events: number, { shards, gbRead } = ON_DEMAND): ArchiveCost {
  const summaries = (events / EVENTS_A_CALL) * VERSIONS_OF_SUMMARY;
  // Where nothing comes the function is not called.
  const batches = events === 0 ? 0 : Math.max(shards * HOURS * BATCHES_AN_HOUR, events / MOST_EVENTS);
  const objects = batches * OBJECTS;
  const bytesAMonth = events * BYTES_OF_EVENT + (events / EVENTS_A_CALL) * BYTES_OF_SUMMARY;
  const parts = {
    stream: (events * GB_OF_EVENT + summaries * GB_OF_SUMMARY) * gbRead,
    writer: functionCost(batches, batches === 0 ? 0 : secondsOfBatch(events / batches), WRITER_GB),
    puts: (objects * PRICE.millionPutsOrLists) / MILLION,
    merge: mergeCost(objects, events + summaries),
    watching: ALARM_METRICS * PRICE.alarmMetric + METRICS * PRICE.metric + ((batches * 1_024) / GB) * PRICE.gbOfLogs,
    storage: ((bytesAMonth * MONTHS) / GB) * PRICE.gbMonthOfS3,
    questions:
      events === 0
        ? 0
        : (QUESTIONS * Math.max(LEAST_SCANNED, bytesAMonth * SHARE_SCANNED) * PRICE.tbScanned) / 1024 ** 4,
  };
  return { ...parts, sum: Object.values(parts).reduce((all, part) => all + part, 0) };
}

/** What both tables cost in a month once their days are full: storage and recovery, no writes. */
export function tableStorageCost(events: number, days: number): number {
  const bytes = events * BYTES_IN_TABLE + (events / EVENTS_A_CALL) * BYTES_OF_CALL_IN_TABLE;
  const months = days / DAYS_A_MONTH;
  return ((bytes * months) / GB) * (PRICE.gbMonthOfDynamoDb + PRICE.gbMonthOfRecovery);
}

/** Measured: 0.11 s for 30 events, 0.9 s for 3,000, at 512 MB. */
function secondsOfBatch(events: number): number {
  return 0.11 + Math.max(0, events - 30) * ((0.9 - 0.11) / (MOST_EVENTS - 30));
}

function mergeCost(objects: number, rows: number): number {
  const listings = HOURS * 5;
  const ofListing = functionCost(HOURS, 0.5, MERGE_GB) + (listings * PRICE.millionPutsOrLists) / MILLION;
  // A row is merged on its day, and once more when that is over.
  const seconds = objects * 0.01 + rows * 2 * 0.000036;
  return ofListing + seconds * MERGE_GB * PRICE.gbSecond + (objects * 2 * PRICE.millionGets) / MILLION;
}

function functionCost(invocations: number, seconds: number, gb: number): number {
  return (invocations * PRICE.millionInvocations) / MILLION + invocations * seconds * gb * PRICE.gbSecond;
}
