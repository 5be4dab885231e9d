/**
 * Bundled in the place of the SDK's event streams, 15 KB that the S3 client loads for SelectObjectContent: no function
 * asks for an answer of that kind.
 */
export const eventStreamSerdeProvider = (): object => ({});

/** A setting of the client, which stays as it is. */
export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;

/** What an operation with an event stream would need. */
export class EventStreamSerde {
  constructor() {
    throw new Error('this bundle reads no event streams: see lambda/bundled/no-event-streams.ts');
  }
}
