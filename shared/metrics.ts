/** The CloudWatch namespace of everything this project counts; the dimension `service` is the stack's name. */
export const METRIC_NAMESPACE = 'VoiceInsightsSink';

/** Metric names, with their dimensions beside `service`. Counts, where nothing else is said. */
export const METRIC = {
  /** By `type`, and by `level` where events of the type have one: rows written. A record delivered twice is counted twice. */
  eventsStored: 'EventsStored',
  /** Those of them that are errors. */
  callErrors: 'CallErrors',
  /** Rows of one batch that had the key of another one: of an event that was delivered twice. */
  duplicatesMerged: 'DuplicatesMerged',
  /** In all, and by `reason`: records put in quarantine. */
  recordsQuarantined: 'RecordsQuarantined',
  /** By `type`, that of `OTHER_TWILIO_TYPES` or `(other)`: events that are not understood, kept under `unsupported/`. */
  unsupportedEvents: 'UnsupportedEvents',
  /** Twilio's test events. */
  testEvents: 'TestEvents',
  /** Records that hold no event: `[]`. */
  emptyRecords: 'EmptyRecords',
  /** By `path`: events with a documented field of another type. Stored as they came. */
  schemaMismatch: 'SchemaMismatch',
  /** Records left for Lambda to deliver again. */
  recordsRetried: 'RecordsRetried',
  /** Events filed under a time 24 hours or more before their arrival: a clock that is behind, or history. */
  eventsBehind: 'EventsBehind',
  /**
   * In all, and by `call_type` and `call_state` together: calls whose summary became final. Each once at most, however
   * often its summary comes: a put whose answer is lost counts none.
   */
  callsFinished: 'CallsFinished',
  /** Those of them that failed or that Twilio put a tag on. */
  callsBad: 'CallsBad',
  /** By `tag` and `edge` together: tags of those calls. The same word means another thing on another media edge. */
  callTags: 'CallTags',
  /** Milliseconds from the dialling of such a call to its ringing. */
  postDialDelay: 'PostDialDelay',
  /** Mean opinion score of what such a call's SDK received, 1 to 4.6, without a unit. */
  meanOpinionScore: 'MeanOpinionScore',
  /** Versions of summaries that were worse than the one that was there. They changed nothing. */
  insightsSuperseded: 'InsightsSuperseded',
  /** Requests to the read API without a credential that is known. */
  authenticationFailures: 'AuthenticationFailures',
  /** Requests to the read API that failed by our fault. */
  apiFailures: 'ApiFailures',
  /** Milliseconds: how far past its arrival the most wrong clock of a batch is. Only for events indexed by arrival. */
  clockSkew: 'ClockSkew',
  /** Milliseconds: how far before its arrival the event of a batch is filed that is furthest, from 24 hours on. */
  clockBehind: 'ClockBehind',
  /** Milliseconds from the arrival of a batch's oldest record on the stream to the end of its ingest. */
  ingestLag: 'IngestLag',
  /** Rows that went into the archive. A batch that came twice is counted twice. */
  rowsArchived: 'RowsArchived',
  /** Days of a table that a merge had no time for, could not read an object of, or found changed meanwhile. */
  daysUnmerged: 'DaysUnmerged',
} as const;
