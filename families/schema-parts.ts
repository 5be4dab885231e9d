import * as z from 'zod/mini';

// Twilio writes null, or nothing, where it has no value.
export const text = z.nullish(z.string());
export const number = z.nullish(z.number());
export const integer = z.nullish(z.int());
export const flag = z.nullish(z.boolean());
export const texts = z.nullish(z.array(z.string()));

/** Makes an object that may be missing, of members that may be missing. */
export type MakeObject = ReturnType<typeof objectsWith>;

/** @param looseObject makes the objects of a schema, however deep: loose ones, or for a gate plain ones */
export function objectsWith(looseObject: typeof z.looseObject) {
  return <Shape extends z.core.$ZodLooseShape>(shape: Shape) => z.nullish(looseObject(shape));
}

/** The Voice SDK and what it runs on, in call events and call summaries. */
export function sdkMembers(object: MakeObject) {
  return {
    type: text,
    version: text,
    platform: text,
    region: text,
    selected_region: text,
    browser: object({ name: text, major: text, version: text }),
    os: object({ name: text, version: text }),
    device: object({ model: text, type: text, vendor: text, arch: text }),
    engine: object({ name: text, version: text }),
    edge_location: text,
  };
}
