import * as z from 'zod';
import { StackConfig } from '../infra/config.ts';
import { SETTINGS } from '../infra/settings.ts';
import { allowedBy } from './configuration.ts';

/** A schema of JSON Schema. */
type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The schema of a settings file, for editors: they complete names, show what each does, and mark what a deploy refuses.
 * @see https://json-schema.org/draft/2020-12
 */
export function settingsSchema(): string {
  const properties = Object.entries(StackConfig.shape).map(([name, schema]) => {
    const { does } = SETTINGS[name as keyof StackConfig];
    return [name, { description: does.replaceAll('`', ''), ...allowedValue(name, schema) }];
  });
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Settings of voice-insights-sink',
    type: 'object',
    additionalProperties: false,
    properties: { $schema: { type: 'string' }, ...Object.fromEntries(properties) },
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** What is allowed, as JSON has it: a number where the command line takes its digits, a list where it takes commas. */
function allowedValue(name: string, schema: z.core.$ZodType): JsonSchema {
  const { pattern, enum: values, default: _ } = z.toJSONSchema(schema, { io: 'input' });
  if (values !== undefined) return { enum: values };
  if (Array.isArray(z.safeParse(schema, undefined).data)) {
    return { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, minItems: 1 }] };
  }
  if (pattern === undefined || !/^\^\\d\{1,\d+\}\$$/.test(pattern)) return { type: 'string', pattern };
  const [minimum, maximum] = allowedBy(name, schema).match(/\d+/g)?.map(Number) ?? [];
  return { type: 'integer', minimum, maximum };
}
