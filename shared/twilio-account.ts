/** The AWS account Twilio writes from, as its setup script names it. https://www.twilio.com/docs/events/eventstreams-quickstart/kinesis-scripts */
export const TWILIO_AWS_ACCOUNT = '177261743968';
