/** Names of the stack's outputs: what attaching to Twilio asks for, and what the command line looks up. */
export const OUTPUT = {
  streamArn: 'StreamArn',
  streamName: 'StreamName',
  twilioRoleArn: 'TwilioRoleArn',
  twilioExternalId: 'TwilioExternalId',
  tableName: 'TableName',
  quarantineBucketName: 'QuarantineBucketName',
  alarmTopicArn: 'AlarmTopicArn',
  ingestFunctionName: 'IngestFunctionName',
  /** With the read API only. */
  apiUrl: 'ApiUrl',
  apiCredentialsSecretArn: 'ApiCredentialsSecretArn',
} as const;
