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
} as const;
