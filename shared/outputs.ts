/**
 * Names of the stack's outputs: what attaching to Twilio asks for, and what the command line looks up. Where a stack has
 * several sinks, each but the first has a prefix before them.
 */
export const OUTPUT = {
  streamArn: 'StreamArn',
  streamName: 'StreamName',
  twilioRoleArn: 'TwilioRoleArn',
  twilioExternalId: 'TwilioExternalId',
  tableName: 'TableName',
  insightsTableName: 'InsightsTableName',
  quarantineBucketName: 'QuarantineBucketName',
  alarmTopicArn: 'AlarmTopicArn',
  ingestFunctionName: 'IngestFunctionName',
  /** That of the project that deployed it; stacks of before 0.1.0 do not say it. */
  version: 'Version',
  /** With the read API only. */
  apiUrl: 'ApiUrl',
  apiCredentialsSecretArn: 'ApiCredentialsSecretArn',
  /** With the archive only. */
  archiveBucketName: 'ArchiveBucketName',
  archiveDatabase: 'ArchiveDatabase',
  archiveWorkGroup: 'ArchiveWorkGroup',
  archiveMappingId: 'ArchiveMappingId',
} as const;
