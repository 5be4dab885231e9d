/** Environment variables of the functions; the local pipeline reads retention, levels and redaction by the same names. */
export const ENV = {
  tableName: 'TABLE_NAME',
  insightsTableName: 'INSIGHTS_TABLE_NAME',
  quarantineBucketName: 'QUARANTINE_BUCKET_NAME',
  credentialsSecretArn: 'CREDENTIALS_SECRET_ARN',
  pageTokenSecretArn: 'PAGE_TOKEN_SECRET_ARN',
  alarmTopicArn: 'ALARM_TOPIC_ARN',
  /** What metrics and logs are counted under, as Powertools names it. */
  serviceName: 'POWERTOOLS_SERVICE_NAME',
  retentionDays: 'RETENTION_DAYS',
  metricDays: 'METRIC_DAYS',
  indexedLevels: 'INDEXED_LEVELS',
  redactFields: 'REDACT_FIELDS',
  partyLookup: 'PARTY_LOOKUP',
  archiveBucketName: 'ARCHIVE_BUCKET_NAME',
  archiveDatabase: 'ARCHIVE_DATABASE',
  archiveWorkGroup: 'ARCHIVE_WORK_GROUP',
  archiveDays: 'ARCHIVE_DAYS',
  /** Read by the commands that make rows, not by the function. */
  rowLayout: 'ROW_LAYOUT',
} as const;

export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws Error that names the variable, where it is not set or empty */
export function requireEnv(env: Environment, name: string): string {
  const value = env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}
