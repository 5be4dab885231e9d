/** What Twilio's setup script lets the role do on the stream. https://www.twilio.com/docs/events/eventstreams-quickstart/kinesis-scripts */
export const ACTIONS_ON_STREAM: readonly string[] = ['kinesis:PutRecord', 'kinesis:PutRecords', 'kinesis:ListShards'];

/** And in the account, since AWS cannot limit it to a stream. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisdatastreams.html */
export const ACTIONS_IN_ACCOUNT: readonly string[] = ['kinesis:DescribeLimits'];
