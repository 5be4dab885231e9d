import * as z from 'zod/mini';

/**
 * The envelope Event Streams puts around everything, as far as this project relies on it: `id` tells one event from
 * another, `type` says what `data` is. `data` is an object, or that object as JSON text.
 * Source: CloudEvents 1.0, https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
 */
export const CloudEvent = z.looseObject({
  id: z.string().check(z.minLength(1)),
  type: z.string().check(z.minLength(1)),
});

/** The attributes beside `id` and `type` are read with care: Twilio's own example holds a time in `datacontenttype`. */
export type CloudEvent = z.infer<typeof CloudEvent>;

const compiled = z.compile(CloudEvent);

/** True for a CloudEvent. The value stays as it is: a parse would copy it, and lose a member named `__proto__`. */
export function isCloudEvent(value: unknown): value is CloudEvent {
  return z.validate(compiled, value);
}

/** The version at the end of a `dataschema` such as `https://events-schemas.twilio.com/VoiceInsights.CallEvent/2`. */
export function schemaVersion(dataschema: unknown): number | undefined {
  if (typeof dataschema !== 'string') return undefined;
  const version = /^\/(\d{1,6})(?:\.json)?$/.exec(dataschema.slice(dataschema.lastIndexOf('/')))?.[1];
  return version === undefined ? undefined : Number(version);
}
